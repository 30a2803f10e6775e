import type { Instant } from '../instant.ts';
import type { AddressRow } from './address-register.ts';
import type { LivingFinding } from './finding-life.ts';
import type { Readiness } from './readiness.ts';

/** Everything that the report page shows. */
export interface AuditReport {
  readonly takenAt: Instant;
  readonly accountId: string;
  readonly region: string;
  /** How much was looked at. */
  readonly inventory: Inventory;
  /** Worst first; accepted ones too. */
  readonly findings: readonly LivingFinding[];
  readonly readiness: readonly Readiness[];
  /** Fullest first. */
  readonly subnets: readonly SubnetFill[];
  /** In the order of their ids. */
  readonly vpcs: readonly VpcMap[];
  readonly addresses: readonly AddressRow[];
}

export interface Inventory {
  readonly vpcs: number;
  readonly subnets: number;
  readonly enis: number;
  readonly instances: number;
  readonly routeTables: number;
  readonly peerings: number;
  readonly elasticIps: number;
}

/** How full the IPv4 addresses of a subnet are. */
export interface SubnetFill {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly name: string;
  readonly cidr: string;
  /** Without the five that AWS keeps. */
  readonly size: number;
  readonly available: number;
  /** The groups with a standby in it, in name order. */
  readonly standbyOf: readonly string[];
}

/** The address space of one VPC: its CIDRs, and the subnets within. */
export interface VpcMap {
  readonly vpcId: string;
  readonly name: string;
  readonly cidrs: readonly VpcBlock[];
}

export interface VpcBlock {
  readonly cidr: string;
  /** All of it in address order: its subnets, and the gaps between them. */
  readonly spans: readonly VpcSpan[];
}

/** `offset` and `length` are shares of the block, from 0 to 1. */
export interface VpcSpan {
  /** Absent where it is a gap. */
  readonly subnetId?: string;
  /** The Name tag of the subnet; empty where it has none. */
  readonly name: string;
  /** The CIDR of the subnet; of a gap, its first and last address. */
  readonly addresses: string;
  readonly offset: number;
  readonly length: number;
}
