/** What exists in the sandbox's account. Records are immutable: a change puts a new record in the old one's place. */

export type Tags = Readonly<Record<string, string>>;

interface RecordBase {
  /** The order of creation over all kinds; lists and pages follow it. */
  readonly ordinal: number;
  readonly tags: Tags;
}

export interface Vpc extends RecordBase {
  readonly vpcId: string;
  readonly cidrBlock: string;
}

export interface Subnet extends RecordBase {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
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
  readonly association?: Association;
}

export type NetworkInterfaceType =
  | 'interface'
  | 'efa'
  | 'efa-only'
  | 'trunk'
  | 'branch'
  | 'nat_gateway'
  | 'lambda';

export interface NetworkInterface extends RecordBase {
  readonly networkInterfaceId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly description: string;
  readonly macAddress: string;
  /** The first one is the primary one. */
  readonly privateIpAddresses: readonly PrivateIpAddress[];
  readonly groups: readonly GroupIdentifier[];
  readonly sourceDestCheck: boolean;
  readonly interfaceType: NetworkInterfaceType;
  readonly requesterManaged: boolean;
  readonly status: 'pending' | 'available' | 'in-use';
  readonly attachment?: Attachment;
}
