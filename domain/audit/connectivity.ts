import { compareText } from '../failover-group.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditedPeering } from './audit-snapshot.ts';

/**
 * What VPCs reach one another by although they are not peered: a VPC that is peered with each of them, or a transit
 * gateway that each routes to. VPCs whose addresses overlap cannot be peered directly: EC2 lets the peering fail.
 */
export interface Hub {
  readonly kind: 'vpc' | 'transit-gateway';
  /** Of the VPC, which may be one of another account or region, or of the transit gateway. */
  readonly id: string;
  /** The VPCs that the snapshot shows and that are on it, in id order; two at least. */
  readonly spokes: readonly Spoke[];
}

export interface Spoke {
  readonly vpcId: string;
  /** Active ones to the hub, in id order; none to a transit gateway. */
  readonly peeringIds: readonly string[];
  /**
   * Whether packets go both ways: each side has an active route to the peering. Of a side that the snapshot does not
   * show it is taken for granted.
   */
  readonly routed: boolean;
}

/** In id order. */
export function hubsOf(context: AuditContext): readonly Hub[] {
  const routed = routedTargets(context);
  return [...vpcHubs(context, routed), ...gatewayHubs(context, routed)]
    .filter(({ spokes }) => spokes.length > 1)
    .toSorted((a, b) => compareText(a.id, b.id));
}

/** By VPC: the peerings and transit gateways that active routes of its tables go to. */
function routedTargets({
  snapshot: { routeTables },
}: AuditContext): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { vpcId, routes } of routeTables) {
    const targets = found.get(vpcId) ?? new Set();
    for (const { target, state } of routes) {
      const joins = target.kind === 'peering' || target.kind === 'transit-gateway';
      if (joins && state === 'active') targets.add(`${target.kind} ${target.id}`);
    }
    found.set(vpcId, targets);
  }
  return found;
}

function gatewayHubs(
  { vpcs }: AuditContext,
  routed: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Hub[] {
  const kind = 'transit-gateway';
  const attached = [...routed].flatMap(([vpcId, targets]) =>
    [...targets]
      .filter((target) => target.startsWith(`${kind} `) && vpcs.has(vpcId))
      .map((target) => ({ id: target.slice(kind.length + 1), vpcId })),
  );
  return [...Map.groupBy(attached, ({ id }) => id)].map(([id, each]) => ({
    kind,
    id,
    spokes: each
      .map(({ vpcId }) => ({ vpcId, peeringIds: [], routed: true }))
      .toSorted((a, b) => compareText(a.vpcId, b.vpcId)),
  }));
}

interface End {
  readonly hubId: string;
  readonly vpcId: string;
  readonly peering: AuditedPeering;
}

function vpcHubs(
  { snapshot, vpcs }: AuditContext,
  routed: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Hub[] {
  const sends = (vpcId: string, { id }: AuditedPeering) =>
    !vpcs.has(vpcId) || routed.get(vpcId)?.has(`peering ${id}`) === true;
  const spokeOf = (vpcId: string, ends: readonly End[]): Spoke => ({
    vpcId,
    peeringIds: ends.map(({ peering }) => peering.id).toSorted(compareText),
    routed: ends.some(({ hubId, peering }) => sends(vpcId, peering) && sends(hubId, peering)),
  });
  const ends = snapshot.peerings.filter(({ status }) => status === 'active').flatMap(endsOf);
  const shown = ends.filter(({ vpcId }) => vpcs.has(vpcId));
  return [...Map.groupBy(shown, ({ hubId }) => hubId)].map(([id, each]) => ({
    kind: 'vpc',
    id,
    spokes: [...Map.groupBy(each, ({ vpcId }) => vpcId)]
      .map(([vpcId, own]) => spokeOf(vpcId, own))
      .toSorted((a, b) => compareText(a.vpcId, b.vpcId)),
  }));
}

/** Each side is a spoke of the other. */
function endsOf(peering: AuditedPeering): readonly End[] {
  const [one, other] = [peering.requester.vpcId, peering.accepter.vpcId];
  return [
    { hubId: one, vpcId: other, peering },
    { hubId: other, vpcId: one, peering },
  ];
}
