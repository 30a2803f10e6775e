import { type AddressRange, parseRange } from '../cidr.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedRouteTable } from './audit-snapshot.ts';
import { counted, inWords } from './finding-words.ts';
import type { HostRoute } from './overlays.ts';
import { resourcesOf } from './resource-words.ts';
import { optionsOf } from './routes-to-enis.ts';

/**
 * Of the overlays of one VPC: the tables that have some of those that belong together (by the group of their ENI, else by the
 * ENI) and lack others. A table that has none of them is not meant to have any.
 */
export function overlayMissingFindings(
  overlays: readonly HostRoute[],
  context: AuditContext,
): readonly AuditFinding[] {
  const owned = Map.groupBy(overlays, ({ eniId }) => {
    const group = context.groupOfEni.get(eniId);
    return group === undefined ? `of ${eniId}` : `of group ${group}`;
  });
  return [...owned].flatMap(([owner, routes]) => missing(owner, routes, context));
}

interface Lack {
  readonly table: AuditedRouteTable;
  readonly routes: readonly HostRoute[];
}

function missing(
  owner: string,
  routes: readonly HostRoute[],
  context: AuditContext,
): readonly AuditFinding[] {
  const wanted = new Map(routes.toReversed().map((route) => [route.route.destination, route]));
  const tables = new Map(routes.map(({ table }) => [table.id, table]));
  const ids = new Set(routes.map(({ eniId }) => eniId));
  const lacks = [...tables.values()].flatMap((table): Lack[] => {
    const lacking = lackedBy(table, [...wanted.values()].reverse(), ids);
    return lacking.length === 0 ? [] : [{ table, routes: lacking }];
  });
  const [first] = lacks;
  const [lacked] = first?.routes ?? [];
  if (first === undefined || lacked === undefined) return [];
  const group = context.groupOfEni.get(lacked.eniId);
  const count = lacks.reduce((sum, lack) => sum + lack.routes.length, 0);
  const others = count === 1 ? '' : ` (and likewise the ${counted(count - 1, 'other', 'others')})`;
  return [
    {
      code: 'overlay-missing',
      severity: 'high',
      resources: [
        { kind: 'vpc', id: lacked.vpc.id },
        ...resourcesOf(
          'route-table',
          lacks.map(({ table }) => table.id),
        ),
      ],
      detail: owner,
      ...(group !== undefined && { group }),
      what: `${counted(lacks.length, 'route table has', 'route tables have')} only some of the overlay addresses ${owner} that others of ${lacked.vpc.id} have: ${inWords(lacks.map(inShort))}.`,
      why: 'From the subnets of such a table these addresses cannot be reached.',
      remedy: `aws ec2 create-route ${optionsOf({ table: first.table, route: lacked.route })} --network-interface-id ${lacked.eniId}${others}`,
    },
  ];
}

function inShort({ table, routes }: Lack): string {
  return `${table.id} (without ${inWords(routes.map(({ route }) => route.destination))})`;
}

/** A wider route to an ENI that belongs to them brings the address too. */
function lackedBy(
  table: AuditedRouteTable,
  wanted: readonly HostRoute[],
  owners: ReadonlySet<string>,
): readonly HostRoute[] {
  const destinations = new Set(table.routes.map(({ destination }) => destination));
  const absent = wanted.filter(({ route }) => !destinations.has(route.destination));
  if (absent.length === 0) return [];
  const wider = table.routes
    .filter(({ target }) => owners.has(target.id))
    .flatMap(({ destination }) => parseRange(destination) ?? []);
  return absent.filter(({ range }) => !wider.some((each) => contains(each, range)));
}

function contains(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}
