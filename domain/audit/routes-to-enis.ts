import { compareText } from '../failover-group.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditedRoute, AuditedRouteTable } from './audit-snapshot.ts';
import { counted, destinationOption, inWords } from './finding-words.ts';
import { sortedIds } from './resource-words.ts';

/** A route and the table that it is in. */
export interface PlacedRoute {
  readonly table: AuditedRouteTable;
  readonly route: AuditedRoute;
}

/** Every route but the VPCs' own, by what it targets, in the order of the targets' ids; each list in order too. */
export function routesByTarget({ snapshot }: AuditContext): ReadonlyMap<string, readonly PlacedRoute[]> {
  const placed = snapshot.routeTables
    .flatMap((table) => table.routes.map((route) => ({ table, route })))
    .filter(({ route }) => route.target.kind !== 'local')
    .sort(inOrder);
  const grouped = Map.groupBy(placed, ({ route }) => route.target.id);
  return new Map([...grouped].sort(([a], [b]) => compareText(a, b)));
}

function inOrder(a: PlacedRoute, b: PlacedRoute): number {
  return compareText(a.table.id, b.table.id) || compareText(a.route.destination, b.route.destination);
}

/** So many routes stand in a sentence. */
const routesMax = 3;

/** "10.99.0.5/32 in rtb-1 and 10.99.0.6/32 in rtb-1", the first few and the count. */
export function routesInWords(routes: readonly PlacedRoute[]): string {
  const named = routes.slice(0, routesMax).map(({ table, route }) => `${route.destination} in ${table.id}`);
  const rest = routes.length - named.length;
  if (rest === 0) return inWords(named);
  const tables = sortedIds(routes.map(({ table }) => table.id)).length;
  return `${named.join(', ')} and ${rest} more (${counted(tables, 'route table', 'route tables')} in all)`;
}

/** The command that sends one of them elsewhere; the others are mended alike. */
export function replaceRoute(route: PlacedRoute, to: string): string {
  return `aws ec2 replace-route ${optionsOf(route)} ${to}`;
}

export function deleteRoute(route: PlacedRoute): string {
  return `aws ec2 delete-route ${optionsOf(route)}`;
}

export function optionsOf({ table, route: { destination } }: PlacedRoute): string {
  const option = destination.startsWith('pl-')
    ? `--destination-prefix-list-id ${destination}`
    : destinationOption(destination);
  return `--route-table-id ${table.id} ${option}`;
}

/** What to do with the other routes of the same finding. */
export function andTheOthers(routes: readonly PlacedRoute[]): string {
  return routes.length < 2 ? '' : ` (and likewise the ${counted(routes.length - 1, 'other', 'others')})`;
}
