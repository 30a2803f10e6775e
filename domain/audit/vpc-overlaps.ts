import { blocksOf, type OverlapCluster, overlapsAmong, type VpcCidr } from './address-space.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedPeering } from './audit-snapshot.ts';
import { type Hub, hubsOf } from './connectivity.ts';
import { inWords } from './finding-words.ts';
import { leftOutOfHub } from './hub-routes.ts';

/**
 * Numbers 1 and 2: VPCs whose CIDRs overlap, one finding for all that do so together. It is information as long as
 * nothing joins them. It is serious where somebody tried to peer two of them, where a VPC that is peered with several
 * routes to some alone, and where several route to one transit gateway. A VPC that routes to each of its peers by more
 * specific routes has solved it.
 */
export function vpcOverlaps(context: AuditContext): readonly AuditFinding[] {
  const blocks = new Map(context.snapshot.vpcs.map((vpc) => [vpc.id, blocksOf(vpc)]));
  const connected = [
    ...peeringsInVain(context, blocks),
    ...hubsOf(context).flatMap((hub) => overlapsOnHub(context, hub, blocks)),
  ];
  const covered = connected.map(({ resources }) => new Set(resources.map(({ id }) => id)));
  const isolated = overlapsAmong([...blocks.values()].flat()).filter(
    ({ vpcIds }) => !covered.some((ids) => vpcIds.every((id) => ids.has(id))),
  );
  return [...connected, ...isolated.map(isolatedOverlap)];
}

type Blocks = ReadonlyMap<string, readonly VpcCidr[]>;

function isolatedOverlap(cluster: OverlapCluster): AuditFinding {
  return {
    code: 'vpc-overlap',
    severity: 'info',
    resources: vpcResources(cluster.vpcIds),
    what: `${inWords(cluster.vpcIds)} share addresses: ${cidrsInWords(cluster)}.`,
    why: 'They can never be peered, and on a transit gateway only one of them would be reached.',
    remedy: `Nothing to do while they stay apart: say so with aws ec2 create-tags --resources ${cluster.vpcIds[0]} --tags 'Key=eni-warden:accept,Value=vpc-overlap until YYYY-MM-DD'. ${renumber(cluster.vpcIds.at(-1))}`,
  };
}

/** A peering of VPCs that overlap fails; one that was rejected shows that somebody wants them joined. */
function peeringsInVain({ snapshot }: AuditContext, blocks: Blocks): readonly AuditFinding[] {
  const inVain = snapshot.peerings.filter(({ status }) => status === 'failed' || status === 'rejected');
  const pairs = Map.groupBy(inVain, ({ requester, accepter }) =>
    JSON.stringify([requester.vpcId, accepter.vpcId].toSorted()),
  );
  return [...pairs.values()].flatMap((peerings) => peeringInVain(peerings, blocks));
}

function peeringInVain(peerings: readonly AuditedPeering[], blocks: Blocks): readonly AuditFinding[] {
  const [first] = peerings;
  if (first === undefined || first.requester.vpcId === first.accepter.vpcId) return [];
  const both = [first.requester.vpcId, first.accepter.vpcId].flatMap((id) => blocks.get(id) ?? []);
  return overlapsAmong(both).map((cluster) => ({
    code: 'vpc-overlap-connected',
    severity: 'critical',
    resources: vpcResources(cluster.vpcIds),
    detail: 'peering',
    what: `Somebody wants to peer ${inWords(cluster.vpcIds)} (${inWords(peerings.map(({ id, status }) => `${id} ${status === 'failed' ? 'failed' : 'was rejected'}`))}), and they share addresses: ${cidrsInWords(cluster)}.`,
    why: 'EC2 refuses every peering of VPCs whose addresses overlap, so that they cannot reach one another.',
    remedy: renumber(cluster.vpcIds.at(-1)),
  }));
}

function overlapsOnHub(context: AuditContext, hub: Hub, blocks: Blocks): readonly AuditFinding[] {
  const clusters = overlapsAmong(hub.spokes.flatMap(({ vpcId }) => blocks.get(vpcId) ?? []));
  if (hub.kind === 'transit-gateway') return clusters.map((cluster) => overlapOnGateway(hub, cluster));
  if (!context.vpcs.has(hub.id)) return [];
  return clusters.flatMap((cluster) => {
    const leftOut = leftOutOfHub(context, hub, cluster);
    return leftOut === undefined ? [] : [{ ...overlapOnVpc(hub, cluster), ...leftOut }];
  });
}

function overlapOnVpc(hub: Hub, { vpcIds }: OverlapCluster) {
  return {
    code: 'vpc-overlap-connected',
    severity: 'critical',
    resources: vpcResources([...vpcIds, hub.id]),
    detail: hub.id,
  } as const;
}

function overlapOnGateway({ id }: Hub, cluster: OverlapCluster): AuditFinding {
  return {
    code: 'vpc-overlap-connected',
    severity: 'critical',
    resources: vpcResources(cluster.vpcIds),
    detail: id,
    what: `${inWords(cluster.vpcIds)} route to ${id} and share addresses: ${cidrsInWords(cluster)}.`,
    why: 'A route table of a transit gateway takes the same addresses from one VPC alone and drops the others without a word, unless it keeps them apart by tables of its own, which the audit does not read.',
    remedy: `See what it routes where: aws ec2 describe-transit-gateway-route-tables --filters Name=transit-gateway-id,Values=${id}, then aws ec2 search-transit-gateway-routes for each of them. ${renumber(cluster.vpcIds.at(-1))}`,
  };
}

function vpcResources(vpcIds: readonly string[]): AuditFinding['resources'] {
  return vpcIds.map((id) => ({ kind: 'vpc', id }));
}

function cidrsInWords({ shared }: OverlapCluster): string {
  return inWords(shared.flatMap(({ blocks }) => blocks.map(({ vpcId, cidr }) => `${cidr} (${vpcId})`)));
}

/** A VPC cannot change its CIDR; it can be given another, to which its subnets move. */
function renumber(vpcId = ''): string {
  return `To join them, give one other addresses and move its subnets there: aws ec2 associate-vpc-cidr-block --vpc-id ${vpcId} --cidr-block <a free range>.`;
}
