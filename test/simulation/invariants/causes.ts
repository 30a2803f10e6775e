import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History } from '../history.ts';
import { groupOf, impairedSince, isGone, isImpaired, isOrdinary } from '../truth.ts';
import { alarmIn, spotWarningIn, switchoverIn } from './arrivals.ts';
import { type Detachment, groupDuring } from './detachment.ts';
import {
  alarmBelievedMs,
  evidenceMs,
  followLeaderMs,
  impairedGraceMs,
  invocationMs,
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

/** Somebody asked for a switchover of the group, lately enough for one invocation to be still at it. */
export function moveWasAskedFor({ groups, at }: Detachment, { arrivals }: History): boolean {
  return arrivals.some((arrival) => {
    const asked = switchoverIn(arrival);
    return (
      arrival.at <= at &&
      asked !== undefined &&
      groups.has(asked.group) &&
      at - asked.askedAt <= switchoverRequestMs + invocationMs + evidenceMs
    );
  });
}

/** The ENI that leads its group was on another instance, and came there after this ENI came to its holder. */
export function leaderHadLeft(detachment: Detachment, history: History): boolean {
  const { eniId, groups } = detachment;
  return [...groups]
    .flatMap((group) => leadersDuring(group, detachment, history))
    .some((leader) => leader.networkInterfaceId !== eniId && hasLeft(leader, detachment));
}

function hasLeft({ attachment }: NetworkInterface, { holderId, at, before }: Detachment): boolean {
  if (attachment?.instanceId === undefined || attachment.instanceId === holderId) return false;
  return (
    attachment.attachTime > (before.attachment?.attachTime ?? 0) &&
    at - attachment.attachTime <= followLeaderMs + evidenceMs + wholeSecondMs
  );
}

/** Every version of every ENI that a look of that time may have taken for the group's leader. */
function leadersDuring(
  group: string,
  { from, at }: Detachment,
  history: History,
): readonly NetworkInterface[] {
  const leaders: NetworkInterface[] = [];
  for (const versions of groupDuring(history, group, from, at)) {
    const leading = versions.filter(
      (eni): eni is NetworkInterface => eni !== undefined && groupOf(eni) === group && isOrdinary(eni),
    );
    leaders.push(...leading);
    // One that was fit to lead all the time is followed by nobody further down.
    if (leading.length === versions.length) break;
  }
  return leaders;
}
