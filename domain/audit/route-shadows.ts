import { type AddressRange, overlap, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import { blocksOf, type VpcCidr } from './address-space.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding, FoundResource } from './audit-finding.ts';
import type { AuditedPeering, AuditedRoute, AuditedRouteTable } from './audit-snapshot.ts';
import { destinationOption } from './finding-words.ts';
import { compareRanges, indexRanges } from './range-index.ts';

/**
 * Number 5: an active route that takes addresses from the VPC of its table, or a part of those of an active peer that
 * another route of the table sends to the peering. Since 2021 EC2 lets a route be more specific than the local one, so
 * that an appliance can inspect what goes between subnets: a route to an endpoint of a Gateway Load Balancer, or to an
 * ENI that forwards (its source/dest check is off), is on purpose and is not flagged. Nor is a wider route, which the
 * more specific one beats; nor a single address that goes to an ENI, which is an overlay address (number 22).
 */
export function routeShadows(context: AuditContext): readonly AuditFinding[] {
  const peerings = new Map(context.snapshot.peerings.map((peering) => [peering.id, peering]));
  return context.snapshot.routeTables.flatMap((table) => {
    const routes = rangedRoutes(table);
    const suspects = routes.filter((route) => !isOnPurpose(route, context));
    const ofVpc = suspects.flatMap((route) => shadowOfVpc(context, table, route));
    const flagged = new Set(ofVpc.map(({ detail }) => detail));
    const others = suspects.filter(({ destination }) => !flagged.has(destination));
    return [...ofVpc, ...shadowsOfPeers(context, table, routes, others, peerings)];
  });
}

interface RangedRoute extends AuditedRoute {
  readonly range: AddressRange;
}

/** Those that carry something; what a prefix list holds is not known. */
function rangedRoutes({ routes }: AuditedRouteTable): readonly RangedRoute[] {
  const ranged = routes.flatMap((route) => {
    const range = route.state === 'active' ? parseRange(route.destination) : undefined;
    return range === undefined ? [] : [{ ...route, range }];
  });
  return ranged.sort((a, b) => compareRanges(a.range, b.range) || compareText(a.target.id, b.target.id));
}

function isOnPurpose({ target, range }: RangedRoute, { enis }: AuditContext): boolean {
  if (target.kind === 'local' || target.id.startsWith('vpce-')) return true;
  if (target.kind !== 'network-interface') return false;
  return range.first === range.last || enis.get(target.id)?.sourceDestCheck === false;
}

function isWithin(inner: AddressRange, outer: AddressRange): boolean {
  return inner.family === outer.family && inner.first >= outer.first && inner.last <= outer.last;
}

function shadowOfVpc(
  { vpcs }: AuditContext,
  table: AuditedRouteTable,
  route: RangedRoute,
): readonly AuditFinding[] {
  const vpc = vpcs.get(table.vpcId);
  const taken =
    vpc === undefined ? undefined : blocksOf(vpc).find(({ range }) => isWithin(route.range, range));
  if (vpc === undefined || taken === undefined) return [];
  return [
    {
      ...shadow(table, route, { kind: 'vpc', id: vpc.id }),
      what: `${table.id} sends ${route.destination}, a part of ${vpc.id} itself (${taken.cidr}), to ${route.target.id}.`,
      why: `Whatever in ${vpc.id} has one of these addresses is not reached from the subnets of this route table.`,
      ...(taken.cidr === route.destination && { remedy: localAgain(table, route) }),
    },
  ];
}

/** The local route itself can be given another target, and is then not deleted but given back its own. */
function localAgain({ id }: AuditedRouteTable, { destination }: RangedRoute): string {
  return `If the route is not meant to be there: aws ec2 replace-route --route-table-id ${id} ${destinationOption(destination)} --local-target.`;
}

function shadowsOfPeers(
  context: AuditContext,
  table: AuditedRouteTable,
  routes: readonly RangedRoute[],
  suspects: readonly RangedRoute[],
  peerings: ReadonlyMap<string, AuditedPeering>,
): readonly AuditFinding[] {
  const toPeers = routes.filter(({ target }) => peerings.get(target.id)?.status === 'active');
  if (toPeers.length === 0) return [];
  const index = indexRanges(toPeers.map((route) => ({ range: route.range, item: route })));
  return suspects.flatMap((route) => {
    const beaten = index
      .overlapping(route.range)
      .filter((other) => other.target.id !== route.target.id && isNarrower(route.range, other.range))
      .find((other) => peerHas(context, table, peerings.get(other.target.id), route.range));
    return beaten === undefined ? [] : [shadowOfPeer(table, route, beaten)];
  });
}

function isNarrower(inner: AddressRange, outer: AddressRange): boolean {
  return isWithin(inner, outer) && !isWithin(outer, inner);
}

/** Whether the peer has addresses there; of a peer whose CIDRs nobody tells, what is routed to it is what it has. */
function peerHas(
  { vpcs }: AuditContext,
  { vpcId }: AuditedRouteTable,
  peering: AuditedPeering | undefined,
  range: AddressRange,
): boolean {
  if (peering === undefined) return false;
  const peer = peering.requester.vpcId === vpcId ? peering.accepter : peering.requester;
  const seen = vpcs.get(peer.vpcId);
  const blocks: readonly Pick<VpcCidr, 'range'>[] =
    seen === undefined
      ? peer.cidrs.map(parseRange).flatMap((each) => (each ? [{ range: each }] : []))
      : blocksOf(seen);
  return blocks.length === 0 || blocks.some((block) => overlap(block.range, range));
}

function shadowOfPeer(table: AuditedRouteTable, route: RangedRoute, beaten: RangedRoute): AuditFinding {
  return {
    ...shadow(table, route, { kind: 'peering', id: beaten.target.id }),
    what: `${table.id} sends ${route.destination} to ${route.target.id}, although it is a part of ${beaten.destination}, which goes to the peering ${beaten.target.id}.`,
    why: 'Whatever has one of these addresses behind the peering is not reached from the subnets of this route table.',
  };
}

function shadow(table: AuditedRouteTable, { destination }: RangedRoute, taken: FoundResource) {
  return {
    code: 'route-shadow',
    severity: 'high',
    resources: [{ kind: 'route-table', id: table.id }, taken],
    detail: destination,
    remedy: `If the route is not meant to be there: aws ec2 delete-route --route-table-id ${table.id} ${destinationOption(destination)}.`,
  } as const;
}
