import type { Action, Attach, Detach } from './action.ts';
import { barToLeaving, barToTakingFrom, barToTouching, immovableBecause } from './bars.ts';
import { reasonsAgainst } from './candidates.ts';
import { type FailoverGroup, groupsOf, isMemberOf, leaderOf } from './failover-group.ts';
import { formatDuration } from './instant.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Change } from './plan.ts';
import { type Standing, standingOf } from './standing.ts';
import { type Evidence, judge } from './verdict.ts';

/**
 * Why an action of a change that is under way must not be sent to EC2 in the light of a later look; undefined where it
 * may. A change may take minutes, and the world moves on meanwhile: EC2 itself would attach an ENI to a stopped instance
 * (facts 1.4). It asks all that the plan asked, but for the room on the target: this very change takes that.
 */
export function objectionTo(action: Action, change: Change, evidence: Evidence): string | undefined {
  const group = groupsOf(evidence.snapshot).find(({ name }) => name === change.group);
  const eni = group?.networkInterfaces.find(({ id }) => id === change.eniId);
  if (group === undefined || eni === undefined) return `it is not shown in group ${change.group} any more`;
  const leader = leaderOf(group, (other) => immovableBecause(other) === undefined) ?? eni;
  const bar = barToTouching(eni, leader, evidence);
  if (bar !== undefined) return bar.because;
  const course: Course = { change, eni, leader, group, evidence };
  switch (action.kind) {
    case 'set-delete-on-termination':
      return objectionToProtecting(action.attachmentId, course);
    case 'detach':
      return objectionToLeaving(action, course);
    case 'attach':
      return objectionToArriving(action.instanceId, course);
    case 'await-leader':
      return undefined;
    default:
      return action satisfies never;
  }
}

/** A change that is under way, and what a later look shows of its group. */
interface Course {
  readonly change: Change;
  readonly eni: NetworkInterface;
  readonly leader: NetworkInterface;
  readonly group: FailoverGroup;
  readonly evidence: Evidence;
}

function objectionToProtecting(attachmentId: string, { eni, group, evidence }: Course): string | undefined {
  const { attachment } = eni;
  if (attachment?.id !== attachmentId) return attachedOtherwise(eni);
  const standing = standingOf(eni, group, evidence);
  return 'at' in standing ? barToTakingFrom(standing.at, group)?.because : undefined;
}

function objectionToLeaving({ attachmentId }: Detach, course: Course): string | undefined {
  const { eni, group, evidence } = course;
  if (eni.attachment?.id !== attachmentId) return attachedOtherwise(eni);
  const standing = standingOf(eni, group, evidence);
  switch (standing.kind) {
    case 'stranded':
      return barToLeaving(standing.at, standing.verdict, group, evidence)?.because;
    case 'placed':
      return objectionToTaking(standing, course);
    case 'homeless':
      return attachedOtherwise(eni);
    case 'uncertain':
    case 'foreign':
      return standing.because;
    default:
      return standing satisfies never;
  }
}

/** Its holder can hold it: only a switchover and a leader take it away, and only to where it can be held as well. */
function objectionToTaking(
  { at, arriving }: Standing & { readonly kind: 'placed' },
  course: Course,
): string | undefined {
  const { change, group } = course;
  const planned = change.kind === 'switchover' || change.kind === 'follow';
  if (!planned || change.to === undefined) return `its holder ${at.instanceId} is not down any more`;
  if (arriving) return `it is being attached to ${at.instanceId}`;
  return (
    barToTakingFrom(at, group)?.because ??
    (change.kind === 'switchover' ? objectionToSwitchover(course) : undefined) ??
    objectionToArriving(change.to, course)
  );
}

/** A planned move takes the whole group or nothing of it, and not long after it was asked for. */
function objectionToSwitchover({ group, leader, evidence }: Course): string | undefined {
  const { trigger, now, policy } = evidence;
  const ageMs = now - trigger.at;
  if (ageMs >= policy.switchoverRequestMs) return `the request is ${formatDuration(ageMs)} old`;
  for (const eni of group.networkInterfaces) {
    const bar = barToTouching(eni, leader, evidence);
    if (bar !== undefined) return `${eni.id}: ${bar.because}`;
  }
  return undefined;
}

function objectionToArriving(targetId: Attach['instanceId'], course: Course): string | undefined {
  const { eni, leader, group, evidence } = course;
  const target = evidence.snapshot.instances.get(targetId);
  if (target === undefined) return `${targetId} is not shown by DescribeInstances any more`;
  if (!isMemberOf(group, target)) return `${targetId} is not a member of group ${group.name} any more`;
  const leaderIsThere = leader.attachment?.instanceId === targetId;
  const objection =
    leaderIsThere || eni.id === leader.id ? undefined : objectionToGoingAlone(targetId, course);
  if (objection !== undefined) return objection;
  // As in the plan: an alarm from before the leader came there says nothing against its being there.
  const heldSince = leaderIsThere ? leader.attachment?.attachTime : undefined;
  const reasons = reasonsAgainst(target, [eni], judge(targetId, evidence, heldSince), evidence);
  return reasons.length === 0 ? undefined : `${targetId} cannot take it any more: ${reasons.join(', ')}`;
}

/**
 * Its leader is not seen on the target. Where the plan saw it there, it has left. One that travels with its leader has waited
 * for the leader's attach, which the look may not show yet; but a leader that is held or has settled elsewhere was taken away,
 * and where another ENI leads by now, nothing is known of where that goes.
 */
function objectionToGoingAlone(targetId: string, course: Course): string | undefined {
  const { change, leader, group, evidence } = course;
  const wait = change.actions.find((action) => action.kind === 'await-leader');
  if (wait === undefined) return `its leader ${leader.id} is not on ${targetId} any more`;
  if (wait.leaderId !== leader.id) return `${leader.id} leads the group by now, and is not on ${targetId}`;
  const bar = barToTouching(leader, leader, evidence);
  if (bar !== undefined) return `its leader ${leader.id} is not on ${targetId}: ${bar.because}`;
  const standing = standingOf(leader, group, evidence);
  return standing.kind === 'placed' && standing.at.instanceId !== wait.leaving
    ? `its leader ${leader.id} is on ${standing.at.instanceId}`
    : undefined;
}

function attachedOtherwise({ attachment }: NetworkInterface): string {
  return attachment === undefined
    ? 'it is attached to nothing meanwhile'
    : `it has another attachment meanwhile, to ${attachment.instanceId ?? 'something else'}`;
}
