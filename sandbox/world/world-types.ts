import type { NetworkInterfaceType, Tags } from './records.ts';

export interface InstanceToAdd {
  readonly subnetId: string;
  /** `m7g.large` when omitted. */
  readonly instanceType?: string;
  readonly tags?: Tags;
  /** `running` when omitted. */
  readonly state?: 'running' | 'stopped';
  readonly spot?: boolean;
}

export interface NetworkInterfaceToAdd {
  readonly subnetId: string;
  readonly tags?: Tags;
  readonly description?: string;
  readonly privateIpAddress?: string;
  readonly secondaryAddresses?: readonly string[];
  readonly interfaceType?: NetworkInterfaceType;
  readonly requesterManaged?: boolean;
  readonly attachTo?: AttachTo;
}

export interface AttachTo {
  readonly instanceId: string;
  readonly deviceIndex: number;
  readonly networkCardIndex?: number;
  /** False when omitted. */
  readonly deleteOnTermination?: boolean;
  /** Milliseconds since the epoch; now when omitted. */
  readonly attachTime?: number;
}
