import { parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditedElasticIp, AuditedEni } from './audit-snapshot.ts';
import { canonicalAddress } from './canonical-address.ts';
import type { Claim } from './declarations.ts';
import { addressOf, type HostRoute, hostRoutesByVpc } from './overlays.ts';

/** Everybody who claims one address where it means one thing: in a VPC, or as an Elastic IP in the account. */
export interface ClaimedAddress extends Whereabouts {
  readonly address: string;
  /** In the order of who claims. */
  readonly claims: readonly Claim[];
}

interface Whereabouts {
  readonly place: ClaimedPlace;
  /** The ENIs that EC2 delivers it to, in id order: at most one, but for an overlay address that is split. */
  readonly holders: readonly AuditedEni[];
  /** The ENI that has it in a prefix delegated to it. */
  readonly prefixHolder?: AuditedEni;
}

/** What makes EC2 deliver the address to an ENI. */
export type ClaimedPlace =
  | { readonly kind: 'private'; readonly vpcId: string }
  | { readonly kind: 'elastic-ip'; readonly elasticIp: AuditedElasticIp }
  /** Host routes of the VPC's tables to ENIs. */
  | { readonly kind: 'overlay'; readonly vpcId: string; readonly routes: readonly HostRoute[] };

/** In no particular order. A claimant of whose VPC EC2 tells nothing can only claim an Elastic IP. */
export function claimedAddresses(context: AuditContext): readonly ClaimedAddress[] {
  const { snapshot, declarations } = context;
  const elasticIps = new Map(snapshot.elasticIps.map((elasticIp) => [elasticIp.publicIp, elasticIp]));
  const groups = Map.groupBy(
    declarations.claims.filter(({ address, by }) => by.vpcId !== undefined || elasticIps.has(address)),
    ({ address, by }) => keyOf(elasticIps.has(address) ? 'elastic-ip' : by.vpcId, address),
  );
  const index: Index = {
    context,
    elasticIps,
    holders: holdersOf(snapshot.enis, groups),
    prefixes: groups.size === 0 ? new Map() : prefixHolders(snapshot.enis),
    hostRoutes: hostRoutesOf(context, groups),
  };
  return [...groups].flatMap(([key, claims]) => {
    const inOrder = claims.toSorted((a, b) => compareText(a.by.id, b.by.id));
    const [first] = inOrder;
    return first === undefined
      ? []
      : [{ address: first.address, claims: inOrder, ...whereabouts(index, key, first) }];
  });
}

interface Index {
  readonly context: AuditContext;
  readonly elasticIps: ReadonlyMap<string, AuditedElasticIp>;
  readonly holders: ReadonlyMap<string, readonly AuditedEni[]>;
  readonly prefixes: ReadonlyMap<string, AuditedEni>;
  readonly hostRoutes: ReadonlyMap<string, readonly HostRoute[]>;
}

/** An address that an ENI has is no overlay address, whatever a route says. */
function whereabouts(index: Index, key: string, { address, by }: Claim): Whereabouts {
  const { context, elasticIps, holders, prefixes, hostRoutes } = index;
  const elasticIp = elasticIps.get(address);
  if (elasticIp !== undefined) {
    return { place: { kind: 'elastic-ip', elasticIp }, holders: known(context, [elasticIp.eniId]) };
  }
  const vpcId = by.vpcId ?? '';
  const own = holders.get(key) ?? [];
  const routes = hostRoutes.get(key);
  if (own.length === 0 && routes !== undefined) {
    const targets = routes.map(({ eniId }) => eniId);
    return { place: { kind: 'overlay', vpcId, routes }, holders: known(context, targets) };
  }
  const prefixHolder = prefixes.get(keyOf(vpcId, prefixOf(address)));
  return {
    place: { kind: 'private', vpcId },
    holders: own,
    ...(prefixHolder !== undefined && { prefixHolder }),
  };
}

type Wanted = ReadonlyMap<string, unknown>;

function keyOf(scope = '', address: string): string {
  return `${scope} ${address}`;
}

function known({ enis }: AuditContext, ids: readonly (string | undefined)[]): readonly AuditedEni[] {
  return [...new Set(ids)].flatMap((id) => enis.get(id ?? '') ?? []).sort((a, b) => compareText(a.id, b.id));
}

function holdersOf(enis: readonly AuditedEni[], wanted: Wanted): ReadonlyMap<string, readonly AuditedEni[]> {
  const found = new Map<string, AuditedEni[]>();
  if (wanted.size === 0) return found;
  for (const eni of enis) {
    for (const { address } of [...eni.privateIpv4Addresses, ...eni.ipv6Addresses]) {
      const key = keyOf(eni.vpcId, canonicalAddress(address));
      if (!wanted.has(key)) continue;
      found.set(
        key,
        [...(found.get(key) ?? []), eni].sort((a, b) => compareText(a.id, b.id)),
      );
    }
  }
  return found;
}

/** By VPC and prefix. */
function prefixHolders(enis: readonly AuditedEni[]): ReadonlyMap<string, AuditedEni> {
  const found = new Map<string, AuditedEni>();
  for (const eni of enis) {
    for (const prefix of [...eni.ipv4Prefixes, ...eni.ipv6Prefixes]) {
      const key = keyOf(eni.vpcId, prefixOf(prefix.split('/')[0] ?? ''));
      const other = found.get(key);
      if (other === undefined || eni.id < other.id) found.set(key, eni);
    }
  }
  return found;
}

/** The delegated prefix that an address would be in: EC2 delegates /28 of IPv4 and /80 of IPv6. */
function prefixOf(address: string): string {
  const range = parseRange(`${address}/${address.includes(':') ? 80 : 28}`);
  return range === undefined ? '' : `${range.family} ${range.first}`;
}

/** By VPC and address. */
function hostRoutesOf(context: AuditContext, wanted: Wanted): ReadonlyMap<string, readonly HostRoute[]> {
  const all = [...hostRoutesByVpc(context).values()].flat();
  const keyed = all.map((host) => ({ key: keyOf(host.vpc.id, canonicalAddress(addressOf(host))), host }));
  const found = keyed.filter(({ key }) => wanted.has(key));
  return new Map(
    [...Map.groupBy(found, ({ key }) => key)].map(([key, each]) => [key, each.map(({ host }) => host)]),
  );
}
