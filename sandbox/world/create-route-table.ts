import { newId } from '../ids.ts';
import type { Core } from './core.ts';
import type {
  Route,
  RouteDestination,
  RouteTable,
  RouteTableAssociation,
  RouteTarget,
} from './record-references.ts';
import type { Tags, Vpc } from './records.ts';

export interface NewRouteTable {
  readonly vpc: Vpc;
  readonly tags: Tags;
  readonly associations: readonly Omit<RouteTableAssociation, 'routeTableAssociationId'>[];
}

/** With a local route for each block of the VPC, which every route table has. */
export function createRouteTable(core: Core, { vpc, tags, associations }: NewRouteTable): RouteTable {
  const random = core.random.stream(`routeTable/${core.count('routeTable')}`);
  const routeTableId = newId(random, 'routeTable');
  return core.tables.routeTables.put(routeTableId, {
    routeTableId,
    vpcId: vpc.vpcId,
    routes: vpc.cidrAssociations
      .filter(({ state }) => state === 'associated')
      .map(({ cidrBlock }) => localRoute(cidrBlock)),
    associations: associations.map((association) => ({
      ...association,
      routeTableAssociationId: newId(random, 'routeTableAssociation'),
    })),
    tags,
    ordinal: core.nextOrdinal(),
  });
}

/** It serves every subnet that has no route table of its own. */
export function createMainRouteTable(core: Core, vpc: Vpc): RouteTable {
  return createRouteTable(core, { vpc, tags: {}, associations: [{ main: true }] });
}

export function localRoute(cidrBlock: string): Route {
  return {
    destination: destinationOf(cidrBlock),
    target: { kind: 'gatewayId', id: 'local' },
    origin: 'CreateRouteTable',
    state: 'active',
  };
}

/** `text` is a block of either family, or the id of a prefix list. */
export function destinationOf(text: string): RouteDestination {
  if (text.startsWith('pl-')) return { destinationPrefixListId: text };
  return text.includes(':') ? { destinationIpv6CidrBlock: text } : { destinationCidrBlock: text };
}

/** What the routes lead to is gone. */
export function blackholeRoutesTo(core: Core, targetId: string): void {
  for (const table of [...core.tables.routeTables.values()]) {
    if (!table.routes.some(({ target }) => target.id === targetId)) continue;
    const routes = table.routes.map((route) =>
      route.target.id === targetId ? { ...route, state: 'blackhole' as const } : route,
    );
    core.tables.routeTables.put(table.routeTableId, { ...table, routes });
  }
}

/** Puts the route in the place of the one with this destination, or at the end. */
export function putRoute(core: Core, table: RouteTable, route: Route): void {
  const place = table.routes.findIndex(({ destination }) => isSame(destination, route.destination));
  const routes =
    place < 0
      ? [...table.routes, route]
      : table.routes.map((other, index) => (index === place ? route : other));
  core.tables.routeTables.put(table.routeTableId, { ...table, routes });
}

export function removeRoute(core: Core, table: RouteTable, destination: RouteDestination): void {
  const routes = table.routes.filter((route) => !isSame(route.destination, destination));
  core.tables.routeTables.put(table.routeTableId, { ...table, routes });
}

export function routeTo(table: RouteTable, destination: RouteDestination): Route | undefined {
  return table.routes.find((route) => isSame(route.destination, destination));
}

/** The destination's text, whatever its kind. */
export function destinationText(destination: RouteDestination): string {
  return Object.values(destination)[0] ?? '';
}

export function isLocal({ kind, id }: RouteTarget): boolean {
  return kind === 'gatewayId' && id === 'local';
}

function isSame(left: RouteDestination, right: RouteDestination): boolean {
  return Object.keys(left)[0] === Object.keys(right)[0] && destinationText(left) === destinationText(right);
}
