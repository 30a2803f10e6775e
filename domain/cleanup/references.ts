import { type AddressClaim, type ClaimOn, indexClaims } from './address-claims.ts';

/** What else in the account names ENIs or their addresses; read whole, or the snapshot is incomplete. */
export interface References {
  readonly elasticIps: readonly ElasticIpReference[];
  /** Every route of every route table that targets an ENI, blackhole routes too. */
  readonly routes: readonly RouteReference[];
  /** Network interface permissions: another account or a service may attach the ENI. */
  readonly permissions: readonly PermissionReference[];
  /** Explicit subnet CIDR reservations; those for prefixes say nothing about an ENI. */
  readonly reservations: readonly ReservationReference[];
  /** What ENIs and instances claim by their tags. */
  readonly claims: readonly AddressClaim[];
}

export interface ElasticIpReference {
  readonly allocationId: string;
  readonly publicIp: string;
  /** Absent where it is not associated. */
  readonly eniId?: string;
  readonly privateIpAddress?: string;
}

export interface RouteReference {
  readonly routeTableId: string;
  /** A CIDR or the id of a prefix list. */
  readonly destination: string;
  readonly eniId: string;
  /** `active`, `blackhole`, `filtered`: an open set. */
  readonly state?: string;
}

export interface PermissionReference {
  readonly id: string;
  readonly eniId: string;
  /** An account id or the name of an AWS service. */
  readonly grantee?: string;
}

export interface ReservationReference {
  readonly id: string;
  readonly subnetId: string;
  readonly cidr: string;
}

/** The references by what they name, so that a sweep takes no longer the more there are. */
export interface ReferenceIndex {
  readonly elasticIps: ReadonlyMap<string, readonly ElasticIpReference[]>;
  readonly routes: ReadonlyMap<string, readonly RouteReference[]>;
  readonly permissions: ReadonlyMap<string, readonly PermissionReference[]>;
  readonly reservations: ReadonlyMap<string, readonly ReservationReference[]>;
  readonly claimOn: ClaimOn;
}

export function indexReferences(references: References): ReferenceIndex {
  const associated = references.elasticIps.filter(({ eniId }) => eniId !== undefined);
  return {
    elasticIps: Map.groupBy(associated, ({ eniId }) => eniId ?? ''),
    routes: Map.groupBy(references.routes, ({ eniId }) => eniId),
    permissions: Map.groupBy(references.permissions, ({ eniId }) => eniId),
    reservations: Map.groupBy(references.reservations, ({ subnetId }) => subnetId),
    claimOn: indexClaims(references.claims),
  };
}
