import type { Instant } from '../instant.ts';
import type { AddressRow } from './address-register.ts';
import type { LivingFinding } from './finding-life.ts';
import type { Readiness } from './readiness.ts';

/** Everything that the report page shows. */
export interface AuditReport {
  readonly takenAt: Instant;
  readonly accountId: string;
  readonly region: string;
  /** Worst first; accepted ones too. */
  readonly findings: readonly LivingFinding[];
  readonly readiness: readonly Readiness[];
  readonly subnets: readonly SubnetFill[];
  readonly vpcs: readonly VpcMap[];
  readonly addresses: readonly AddressRow[];
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
}

/** The address space of one VPC: its CIDRs, and the subnets within. */
export interface VpcMap {
  readonly vpcId: string;
  readonly name: string;
  readonly cidrs: readonly VpcBlock[];
}

export interface VpcBlock {
  readonly cidr: string;
  /** In address order. `offset` and `length` are shares of the block, from 0 to 1. */
  readonly subnets: readonly {
    readonly subnetId: string;
    readonly cidr: string;
    readonly offset: number;
    readonly length: number;
  }[];
}
