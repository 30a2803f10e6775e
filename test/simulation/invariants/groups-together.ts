import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History } from '../history.ts';
import { isHeld, isMember } from '../truth.ts';
import { canTake } from './candidates.ts';
import type { Invariant } from './invariant.ts';
import { type Group, holderOf, isAtHome, type Present, presentOf } from './present.ts';
import { calmReminderMs, evidenceMs, followLeaderMs, wholeSecondMs } from './promises.ts';
import { isTick } from './ticks.ts';
import { remembered } from './trouble.ts';

/**
 * In the end, a group's ENIs are on one instance. Looked at are the ordinary ENIs in the leader's Availability Zone and VPC
 * that are at home, where the leader is at home too. Not a split, because people have said what they want: an ENI that is
 * held, one on a holder that is held or no member, and a leader on an instance that is no member.
 *
 * A split is excused where people's hands have been on an ENI of the group, where the leader's instance cannot take the
 * whole group (held, hung, not running, priority unreadable, too few slots), where the ENI came to its place no earlier than
 * the leader to its own, and where in the 15 min after the leader's arrival no tick was handled with success. A split that
 * is excused must have been told: an alert `blocked` that names the ENI, since the trouble began or in the day before.
 */
export const groupsTogether: Invariant = {
  name: 'groups-together',
  atEnd(history) {
    const present = presentOf(history);
    return [...present.groups.values()].flatMap((group) =>
      group.travelling.flatMap((eni) => problemOf(eni, group, present, history)),
    );
  },
};

function problemOf(
  eni: NetworkInterface,
  group: Group,
  present: Present,
  history: History,
): readonly string[] {
  const { leader } = group;
  if (leader === undefined || !isSplit(eni, leader, group, present)) return [];
  const { networkInterfaceId: id, attachment } = eni;
  const split = `${id} is on ${attachment?.instanceId}, its leader ${leader.networkInterfaceId} on ${leader.attachment?.instanceId}`;
  if (!isExcused(eni, leader, group, present, history)) return [`${split}, and nothing explains it`];
  const alerts = remembered(id, group, { kinds: ['blocked'], reminderMs: calmReminderMs }, history);
  return alerts.length > 0 ? [] : [`${split}, and nobody was told`];
}

function isSplit(
  eni: NetworkInterface,
  leader: NetworkInterface,
  { name }: Group,
  present: Present,
): boolean {
  const holder = holderOf(eni, present);
  const home = holderOf(leader, present);
  if (holder === undefined || home === undefined || holder.instanceId === home.instanceId) return false;
  return (
    isAtHome(eni, holder) &&
    isAtHome(leader, home) &&
    !isHeld(eni) &&
    !isHeld(holder) &&
    isMember(holder, name) &&
    isMember(home, name)
  );
}

function isExcused(
  eni: NetworkInterface,
  leader: NetworkInterface,
  group: Group,
  present: Present,
  history: History,
): boolean {
  const home = holderOf(leader, present);
  const leaderCameAt = leader.attachment?.attachTime ?? 0;
  const touched = history.incidents.some(({ about }) =>
    group.enrolled.some(({ networkInterfaceId }) => about.includes(networkInterfaceId)),
  );
  return (
    touched ||
    home === undefined ||
    !canTake(home, group.travelling, group, present) ||
    (eni.attachment?.attachTime ?? 0) >= leaderCameAt ||
    !couldBeHandled(leaderCameAt, history)
  );
}

function couldBeHandled(leaderCameAt: number, { invocations }: History): boolean {
  return invocations.some(
    ({ event, outcome, at, endedAt }) =>
      isTick(event) &&
      outcome === 'succeeded' &&
      at >= leaderCameAt + wholeSecondMs + evidenceMs &&
      (endedAt ?? Number.POSITIVE_INFINITY) <= leaderCameAt + followLeaderMs,
  );
}
