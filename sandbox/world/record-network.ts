import type { RecordBase } from './records.ts';

/** What lies around network interfaces: blocks of VPCs, peerings, gateways, flow logs and rules of security groups. */

/** A block of addresses of a VPC, of either family. */
export interface CidrAssociation {
  readonly associationId: string;
  /** In canonical form. */
  readonly cidrBlock: string;
  readonly state: 'associating' | 'associated' | 'disassociating';
}

export type PeeringStatus =
  | 'initiating-request'
  | 'pending-acceptance'
  | 'active'
  | 'deleted'
  | 'rejected'
  | 'failed'
  | 'expired'
  | 'provisioning'
  | 'deleting';

/** One VPC of a peering, which may be of another account or region. */
export interface PeeringSide {
  readonly vpcId: string;
  readonly ownerId: string;
  readonly region: string;
  /** Of a VPC that the sandbox does not hold; of its own ones it looks. */
  readonly cidrs: readonly string[];
}

export interface VpcPeeringConnection extends RecordBase {
  readonly vpcPeeringConnectionId: string;
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
  readonly status: PeeringStatus;
  readonly statusMessage: string;
  /** Milliseconds since the epoch: until then it can be accepted. */
  readonly expiresAt: number;
}

export interface FlowLog extends RecordBase {
  readonly flowLogId: string;
  /** An interface, a subnet or a VPC. */
  readonly resourceId: string;
  readonly trafficType: 'ACCEPT' | 'REJECT' | 'ALL';
  readonly logDestinationType: 'cloud-watch-logs' | 's3' | 'kinesis-data-firehose';
  readonly logDestination?: string;
  readonly logGroupName?: string;
  /** Seconds. */
  readonly maxAggregationInterval: number;
  /** Milliseconds since the epoch. */
  readonly creationTime: number;
}

/** Where a rule lets traffic come from, or go to. */
export type RulePeer =
  | { readonly cidrIpv4: string }
  | { readonly cidrIpv6: string }
  | { readonly prefixListId: string }
  | { readonly referencedGroupId: string };

export interface SecurityGroupRule extends RecordBase {
  readonly securityGroupRuleId: string;
  readonly groupId: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, the number of another protocol, or `-1` for all. */
  readonly ipProtocol: string;
  /** -1 for all; of ICMP it is the type. */
  readonly fromPort: number;
  /** -1 for all; of ICMP it is the code. */
  readonly toPort: number;
  readonly peer: RulePeer;
  readonly description?: string;
}

/** The kinds of gateway that a route can lead to. */
export type GatewayKind =
  | 'internetGateway'
  | 'virtualPrivateGateway'
  | 'natGateway'
  | 'egressOnlyInternetGateway'
  | 'transitGateway';

export interface Gateway extends RecordBase {
  readonly gatewayId: string;
  readonly kind: GatewayKind;
  /** What it is attached to; only a transit gateway has more than one. */
  readonly vpcIds: readonly string[];
}
