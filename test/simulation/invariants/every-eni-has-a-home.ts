import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import { groupOf, isGoneForGood, isHeld, isLive, isMember, isOrdinary } from '../truth.ts';
import { candidatesFor, canTake } from './candidates.ts';
import type { Invariant } from './invariant.ts';
import { type Group, holderOf, isAtHome, type Present, presentOf } from './present.ts';

/**
 * In the end, every protected ENI that has somewhere to go is attached to a live instance: running or pending, with no
 * impaired status check. It has nowhere to go, and is exempt, exactly where
 * - it or its group's leader may not be taken from where it is: held, not ordinary, or on a holder that is held or, being
 *   neither terminated nor about to be, no member of the group;
 * - it lies in another Availability Zone or VPC than the leader;
 * - the leader is at home on an instance that cannot take this ENI: not a member, held, hung, pending, with a priority that
 *   cannot be read, or without one free slot;
 * - the leader is not at home either, and no member is a candidate: running, every check passing, not hung, not held,
 *   with a readable priority, in the leader's zone and VPC, with room for all travelling ENIs of the group that it lacks.
 */
export const everyEniHasAHome: Invariant = {
  name: 'every-eni-has-a-home',
  atEnd(history) {
    const present = presentOf(history);
    return present.networkInterfaces
      .filter((eni) => !isAtHome(eni, holderOf(eni, present)))
      .flatMap((eni) => problemOf(eni, present));
  },
};

function problemOf(eni: NetworkInterface, present: Present): readonly string[] {
  const group = present.groups.get(groupOf(eni) ?? '');
  const leader = group?.leader;
  if (group === undefined || leader === undefined || !group.travelling.includes(eni)) return [];
  if (mustStay(eni, group, present)) return [];
  const leadersHolder = holderOf(leader, present);
  const isHere = isAtHome(leader, leadersHolder) && leadersHolder !== undefined;
  const where = isHere
    ? [leadersHolder].filter((instance) => canTake(instance, [eni], group, present))
    : mustStay(leader, group, present)
      ? []
      : candidatesFor(group, present);
  if (where.length === 0) return [];
  return [
    `${eni.networkInterfaceId} is ${placeOf(eni, present)}, and could be on ${where.map(({ instanceId }) => instanceId).join(' or ')}`,
  ];
}

/** Whether it may not be taken from where it is; one that is attached to nothing may. */
function mustStay(eni: NetworkInterface, { name }: Group, present: Present): boolean {
  if (isHeld(eni) || !isOrdinary(eni)) return true;
  if (eni.attachment === undefined) return false;
  const holder = holderOf(eni, present);
  if (holder === undefined) return eni.attachment.instanceId === undefined;
  return isHeld(holder) || (!isMember(holder, name) && !isGoneForGood(holder));
}

function placeOf(eni: NetworkInterface, present: Present): string {
  const { attachment } = eni;
  if (attachment === undefined) return `attached to nothing (${eni.status})`;
  const holder = holderOf(eni, present);
  const health = isLive(holder)
    ? ''
    : holder?.state === 'running'
      ? ', impaired'
      : `, ${holder?.state ?? 'unknown'}`;
  return `${attachment.status} on ${attachment.instanceId}${health}`;
}
