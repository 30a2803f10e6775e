import { type Bar, barToLeaving, barToTakingFrom, barToTouching, describeHold } from './bars.ts';
import { assess, travelling } from './candidates.ts';
import type { Home, Scene } from './home.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Change, Spared, SparedReason } from './plan.ts';
import { moveOf, type Placed, protectionOf, type Wanting } from './rehoming.ts';
import { type Standing, standingOf } from './standing.ts';

/** What one ENI of a group comes to. */
export type EniDecision =
  | { readonly change: Change }
  | { readonly spared: Spared; readonly lookAgain?: boolean };

export function decideEni(eni: NetworkInterface, home: Home, scene: Scene): EniDecision {
  const standing = standingOf(eni, scene.group, scene.evidence);
  switch (standing.kind) {
    case 'uncertain':
      return waitFor(eni, scene, standing.because);
    case 'foreign':
      return { spared: sparing(eni, scene, 'foreign', standing.because) };
    case 'placed':
      return decidePlaced(eni, standing, home, scene);
    case 'homeless':
    case 'stranded':
      return decideWanting(eni, standing, home, scene);
    default:
      return standing satisfies never;
  }
}

/** An ENI on an instance that can hold it: it stays, unless a switchover or its leader takes it along. */
function decidePlaced(eni: NetworkInterface, standing: Placed, home: Home, scene: Scene): EniDecision {
  const { at } = standing;
  if (standing.arriving) return waitFor(eni, scene, `it is being attached to ${at.instanceId}`);
  if (home.kind === 'none' || home.instance.id === at.instanceId) return stay(eni, standing, scene);
  const bar = barToTouching(eni, scene.leader, scene.evidence) ?? barToTakingFrom(at, scene.group);
  if (bar !== undefined) return stay(eni, standing, scene, bar.because);
  if (home.kind === 'here') return decideFollowing(eni, standing, home, scene);
  if (home.planned) return { change: moveOf(eni, standing, home, scene) };
  return waitFor(eni, scene, `it will follow its leader from ${at.instanceId} to ${home.instance.id}`);
}

/**
 * Its leader is elsewhere. A move that was begun and not finished is finished: the leader came to its place after this ENI
 * came to its own, and not long ago, and there is room for the whole group. Anything else was done by people, and is theirs.
 */
function decideFollowing(eni: NetworkInterface, standing: Placed, home: Here, scene: Scene): EniDecision {
  const { group, leader, evidence, occupancy } = scene;
  const where = `its leader ${leader.id} is on ${home.instance.id}`;
  const leaderCameLast = home.since > standing.at.attachment.attachTime;
  if (!leaderCameLast || evidence.now - home.since >= evidence.policy.followLeaderMs) {
    return remain(eni, standing, scene, 'split', `it is on ${standing.at.instanceId}, and ${where}`);
  }
  const { reasons } = assess(home.instance, travelling(group, leader), evidence, occupancy, home.since);
  if (reasons.length === 0) return { change: moveOf(eni, standing, home, scene) };
  return remain(
    eni,
    standing,
    scene,
    'split',
    `${where}, where the group cannot follow: ${reasons.join(', ')}`,
  );
}

/** An ENI that nobody can reach: on an instance that is down, or on none. */
function decideWanting(eni: NetworkInterface, standing: Wanting, home: Home, scene: Scene): EniDecision {
  const why = standing.kind === 'homeless' ? 'it is attached to nothing' : standing.verdict.because;
  const bar =
    barToTouching(eni, scene.leader, scene.evidence) ??
    (standing.kind === 'stranded'
      ? barToLeaving(standing.at, standing.verdict, scene.group, scene.evidence)
      : undefined);
  if (bar !== undefined) return spareWanting(eni, standing, scene, bar, why);
  if (home.kind === 'none') return spareWanting(eni, standing, scene, home, why);
  return home.kind === 'moving'
    ? { change: moveOf(eni, standing, home, scene) }
    : decideJoining(eni, standing, home, scene, why);
}

type Here = Home & { readonly kind: 'here' };

/** The leader is there already: the ENI joins it if it can. */
function decideJoining(
  eni: NetworkInterface,
  standing: Wanting,
  home: Here,
  scene: Scene,
  why: string,
): EniDecision {
  const { evidence, occupancy, leader } = scene;
  const where = `its leader ${leader.id} on ${home.instance.id}`;
  const hold = describeHold(home.instance.hold);
  if (hold !== undefined) {
    const bar: Bar = { reason: 'held', because: `it cannot join ${where}, which is on hold: ${hold}` };
    return spareWanting(eni, standing, scene, bar, why);
  }
  if (home.suspicion !== undefined) {
    return remain(eni, standing, scene, 'suspected', `it waits to join ${where}: ${home.suspicion}`);
  }
  if (home.instance.state === 'pending')
    return waitFor(eni, scene, `it waits to join ${where}, which is pending`);
  const { reasons } = assess(home.instance, [eni], evidence, occupancy, home.since);
  if (reasons.length === 0) return { change: moveOf(eni, standing, home, scene) };
  const bar: Bar = { reason: 'no-standby', because: `it cannot join ${where}: ${reasons.join(', ')}` };
  return spareWanting(eni, standing, scene, bar, why);
}

function stay(eni: NetworkInterface, standing: Placed, scene: Scene, butBecause?: string): EniDecision {
  if (standing.suspicion !== undefined) return remain(eni, standing, scene, 'suspected', standing.suspicion);
  const but = butBecause === undefined ? '' : `, and stays: ${butBecause}`;
  return remain(eni, standing, scene, 'settled', `it is attached to ${standing.at.instanceId}${but}`);
}

function spareWanting(
  eni: NetworkInterface,
  standing: Wanting,
  scene: Scene,
  bar: Bar,
  why: string,
): EniDecision {
  if (bar.reason === 'in-transit') return waitFor(eni, scene, bar.because);
  const decision = remain(eni, standing, scene, bar.reason, `${why}; ${bar.because}`);
  return 'spared' in decision && bar.keepLooking === true ? { ...decision, lookAgain: true } : decision;
}

/** What stays must at least outlive its instance. */
function remain(
  eni: NetworkInterface,
  standing: Standing,
  scene: Scene,
  reason: SparedReason,
  because: string,
): EniDecision {
  const spared = sparing(eni, scene, reason, because);
  const touchable =
    barToTouching(eni, scene.leader, scene.evidence) === undefined &&
    !isHolderBarred(standing, scene) &&
    !scene.evidence.earlier.unprotected.has(eni.id);
  const protection = touchable ? protectionOf(eni, scene.group.name, standing, spared) : undefined;
  return protection === undefined ? { spared } : { change: protection };
}

/** What is on a holder that is held, or is no member of the group, is not even modified there. */
function isHolderBarred(standing: Standing, { group }: Scene): boolean {
  return 'at' in standing && barToTakingFrom(standing.at, group) !== undefined;
}

function waitFor(eni: NetworkInterface, scene: Scene, because: string): EniDecision {
  return { spared: sparing(eni, scene, 'in-transit', because), lookAgain: true };
}

function sparing(eni: NetworkInterface, { group }: Scene, reason: SparedReason, because: string): Spared {
  return { eniId: eni.id, group: group.name, reason, because };
}
