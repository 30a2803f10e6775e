import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import { canonicalAddress } from './canonical-address.ts';
import { inWords } from './finding-words.ts';
import { overlayMissingFindings } from './overlay-missing.ts';
import { addressOf, type HostRoute, hostRoutesByVpc } from './overlays.ts';
import { resourcesOf, sortedIds } from './resource-words.ts';
import { andTheOthers, deleteRoute, replaceRoute } from './routes-to-enis.ts';

/** Taxonomy 22: overlay addresses inside their VPC, that differ between its route tables, or that a table lacks. */
export function overlayFindings(context: AuditContext): readonly AuditFinding[] {
  const anycast = new Set(
    context.declarations.claims.filter(({ role }) => role === 'anycast').map(({ address }) => address),
  );
  return [...hostRoutesByVpc(context).values()].flatMap((routes) => {
    const byDestination = Map.groupBy(routes, ({ route }) => route.destination);
    // What leads into nothing is missed nowhere else.
    const overlays = routes.filter(({ inVpc, route }) => !inVpc && route.state !== 'blackhole');
    return [
      ...[...byDestination.values()].flatMap((same) => [
        ...insideVpc(same, context),
        ...split(same, anycast, context),
      ]),
      ...overlayMissingFindings(overlays, context),
    ];
  });
}

function insideVpc(routes: readonly HostRoute[], context: AuditContext): readonly AuditFinding[] {
  const [first] = routes;
  if (first === undefined || !first.inVpc) return [];
  const { vpc, route } = first;
  return [
    {
      code: 'overlay-in-vpc',
      severity: 'high',
      resources: [{ kind: 'vpc', id: vpc.id }, ...resourcesOf('route-table', tablesOf(routes))],
      detail: route.destination,
      ...groupOf(routes, context),
      what: `The overlay address ${route.destination}, routed to ${inWords(targetsOf(routes))} in ${inWords(tablesOf(routes))}, lies inside ${vpc.id} itself (${inWords(vpc.cidrs)}).`,
      why: 'Inside its own addresses a VPC routes by itself: EC2 may give the address to any ENI of its subnet, and the traffic does not go where the route says.',
      remedy: `Choose an address outside ${inWords(vpc.cidrs)} for it, route that, and then: ${deleteRoute(first)}${andTheOthers(routes)}`,
    },
  ];
}

function split(
  routes: readonly HostRoute[],
  anycast: ReadonlySet<string>,
  context: AuditContext,
): readonly AuditFinding[] {
  const [first] = routes;
  const targets = targetsOf(routes);
  if (first === undefined || first.inVpc || targets.length < 2) return [];
  // Who claims it as anycast means it to be in several places.
  if (anycast.has(canonicalAddress(addressOf(first)))) return [];
  const { destination } = first.route;
  const right = targets.find((id) => context.groupOfEni.has(id)) ?? targets[0] ?? '';
  const wrong = routes.filter(({ eniId }) => eniId !== right);
  return [
    {
      code: 'overlay-split',
      severity: 'critical',
      resources: [{ kind: 'vpc', id: first.vpc.id }, ...resourcesOf('route-table', tablesOf(routes))],
      detail: destination,
      ...groupOf(routes, context),
      what: `The route tables of ${first.vpc.id} disagree where ${destination} is: ${saidBy(routes)}.`,
      why: 'Clients in some subnets reach one instance, those in others another, of which one at most is the right one.',
      remedy: `If ${right} is the right one: ${wrong[0] === undefined ? '' : replaceRoute(wrong[0], `--network-interface-id ${right}`)}${andTheOthers(wrong)}`,
    },
  ];
}

/** "rtb-1 says eni-1; rtb-2 and rtb-3 say eni-2". */
function saidBy(routes: readonly HostRoute[]): string {
  return targetsOf(routes)
    .map((target) => {
      const tables = tablesOf(routes.filter(({ eniId }) => eniId === target));
      return `${inWords(tables)} ${tables.length === 1 ? 'says' : 'say'} ${target}`;
    })
    .join('; ');
}

function targetsOf(routes: readonly HostRoute[]): readonly string[] {
  return sortedIds(routes.map(({ eniId }) => eniId));
}

function tablesOf(routes: readonly HostRoute[]): readonly string[] {
  return sortedIds(routes.map(({ table }) => table.id));
}

function groupOf(routes: readonly HostRoute[], { groupOfEni }: AuditContext): { readonly group?: string } {
  const [group, ...others] = sortedIds(routes.flatMap(({ eniId }) => groupOfEni.get(eniId) ?? []));
  return group === undefined || others.length > 0 ? {} : { group };
}
