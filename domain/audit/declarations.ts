import type { Instant } from '../instant.ts';
import type { FindingCode } from './finding-codes.ts';

/** What owners have written on their resources: which addresses they count on, and which findings they accept. */
export interface Declarations {
  readonly claims: readonly Claim[];
  readonly acceptances: readonly Acceptance[];
  /** Tags of ours that cannot be read; what they were meant to say is not known. */
  readonly unreadable: readonly UnreadableDeclaration[];
}

/** `eni-warden:address=<ip> [<role>] …` on an ENI or an instance. */
export interface Claim {
  /** In its shortest form, as `ipaddr.js` writes it. */
  readonly address: string;
  readonly role?: AddressRole;
  readonly by: Claimant;
}

export interface Claimant {
  readonly kind: 'network-interface' | 'instance';
  readonly id: string;
  readonly vpcId?: string;
  readonly availabilityZone?: string;
}

/** The roles that NetBox gives an address (`ipam.choices.IPAddressRoleChoices`). */
export const addressRoles = [
  'loopback',
  'secondary',
  'anycast',
  'vip',
  'vrrp',
  'hsrp',
  'glbp',
  'carp',
] as const;
export type AddressRole = (typeof addressRoles)[number];

/** Several may claim an address in one of these roles, if all name the same one. */
export const sharedRoles: ReadonlySet<AddressRole> = new Set([
  'anycast',
  'vip',
  'vrrp',
  'hsrp',
  'glbp',
  'carp',
]);

/** `eni-warden:accept=<code> until <date> …` on any resource of a finding. It ends with the day, in UTC. */
export interface Acceptance {
  readonly code: FindingCode;
  /** The first instant at which it no longer holds. */
  readonly until: Instant;
  readonly resourceId: string;
}

export interface UnreadableDeclaration {
  readonly resource: {
    readonly kind:
      | 'vpc'
      | 'subnet'
      | 'network-interface'
      | 'instance'
      | 'route-table'
      | 'peering'
      | 'elastic-ip';
    readonly id: string;
  };
  readonly key: string;
  readonly raw: string;
  readonly problem: string;
}
