import type { CidrAssociation } from './record-network.ts';

/** What exists in the sandbox's account. Records are immutable: a change puts a new record in the old one's place. */

export type Tags = Readonly<Record<string, string>>;

export interface RecordBase {
  /** The order of creation over all kinds; lists and pages follow it. */
  readonly ordinal: number;
  readonly tags: Tags;
}

export interface Vpc extends RecordBase {
  readonly vpcId: string;
  /** The first one, which it cannot lose. */
  readonly cidrBlock: string;
  /** Of both families, the first one among them. */
  readonly cidrAssociations: readonly CidrAssociation[];
  readonly isDefault: boolean;
}

export interface Subnet extends RecordBase {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  /** Of 64 bits; absent when the subnet has IPv4 only. */
  readonly ipv6CidrBlock?: string;
  readonly availabilityZone: string;
}

export interface SecurityGroup extends RecordBase {
  readonly groupId: string;
  readonly groupName: string;
  readonly vpcId: string;
}

export type GroupIdentifier = Pick<SecurityGroup, 'groupId' | 'groupName'>;

/** An Elastic IP address. Which interface has it is said by the interface alone. */
export interface Address extends RecordBase {
  readonly allocationId: string;
  readonly publicIp: string;
}

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
export type CheckName = 'instance' | 'system' | 'attached-ebs';
export type CheckStatus = 'ok' | 'impaired' | 'initializing';

export interface StatusCheck {
  readonly status: CheckStatus;
  /** Milliseconds since the epoch; present while impaired. */
  readonly impairedSince?: number;
}

/** An index that a forced detachment left unusable for any other interface until the next stop (facts 1.5). */
export interface GhostDevice {
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
  readonly networkInterfaceId: string;
}

export interface Instance extends RecordBase {
  readonly instanceId: string;
  readonly reservationId: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly state: InstanceState;
  /** Why the state last changed, as EC2 words it; empty when it needs no reason. */
  readonly transitionReason: string;
  readonly launchTime: number;
  readonly spot: boolean;
  /** What the status checks last saw. */
  readonly checks: Readonly<Record<CheckName, StatusCheck>>;
  /** The truth that the next run of the checks will see. */
  readonly broken: readonly CheckName[];
  /** The guest no longer reacts: a plain detach or stop never ends. */
  readonly hung: boolean;
  readonly ghosts: readonly GhostDevice[];
}

export type AttachmentStatus = 'attaching' | 'attached' | 'detaching';

export interface Attachment {
  readonly attachmentId: string;
  /** Absent on interfaces of AWS's own services. */
  readonly instanceId?: string;
  readonly instanceOwnerId: string;
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
  readonly status: AttachmentStatus;
  /** Milliseconds since the epoch, in whole seconds as EC2 reports it. */
  readonly attachTime: number;
  readonly deleteOnTermination: boolean;
}

export interface Association {
  readonly allocationId: string;
  readonly associationId: string;
  readonly publicIp: string;
}

export interface PrivateIpAddress {
  readonly privateIpAddress: string;
  readonly primary: boolean;
  /** An Elastic IP address. */
  readonly association?: Association;
  /** One that AWS lends while the instance runs. It gives way to an Elastic IP address. */
  readonly lentPublicIp?: string;
}

export interface Ipv6Address {
  /** In canonical form. */
  readonly ipv6Address: string;
  readonly isPrimaryIpv6: boolean;
}

/** The service that manages the interface on the owner's behalf; `hiddenByDefault` keeps it out of plain lists. */
export interface Operator {
  readonly principal: string;
  readonly hiddenByDefault: boolean;
}

/** AWS adds types without notice (cleanup facts 1.2): any text may come. */
export type NetworkInterfaceType = 'interface' | 'efa' | 'efa-only' | 'trunk' | 'branch' | (string & {});

/** `pending` is no status of the API's own list, and is shown all the same (facts 1.1). Any text may come. */
export type NetworkInterfaceStatus =
  | 'pending'
  | 'available'
  | 'associated'
  | 'attaching'
  | 'in-use'
  | 'detaching'
  | (string & {});

export interface NetworkInterface extends RecordBase {
  readonly networkInterfaceId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly outpostArn?: string;
  readonly description: string;
  readonly macAddress: string;
  /** The first one is the primary one. */
  readonly privateIpAddresses: readonly PrivateIpAddress[];
  readonly ipv6Addresses: readonly Ipv6Address[];
  /** Blocks of 16 addresses that are delegated to the interface. */
  readonly ipv4Prefixes: readonly string[];
  /** Blocks of 80 bits. */
  readonly ipv6Prefixes: readonly string[];
  readonly groups: readonly GroupIdentifier[];
  readonly sourceDestCheck: boolean;
  readonly interfaceType: NetworkInterfaceType;
  readonly ownerId: string;
  /** Who made it: a principal of the account or a service of AWS. */
  readonly requesterId: string;
  readonly requesterManaged: boolean;
  /** Absent when the owner manages it. */
  readonly operator?: Operator;
  readonly status: NetworkInterfaceStatus;
  readonly attachment?: Attachment;
  /** One that is over and that Describe still shows, with the status `detached` (cleanup facts 1.1). */
  readonly formerAttachment?: Attachment | undefined;
}
