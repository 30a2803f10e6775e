import { type Bar, barToLeaving, barToTouching, describeHold, immovableBecause } from './bars.ts';
import { assess } from './candidates.ts';
import { type FailoverGroup, isMemberOf, leaderOf } from './failover-group.ts';
import { decideHome, type Home, type Scene } from './home.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Occupancy } from './occupancy.ts';
import type { Change, Spared, SparedReason } from './plan.ts';
import { protectionOf, rehomingActions } from './rehoming.ts';
import { type Standing, standingOf } from './standing.ts';
import { decideSwitchover, type SwitchoverDecision } from './switchover.ts';
import type { Evidence } from './verdict.ts';

/** What a look decided for one group. */
export interface GroupDecision {
  readonly changes: readonly Change[];
  readonly spared: readonly Spared[];
  readonly lookAgain: readonly string[];
  /** Undefined where nobody had to be chosen. */
  readonly candidateCount?: number;
  /** Present where the trigger asks to move this group. */
  readonly switchover?: SwitchoverDecision;
}

type EniDecision = { readonly change: Change } | { readonly spared: Spared; readonly lookAgain?: string };

export function decideGroup(group: FailoverGroup, evidence: Evidence, occupancy: Occupancy): GroupDecision {
  const leader = leaderOf(group, (eni) => immovableBecause(eni) === undefined) ?? group.networkInterfaces[0];
  if (leader === undefined) return { changes: [], spared: [], lookAgain: [] };
  const scene: Scene = { group, leader, evidence, occupancy };
  const { home, candidateCount } = decideHome(scene);
  const switchover = decideSwitchover(scene, home);
  const goal = switchover?.kind === 'accepted' ? switchover.home : home;
  const decisions = inLeaderOrder(group, leader).map((eni) => decideEni(eni, goal, scene));
  return {
    changes: decisions.flatMap((decision) => ('change' in decision ? [decision.change] : [])),
    spared: decisions.flatMap((decision) => ('spared' in decision ? [decision.spared] : [])),
    lookAgain: decisions.flatMap((decision) =>
      'spared' in decision && decision.lookAgain !== undefined ? [decision.lookAgain] : [],
    ),
    ...(candidateCount !== undefined && { candidateCount }),
    ...(switchover !== undefined && { switchover }),
  };
}

function inLeaderOrder(group: FailoverGroup, leader: NetworkInterface): readonly NetworkInterface[] {
  return [leader, ...group.networkInterfaces.filter((eni) => eni.id !== leader.id)];
}

function decideEni(eni: NetworkInterface, home: Home, scene: Scene): EniDecision {
  const standing = standingOf(eni, scene.evidence);
  switch (standing.kind) {
    case 'uncertain':
      return lookAgain(eni, scene, standing.because);
    case 'foreign':
      return spare(eni, scene, 'refused', standing.because);
    case 'placed':
      return decidePlaced(eni, standing, home, scene);
    case 'homeless':
    case 'stranded':
      return decideWanting(eni, standing, home, scene);
    default:
      return standing satisfies never;
  }
}

type Placed = Standing & { readonly kind: 'placed' };
type Wanting = Standing & { readonly kind: 'homeless' | 'stranded' };

/** An ENI on an instance that can hold it: it stays, unless a switchover or its leader takes it along. */
function decidePlaced(eni: NetworkInterface, standing: Placed, home: Home, scene: Scene): EniDecision {
  const { at } = standing;
  if (home.kind === 'none' || home.instance.id === at.instanceId) return stay(eni, standing, scene);
  const bar = barToTouching(eni, scene.leader, scene.evidence) ?? barToLeavingAble(standing, scene);
  if (bar !== undefined) return stay(eni, standing, scene, bar.because);
  if (home.kind === 'moving') {
    if (home.planned) return move(eni, standing, home, scene);
    return lookAgain(eni, scene, `it will follow its leader from ${at.instanceId} to ${home.instance.id}`);
  }
  if (home.since <= at.attachment.attachTime) return spareSplit(eni, standing, home, scene);
  return decideJoining(eni, standing, home, scene);
}

/** An ENI that nobody can reach: on an instance that is down, or on none. */
function decideWanting(eni: NetworkInterface, standing: Wanting, home: Home, scene: Scene): EniDecision {
  const why = standing.kind === 'homeless' ? 'it is attached to nothing' : standing.verdict.because;
  const bar =
    barToTouching(eni, scene.leader, scene.evidence) ??
    (standing.kind === 'stranded'
      ? barToLeaving(standing.at, standing.verdict, scene.group, scene.evidence)
      : undefined) ??
    (home.kind === 'none' ? home : undefined);
  if (bar !== undefined) return spareWanting(eni, standing, scene, bar, why);
  if (home.kind === 'none') return lookAgain(eni, scene, home.because);
  return home.kind === 'moving'
    ? move(eni, standing, home, scene)
    : decideJoining(eni, standing, home, scene);
}

