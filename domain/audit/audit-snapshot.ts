import type { SweptEni } from '../cleanup/swept-eni.ts';
import type { Impairment, InstanceTypeLimits } from '../instance.ts';
import type { Instant } from '../instant.ts';
import type { Tags } from '../tags.ts';
import type { AuditPart } from './audit-part.ts';

/** What one audit has read of the account and region. Every list may be in any order. */
export interface AuditSnapshot {
  /** When the reading began: nothing in it is known to be newer. */
  readonly takenAt: Instant;
  readonly accountId: string;
  /** The parts that could not be read, or not whole, and why. */
  readonly unread: readonly UnreadPart[];
  readonly vpcs: readonly AuditedVpc[];
  readonly subnets: readonly AuditedSubnet[];
  readonly enis: readonly AuditedEni[];
  readonly instances: readonly AuditedInstance[];
  readonly routeTables: readonly AuditedRouteTable[];
  readonly peerings: readonly AuditedPeering[];
  readonly elasticIps: readonly AuditedElasticIp[];
  readonly reservations: readonly AuditedReservation[];
  /** In so many subnets with ENIs the reservations were not asked for: it is one call a subnet. */
  readonly subnetsNotAsked: number;
  /** Inbound rules alone. */
  readonly securityGroupRules: readonly AuditedSecurityGroupRule[];
  readonly flowLogs: readonly AuditedFlowLog[];
  readonly alarms: readonly AuditedAlarm[];
  /** By instance type; a type that EC2 did not describe is missing. Only those of enrolled instances are asked for. */
  readonly instanceTypes: ReadonlyMap<string, InstanceTypeLimits>;
}

export interface UnreadPart {
  readonly part: AuditPart;
  readonly because: string;
}

export interface AuditedVpc {
  readonly id: string;
  readonly isDefault: boolean;
  /** Of both families, and only those whose state is `associated`. */
  readonly cidrs: readonly string[];
  readonly tags: Tags;
}

export interface AuditedSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** Absent where it has IPv6 alone. */
  readonly ipv4Cidr?: string;
  readonly ipv6Cidrs: readonly string[];
  /**
   * The most that EC2 said in this reading: subnets are read before the ENIs and after them, so that an ENI that comes
   * or goes meanwhile looks like no consumption that nobody explains.
   */
  readonly availableIpAddressCount: number;
  readonly tags: Tags;
}

export interface AuditedEni extends Omit<SweptEni, 'attachment'> {
  readonly attachment?: AuditedAttachment;
}

export interface AuditedAttachment {
  readonly id?: string;
  readonly instanceId?: string;
  readonly instanceOwnerId?: string;
  /** `attaching`, `attached`, `detaching`, `detached`: an open set. */
  readonly status?: string;
  readonly deviceIndex?: number;
  readonly networkCardIndex?: number;
  readonly deleteOnTermination?: boolean;
  readonly attachTime?: Instant;
}

export interface AuditedInstance {
  readonly id: string;
  /** EC2's state: an open set. */
  readonly state: string;
  readonly type: string;
  readonly availabilityZone: string;
  /** Absent for the rest of a terminated one. */
  readonly vpcId?: string;
  readonly subnetId?: string;
  /** What DescribeInstanceStatus says against it; absent when it says nothing. */
  readonly impairment?: Impairment;
  readonly tags: Tags;
}

export interface AuditedRouteTable {
  readonly id: string;
  readonly vpcId: string;
  /** Whether it serves the subnets that name no table. */
  readonly isMain: boolean;
  /** The subnets that are associated with it explicitly. */
  readonly subnetIds: readonly string[];
  readonly routes: readonly AuditedRoute[];
  readonly tags: Tags;
}

export interface AuditedRoute {
  /** A CIDR of either family, or the id of a prefix list. */
  readonly destination: string;
  readonly target: RouteTarget;
  /** `active`, `blackhole`, `filtered`: an open set. */
  readonly state: string;
}

export interface RouteTarget {
  readonly kind:
    | 'local'
    | 'network-interface'
    | 'internet-gateway'
    | 'egress-only-internet-gateway'
    | 'nat-gateway'
    | 'virtual-private-gateway'
    | 'peering'
    | 'transit-gateway'
    | 'other';
  /** The id that EC2 names; `local` for the VPC's own. */
  readonly id: string;
}

export interface AuditedPeering {
  readonly id: string;
  /** `active`, `failed`, `rejected`, `expired`, `deleted`, `pending-acceptance`, …: an open set. */
  readonly status: string;
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
  readonly tags: Tags;
}

export interface PeeringSide {
  readonly vpcId: string;
  readonly ownerId?: string;
  readonly region?: string;
  /** As the peering tells them; empty where it tells none, as one that failed. */
  readonly cidrs: readonly string[];
}

export interface AuditedElasticIp {
  readonly allocationId: string;
  readonly publicIp: string;
  /** Absent where it is not associated. */
  readonly eniId?: string;
  readonly privateIpAddress?: string;
  readonly tags: Tags;
}

export interface AuditedReservation {
  readonly id: string;
  readonly subnetId: string;
  readonly cidr: string;
  /** `explicit`: for who asks for that address. `prefix`: for delegated prefixes. An open set. */
  readonly type: string;
}

export interface AuditedSecurityGroupRule {
  readonly id: string;
  readonly securityGroupId: string;
  /** `tcp`, `udp`, `icmp`, `-1` for all, or a number. */
  readonly protocol: string;
  /** Absent, or -1, for all ports. */
  readonly fromPort?: number;
  readonly toPort?: number;
  /** The CIDR that it lets in; absent where it names a security group or a prefix list. */
  readonly cidr?: string;
}

export interface AuditedFlowLog {
  readonly id: string;
  /** An ENI, a subnet or a VPC. */
  readonly resourceId: string;
}

/** A CloudWatch alarm on a status check of instances. */
export interface AuditedAlarm {
  readonly name: string;
  readonly metric: string;
  readonly instanceIds: readonly string[];
}
