import type { FlowLog, Gateway, PeeringSide, PeeringStatus, RulePeer } from './record-network.ts';
import type { CidrReservation, NetworkInterfacePermission, Route, RouteTarget } from './record-references.ts';
import type {
  AttachmentStatus,
  NetworkInterfaceStatus,
  NetworkInterfaceType,
  Operator,
  Tags,
} from './records.ts';

export interface VpcToAdd {
  /** `10.0.0.0/16` when omitted. */
  readonly cidr?: string;
  /** Further blocks of either family, which are associated at once and without a check. */
  readonly otherCidrs?: readonly string[];
  readonly isDefault?: boolean;
  readonly tags?: Tags;
}

export interface SubnetToAdd {
  readonly vpcId: string;
  readonly cidr: string;
  /** Of 64 bits; without it the subnet has IPv4 only. */
  readonly ipv6Cidr?: string;
  readonly availabilityZone: string;
  readonly tags?: Tags;
}

export interface InstanceToAdd {
  readonly subnetId: string;
  /** `m7g.large` when omitted. */
  readonly instanceType?: string;
  readonly tags?: Tags;
  /** `running` when omitted. */
  readonly state?: 'running' | 'stopped';
  readonly spot?: boolean;
  /** Its primary interface has a public address that AWS lends, until it stops. */
  readonly publicIp?: boolean;
}

export interface NetworkInterfaceToAdd {
  readonly subnetId: string;
  readonly tags?: Tags;
  readonly description?: string;
  readonly privateIpAddress?: string;
  readonly secondaryAddresses?: readonly string[];
  readonly ipv6Addresses?: readonly string[];
  readonly ipv4Prefixes?: readonly string[];
  readonly ipv6Prefixes?: readonly string[];
  /** The default group of the VPC when omitted. */
  readonly groupIds?: readonly string[];
  /** True when omitted. */
  readonly sourceDestCheck?: boolean;
  readonly interfaceType?: NetworkInterfaceType;
  readonly outpostArn?: string;
  /** The sandbox's own account when omitted. */
  readonly ownerId?: string;
  readonly requesterId?: string;
  readonly requesterManaged?: boolean;
  readonly operator?: Operator;
  readonly attachTo?: AttachTo;
  /** What Describe shows whatever the attachment is; it follows from the attachment when omitted. */
  readonly status?: NetworkInterfaceStatus;
}

export interface AttachTo {
  readonly instanceId: string;
  readonly deviceIndex: number;
  readonly networkCardIndex?: number;
  /** False when omitted. */
  readonly deleteOnTermination?: boolean;
  /** Milliseconds since the epoch; now when omitted. */
  readonly attachTime?: number;
  /**
   * `attached` when omitted; `attaching` and `detaching` last until something changes them. With `detached` the
   * interface is available, and Describe shows the attachment that is over.
   */
  readonly status?: AttachmentStatus | 'detached';
}

export interface RouteTableToAdd {
  readonly vpcId: string;
  /** Subnets that use it in place of the main route table. */
  readonly subnetIds?: readonly string[];
  /** Makes it the route table of a gateway (an edge route table). */
  readonly gatewayId?: string;
  readonly tags?: Tags;
}

/** The destination is an IPv4 block, an IPv6 block, or the id of a prefix list. */
export interface RouteToAdd {
  readonly routeTableId: string;
  readonly destination: string;
  readonly target: RouteTarget;
  /** Of a target that is no network interface; `active` when omitted. */
  readonly state?: Route['state'];
}

export interface ReservationToAdd {
  readonly subnetId: string;
  readonly cidr: string;
  /** `explicit` when omitted. */
  readonly reservationType?: CidrReservation['reservationType'];
  readonly description?: string;
  readonly tags?: Tags;
}

export interface NetworkInterfacePermissionToAdd {
  readonly networkInterfaceId: string;
  readonly awsAccountId?: string;
  readonly awsService?: string;
  /** `INSTANCE-ATTACH` when omitted. */
  readonly permission?: NetworkInterfacePermission['permission'];
}

/** Of VPCs of the sandbox the ids are enough. */
export interface PeeringToAdd {
  readonly requester: Pick<PeeringSide, 'vpcId'> & Partial<PeeringSide>;
  readonly accepter: Pick<PeeringSide, 'vpcId'> & Partial<PeeringSide>;
  /** `active` when omitted, whatever the blocks of the VPCs are. */
  readonly status?: PeeringStatus;
  readonly tags?: Tags;
}

export interface GatewayToAdd {
  readonly kind: Gateway['kind'];
  readonly vpcIds: readonly string[];
  readonly tags?: Tags;
}

export interface FlowLogToAdd {
  readonly resourceId: string;
  /** `ALL` when omitted. */
  readonly trafficType?: FlowLog['trafficType'];
  readonly tags?: Tags;
}

export interface SecurityGroupRuleToAdd {
  readonly groupId: string;
  /** Inbound when omitted. */
  readonly isEgress?: boolean;
  /** `tcp` when omitted. */
  readonly ipProtocol?: string;
  /** -1, for all, when omitted. */
  readonly fromPort?: number;
  /** The same as `fromPort` when omitted. */
  readonly toPort?: number;
  readonly peer: RulePeer;
  readonly tags?: Tags;
}
