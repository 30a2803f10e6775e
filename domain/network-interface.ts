import type { Instant } from './instant.ts';
import type { TagReading } from './tags.ts';

/** An Elastic Network Interface (ENI) as a snapshot shows it. */
export interface NetworkInterface {
  readonly id: string;
  readonly availabilityZone: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly privateIpAddress: string;
  /** The Elastic IP or public IPv4 address of its primary private address. */
  readonly publicIp?: string;
  /** EC2's status; `pending` is seen on the wire though it is not in the enumeration (facts 1.1). */
  readonly status: 'available' | 'associated' | 'attaching' | 'in-use' | 'detaching' | 'pending' | 'unknown';
  /** `interface`, `efa`, `trunk`, …: an open set. */
  readonly interfaceType: string;
  readonly requesterManaged: boolean;
  /** Absent once detached. Its status, not the interface's, is the truth about where the ENI is (facts 1.1). */
  readonly attachment?: Attachment;
  readonly group: TagReading<string>;
  readonly hold: TagReading<string>;
}

export interface Attachment {
  /** New at every attach: the fencing token that DetachNetworkInterface takes (facts 1.5). */
  readonly id: string;
  /** Absent where the other end is not an instance of ours. */
  readonly instanceId?: string;
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
  /** `unknown`: one that EC2 may add. */
  readonly status: 'attaching' | 'attached' | 'detaching' | 'unknown';
  readonly attachTime: Instant;
  readonly deleteOnTermination: boolean;
}

/** Whether it is an instance's primary network interface, which EC2 never detaches. */
export function isPrimary(networkInterface: NetworkInterface): boolean {
  const { attachment } = networkInterface;
  return attachment !== undefined && attachment.deviceIndex === 0 && attachment.networkCardIndex === 0;
}

/** Its addresses, as alerts show them behind its id. */
export function describeAddresses(networkInterface: NetworkInterface | undefined): string {
  if (networkInterface === undefined) return '';
  const { privateIpAddress, publicIp } = networkInterface;
  return ` (${privateIpAddress}${publicIp === undefined ? '' : `, ${publicIp}`})`;
}
