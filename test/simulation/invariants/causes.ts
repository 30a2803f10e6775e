import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History } from '../history.ts';
import { impairedSince, isGone, isImpaired } from '../truth.ts';
import { alarmIn, type Switchover, spotWarningIn, switchoverIn } from './arrivals.ts';
import type { Detachment } from './detachment.ts';
import { leadersDuring } from './leaders.ts';
import {
  alarmBelievedMs,
  evidenceMs,
  followLeaderMs,
  impairedGraceMs,
  spotWarningMs,
  switchoverRequestMs,
  wholeSecondMs,
} from './promises.ts';

/** What may justify that an ENI is taken from its holder. Each asks for one moment of the evidence window. */

export function holderWasGone({ holderId, from, at }: Detachment, { instances }: History): boolean {
  const versions = instances.during(holderId, from, at);
  return versions.length === 0 || versions.some(isGone);
}

/** Its status checks failed, for longer than the grace period or with an alarm that said so too. */
export function holderWasImpaired(detachment: Detachment, history: History): boolean {
  const { holderId, from, at } = detachment;
  const since = history.instances
    .during(holderId, from, at)
    .flatMap((instance) =>
      instance !== undefined && isImpaired(instance) ? (impairedSince(instance) ?? []) : [],
    );
  if (since.length === 0) return false;
  return (
    at - Math.min(...since) >= impairedGraceMs - wholeSecondMs || isAlarmed(detachment, history, 'statusOf')
  );
}

/** An alarm of the owner's own named it, and its state changed after the ENI came there. */
export function heartbeatWasLost(detachment: Detachment, history: History): boolean {
  return isAlarmed(detachment, history, 'heartbeatOf');
}

function isAlarmed(
  { holderId, at, before }: Detachment,
  { arrivals }: History,
  kind: 'heartbeatOf' | 'statusOf',
): boolean {
  const attachedAt = before.attachment?.attachTime ?? Number.NEGATIVE_INFINITY;
  return arrivals.some((arrival) => {
    if (arrival.at > at) return false;
    const alarm = alarmIn(arrival);
    return (
      alarm?.[kind].includes(holderId) === true &&
      attachedAt < alarm.raisedAt &&
      at - alarm.raisedAt <= alarmBelievedMs + evidenceMs
    );
  });
}

export function holderWasWarned({ holderId, at }: Detachment, { arrivals }: History): boolean {
  return arrivals.some((arrival) => {
    const warning = spotWarningIn(arrival);
    return (
      arrival.at <= at &&
      warning?.instanceId === holderId &&
      at - warning.warnedAt <= spotWarningMs + evidenceMs
    );
  });
}

/**
 * Somebody asked for a switchover of the group, lately enough for one invocation to be still at it, and since then the
 * leader has not come to where it is: a request moves its group once.
 */
export function moveWasAskedFor(detachment: Detachment, history: History): boolean {
  const { groups, from, at } = detachment;
  return history.arrivals.some((arrival) => {
    const asked = switchoverIn(arrival);
    return (
      arrival.at <= at &&
      asked !== undefined &&
      groups.has(asked.group) &&
      from - asked.askedAt <= switchoverRequestMs &&
      !hasMovedSince(asked, detachment, history)
    );
  });
}

/** AttachTime tells. Of the detached ENI itself every look has seen the very attachment that was detached. */
function hasMovedSince(
  { group, askedAt }: Switchover,
  { eniId, from, at, before }: Detachment,
  history: History,
): boolean {
  const leaders = leadersDuring(group, from, at, history).map((leader) =>
    leader.networkInterfaceId === eniId ? before : leader,
  );
  return (
    leaders.length > 0 &&
    leaders.every(({ attachment }) => attachment !== undefined && attachment.attachTime >= askedAt)
  );
}

/** The ENI that leads its group was on another instance, and came there after this ENI came to its holder. */
export function leaderHadLeft(detachment: Detachment, history: History): boolean {
  const { eniId, groups, from, at } = detachment;
  return [...groups]
    .flatMap((group) => leadersDuring(group, from, at, history))
    .some((leader) => leader.networkInterfaceId !== eniId && hasLeft(leader, detachment));
}

function hasLeft({ attachment }: NetworkInterface, { holderId, at, before }: Detachment): boolean {
  if (attachment?.instanceId === undefined || attachment.instanceId === holderId) return false;
  return (
    attachment.attachTime > (before.attachment?.attachTime ?? 0) &&
    at - attachment.attachTime <= followLeaderMs + evidenceMs + wholeSecondMs
  );
}
