import { overlap, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import type { OverlapCluster, SharedRange } from './address-space.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { Hub, Spoke } from './connectivity.ts';
import { destinationOption, inWords } from './finding-words.ts';

/**
 * Of peers that overlap, those that a VPC in the middle does not route to although it routes to others of the same
 * addresses. Undefined where it routes to all of them, by parts or by different tables, or to none.
 */
export function leftOutOfHub(
  context: AuditContext,
  hub: Hub,
  cluster: OverlapCluster,
): Pick<AuditFinding, 'what' | 'why' | 'remedy'> | undefined {
  const tables = context.routeTablesByVpc.get(hub.id) ?? [];
  const routes = tables.flatMap((table) => table.routes).filter(({ state }) => state === 'active');
  for (const shared of cluster.shared) {
    const ids = new Set(shared.blocks.map(({ vpcId }) => vpcId));
    const spokes = hub.spokes.filter(({ vpcId }) => ids.has(vpcId));
    const { yes: served = [], no: leftOut = [] } = Object.groupBy(spokes, (spoke) =>
      routes.some((route) => serves(route, spoke, shared)) ? 'yes' : 'no',
    );
    const [first] = leftOut;
    if (served.length > 0 && first !== undefined)
      return wordsOf(context, hub, shared, served, leftOut, first);
  }
  return undefined;
}

/** What a prefix list holds is not known: whoever is routed to by one is not said to be left out. */
function serves(
  { destination, target }: { readonly destination: string; readonly target: { readonly id: string } },
  { peeringIds }: Spoke,
  { range }: SharedRange,
): boolean {
  if (!peeringIds.includes(target.id)) return false;
  const covered = parseRange(destination);
  return covered === undefined || overlap(covered, range);
}

function wordsOf(
  context: AuditContext,
  hub: Hub,
  shared: SharedRange,
  served: readonly Spoke[],
  leftOut: readonly Spoke[],
  first: Spoke,
): Pick<AuditFinding, 'what' | 'why' | 'remedy'> {
  const cidr = shared.blocks[0]?.cidr ?? '';
  const idsOf = (spokes: readonly Spoke[]) => inWords(spokes.map(({ vpcId }) => vpcId));
  const table = (context.routeTablesByVpc.get(hub.id) ?? []).map(({ id }) => id).toSorted(compareText)[0];
  return {
    what: `${hub.id} is peered with ${idsOf([...served, ...leftOut])}, which share addresses of ${cidr}, and routes them to ${idsOf(served)} alone.`,
    why: `Nothing in ${hub.id} reaches the same addresses of ${idsOf(leftOut)}, and its answers to them go to the wrong VPC.`,
    remedy: `Route to the part that is needed by a more specific route: aws ec2 create-route --route-table-id ${table} ${destinationOption(partOf(context, first, shared))} --vpc-peering-connection-id ${first.peeringIds[0]}; or give ${first.vpcId} other addresses.`,
  };
}

/** The first subnet of the VPC in the range, which is what somebody would route to. */
function partOf({ snapshot: { subnets } }: AuditContext, { vpcId }: Spoke, { range }: SharedRange): string {
  const cidrs = subnets
    .filter((subnet) => subnet.vpcId === vpcId)
    .flatMap(({ ipv4Cidr, ipv6Cidrs }) => [...(ipv4Cidr === undefined ? [] : [ipv4Cidr]), ...ipv6Cidrs])
    .filter((cidr) => {
      const covered = parseRange(cidr);
      return covered !== undefined && overlap(covered, range);
    });
  return cidrs.toSorted(compareText)[0] ?? `<a subnet of ${vpcId}>`;
}
