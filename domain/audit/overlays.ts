import { type AddressRange, overlap, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditedVpc } from './audit-snapshot.ts';
import type { PlacedRoute } from './routes-to-enis.ts';

/** A host route to an ENI: an address that is not of its VPC, and goes wherever the route tables say. */
export interface HostRoute extends PlacedRoute {
  readonly vpc: AuditedVpc;
  readonly range: AddressRange;
  /** The target. */
  readonly eniId: string;
  /** Whether its address is in a CIDR of the VPC, where no overlay can be. */
  readonly inVpc: boolean;
}

/** Every host route to an ENI by its VPC; VPCs, and the routes of each, in order. */
export function hostRoutesByVpc(context: AuditContext): ReadonlyMap<string, readonly HostRoute[]> {
  const routes = [...context.routeTablesByVpc]
    .flatMap(([vpcId, tables]) => {
      const vpc = context.vpcs.get(vpcId);
      if (vpc === undefined) return [];
      const ranges = vpc.cidrs.flatMap((cidr) => parseRange(cidr) ?? []);
      return tables.flatMap((table) => hostRoutesIn({ table, vpc, ranges }));
    })
    .sort(inOrder);
  return Map.groupBy(routes, ({ vpc }) => vpc.id);
}

interface Place {
  readonly table: PlacedRoute['table'];
  readonly vpc: AuditedVpc;
  readonly ranges: readonly AddressRange[];
}

function hostRoutesIn({ table, vpc, ranges }: Place): readonly HostRoute[] {
  return table.routes.flatMap((route) => {
    const range = parseRange(route.destination);
    if (route.target.kind !== 'network-interface' || range === undefined) return [];
    if (range.first !== range.last) return [];
    const inVpc = ranges.some((each) => overlap(each, range));
    return [{ table, route, vpc, range, eniId: route.target.id, inVpc }];
  });
}

function inOrder(a: HostRoute, b: HostRoute): number {
  return (
    compareText(a.vpc.id, b.vpc.id) ||
    compareText(a.route.destination, b.route.destination) ||
    compareText(a.table.id, b.table.id)
  );
}

/** Its address without the length. */
export function addressOf({ route: { destination } }: HostRoute): string {
  return destination.split('/')[0] ?? destination;
}