/** The leader is there already: the ENI joins it if there is room. */
function decideJoining(
  eni: NetworkInterface,
  standing: Placed | Wanting,
  home: Home & { readonly kind: 'here' },
  scene: Scene,
): EniDecision {
  const where = `its leader ${scene.leader.id} on ${home.instance.id}`;
  if (home.suspicion !== undefined) {
    return protectOrSpare(eni, standing, scene, 'suspected', `it waits to join ${where}: ${home.suspicion}`);
  }
  const { reasons } = assess(home.instance, [eni], scene.evidence, scene.occupancy);
  if (reasons.length === 0) return move(eni, standing, home, scene);
  return protectOrSpare(eni, standing, scene, 'no-standby', `it cannot join ${where}: ${reasons.join(', ')}`);
}

function move(
  eni: NetworkInterface,
  standing: Placed | Wanting,
  home: Home & { readonly kind: 'here' | 'moving' },
  { group, leader, evidence, occupancy }: Scene,
): EniDecision {
  const followsOnItsWay = home.kind === 'moving' && eni.id !== leader.id;
  const destination = {
    instanceId: home.instance.id,
    deviceIndex: occupancy.reserve(eni, home.instance.id),
    ...(followsOnItsWay && { leaderId: leader.id }),
  };
  return {
    change: {
      kind: kindOf(standing, home),
      eniId: eni.id,
      group: group.name,
      because: `${reasonToMove(standing, home)}; ${home.kind === 'moving' ? home.because : `its leader ${leader.id} is on ${home.instance.id}`}`,
      ...(standing.kind !== 'homeless' && { from: standing.at.instanceId }),
      to: home.instance.id,
      actions: rehomingActions(standing, destination, evidence.policy),
    },
  };
}

function kindOf(standing: Placed | Wanting, home: Home): Change['kind'] {
  if (standing.kind === 'homeless') return 'placement';
  if (standing.kind === 'stranded') return 'failover';
  return home.kind === 'moving' ? 'switchover' : 'follow';
}

function reasonToMove(standing: Placed | Wanting, home: Home): string {
  if (standing.kind === 'homeless') return 'it is attached to nothing';
  if (standing.kind === 'stranded') return standing.verdict.because;
  return home.kind === 'moving' ? 'a switchover was asked for' : 'its leader moved after it was attached';
}

function stay(eni: NetworkInterface, standing: Placed, scene: Scene, butBecause?: string): EniDecision {
  const { instanceId } = standing.at;
  if (standing.arriving) return lookAgain(eni, scene, `it is being attached to ${instanceId}`);
  if (standing.suspicion !== undefined)
    return protectOrSpare(eni, standing, scene, 'suspected', standing.suspicion);
  const because = `it is attached to ${instanceId}${butBecause === undefined ? '' : `, and stays: ${butBecause}`}`;
  return protectOrSpare(eni, standing, scene, 'settled', because);
}

function spareSplit(
  eni: NetworkInterface,
  standing: Placed,
  home: Home & { readonly kind: 'here' },
  scene: Scene,
) {
  const because = `it was attached to ${standing.at.instanceId} after its leader ${scene.leader.id} was to ${home.instance.id}: somebody split the group`;
  return protectOrSpare(eni, standing, scene, 'split', because);
}

function spareWanting(
  eni: NetworkInterface,
  standing: Wanting,
  scene: Scene,
  bar: Bar,
  why: string,
): EniDecision {
  if (bar.reason === 'in-transit') return lookAgain(eni, scene, bar.because);
  return protectOrSpare(eni, standing, scene, bar.reason, `${why}; ${bar.because}`);
}

/** What stays must at least outlive its instance; once that is so, the next look spares it for its reason. */
function protectOrSpare(
  eni: NetworkInterface,
  standing: Standing,
  scene: Scene,
  reason: SparedReason,
  because: string,
): EniDecision {
  const touchable = barToTouching(eni, scene.leader, scene.evidence) === undefined && !onHold(standing);
  const protection = touchable ? protectionOf(eni, scene.group.name, standing) : undefined;
  return protection === undefined ? spare(eni, scene, reason, because) : { change: protection };
}

function onHold(standing: Standing): boolean {
  const instance = 'at' in standing ? standing.at.instance : undefined;
  return instance !== undefined && describeHold(instance.hold) !== undefined;
}

function barToLeavingAble({ at }: Placed, { group }: Scene): Bar | undefined {
  const hold = at.instance === undefined ? undefined : describeHold(at.instance.hold);
  if (hold !== undefined) return { reason: 'held', because: `its holder is on hold: ${hold}` };
  if (isMemberOf(group, at.instance)) return undefined;
  return { reason: 'refused', because: 'its holder is not a member of the group' };
}

function spare(eni: NetworkInterface, { group }: Scene, reason: SparedReason, because: string): EniDecision {
  return { spared: { eniId: eni.id, group: group.name, reason, because } };
}

function lookAgain(eni: NetworkInterface, scene: Scene, because: string): EniDecision {
  return {
    spared: { eniId: eni.id, group: scene.group.name, reason: 'in-transit', because },
    lookAgain: `${eni.id}: ${because}`,
  };
}
