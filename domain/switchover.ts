import { barToTouching, describeHold } from './bars.ts';
import { assessStandbys, candidatesAmong, explainNoCandidate } from './candidates.ts';
import { explainChoice, type Home, type Scene } from './home.ts';
import { describeInstance, type Instance } from './instance.ts';
import { formatDuration, formatInstant } from './instant.ts';
import type { SwitchoverAnswer } from './plan.ts';
import { standingOf } from './standing.ts';
import type { SwitchoverRequest } from './trigger.ts';

/** What becomes of a switchover request for a group. */
export type SwitchoverDecision =
  | { readonly kind: 'accepted'; readonly home: Home & { readonly kind: 'moving' } }
  | Exclude<SwitchoverAnswer, { readonly kind: 'accepted' }>;

/** Undefined where the trigger does not ask to move this group. `home` is where the group belongs without the request. */
export function decideSwitchover(scene: Scene, home: Home): SwitchoverDecision | undefined {
  const { trigger, now, policy } = scene.evidence;
  if (trigger.kind !== 'switchover-request' || trigger.group !== scene.group.name) return undefined;
  const tooOld = now - trigger.at >= policy.switchoverRequestMs;
  const age = `the request is ${formatDuration(now - trigger.at)} old, older than ${formatDuration(policy.switchoverRequestMs)}`;
  switch (home.kind) {
    case 'none':
      return home.reason === 'in-transit' ? { kind: 'waiting' } : refuse(home.because);
    case 'moving':
      return tooOld ? refuse(age) : resume(trigger, home, scene);
    case 'here': {
      const past = decidePast(trigger, home, scene);
      if (past !== undefined) return past;
      return tooOld ? refuse(age) : begin(trigger, home, scene);
    }
    default:
      return home satisfies never;
  }
}

type Here = Home & { readonly kind: 'here' };

/**
 * Whether the request has been carried out or overtaken. AttachTime tells: a leader attached after the request was
 * moved since, by this request or by something else, and a duplicate of the request must not move it again.
 */
function decidePast(
  request: SwitchoverRequest,
  home: Here,
  { group, evidence }: Scene,
): SwitchoverDecision | undefined {
  const target = request.targetInstanceId ?? evidence.earlier.switchoverTarget;
  if (home.instance.id === target) return { kind: 'done' };
  if (home.since < request.at) return undefined;
  if (target === undefined) return { kind: 'done' };
  return refuse(
    `group ${group.name} moved to ${home.instance.id} at ${formatInstant(home.since)}, after the request`,
  );
}

/** The leader needs a home anyway: it goes where it was asked to, if that can take it. */
function resume(
  request: SwitchoverRequest,
  home: Home & { kind: 'moving' },
  scene: Scene,
): SwitchoverDecision {
  const target = request.targetInstanceId ?? scene.evidence.earlier.switchoverTarget;
  // Between two places, and by another handler's doing: a duplicate of a request for any standby has nothing to add.
  const standing = standingOf(scene.leader, scene.group, scene.evidence);
  if (target === undefined && standing.kind === 'homeless') return { kind: 'waiting' };
  const leaving = standing.kind === 'stranded' ? standing.at.instanceId : undefined;
  const { group, leader, evidence, occupancy } = scene;
  const standbys = assessStandbys(group, leader, leaving, evidence, occupancy);
  const instance = candidatesAmong(standbys).find((candidate) => candidate.id === target);
  if (instance === undefined) return refuse(`group ${group.name} is failing over: ${home.because}`);
  return accept(instance, request, false);
}

function begin(request: SwitchoverRequest, home: Here, scene: Scene): SwitchoverDecision {
  const obstacle = obstacleToLeaving(home, scene);
  if (obstacle !== undefined) return obstacle;
  const { group, leader, evidence, occupancy } = scene;
  const standbys = assessStandbys(group, leader, home.instance.id, evidence, occupancy);
  const target = request.targetInstanceId ?? evidence.earlier.switchoverTarget;
  if (target === undefined) {
    const best = candidatesAmong(standbys)[0];
    if (best === undefined) return refuse(`no standby can take it (${explainNoCandidate(group, standbys)})`);
    return accept(best, request, true, explainChoice(best, standbys));
  }
  const assessment = standbys.find(({ instance }) => instance.id === target);
  if (assessment === undefined) return refuse(`${target} is not a member of group ${group.name}`);
  const name = describeInstance(assessment.instance, target);
  if (assessment.reasons.length > 0)
    return refuse(`${name} cannot take it: ${assessment.reasons.join(', ')}`);
  return accept(assessment.instance, request, true);
}

/** A planned move takes the whole group or nothing of it. */
function obstacleToLeaving(home: Here, { group, leader, evidence }: Scene): SwitchoverDecision | undefined {
  const hold = describeHold(home.instance.hold);
  if (hold !== undefined) return refuse(`its holder ${home.instance.id} is on hold: ${hold}`);
  for (const eni of group.networkInterfaces) {
    const bar = barToTouching(eni, leader, evidence);
    if (bar !== undefined) return refuse(`${eni.id}: ${bar.because}`);
    const standing = standingOf(eni, group, evidence);
    if (standing.kind === 'uncertain' || (standing.kind === 'placed' && standing.arriving))
      return { kind: 'waiting' };
    if (standing.kind === 'foreign') return refuse(`${eni.id}: ${standing.because}`);
    // One that nobody can reach comes along: that may be why the switchover is asked for.
    if (standing.kind === 'placed' && standing.at.instanceId !== home.instance.id) {
      return refuse(
        `the group is not together: ${eni.id} is on ${standing.at.instanceId}, its leader ${leader.id} on ${home.instance.id}`,
      );
    }
  }
  return undefined;
}

function accept(
  instance: Instance,
  request: SwitchoverRequest,
  planned: boolean,
  choice?: string,
): SwitchoverDecision {
  const why = `${request.requester} asked for it: ${request.reason}`;
  const because = choice === undefined ? why : `${why}; ${choice}`;
  return { kind: 'accepted', home: { kind: 'moving', instance, because, planned } };
}

function refuse(because: string): SwitchoverDecision {
  return { kind: 'refused', because };
}
