import type { NetworkInterface } from '../../../../sandbox/world/records.ts';
import type { History } from '../../history.ts';
import { groupOf, isGoneForGood, isHeld, isMember } from '../../truth.ts';
import type { Invariant } from '../invariant.ts';
import { type Deletion, deletionIn } from './deletion.ts';

/**
 * Nothing of a VPC is deleted while a failover may be under way in it: while a protected ENI of it, for all of the last 25 s,
 * was between two places, or unattached and not on hold, in a readable group that has a member.
 */
export const deletedInPeace: Invariant = {
  name: 'deleted-in-peace',
  afterCleanupCall(call, history) {
    const deletion = deletionIn(call, history);
    if (deletion === undefined) return [];
    const loose = looseOneOf(deletion, history);
    return loose === undefined
      ? []
      : [`${deletion.eniId} was deleted while ${loose} of its VPC was looking for a home`];
  },
};

function looseOneOf({ before, from, at }: Deletion, history: History): string | undefined {
  const groups = groupsWithMembers(history, from, at);
  return history.networkInterfaces.ids().find((id) => {
    const versions = history.networkInterfaces.during(id, from, at);
    return (
      history.networkInterfaces.asOf(id, from) !== undefined &&
      versions.every((eni) => eni !== undefined && eni.vpcId === before.vpcId && isLoose(eni, groups))
    );
  });
}

function isLoose(eni: NetworkInterface, hasMember: (group: string) => boolean): boolean {
  const { attachment, tags } = eni;
  const group = groupOf(eni);
  if (tags['eni-warden:group'] === undefined || attachment?.status === 'attached') return false;
  return attachment !== undefined || (group !== undefined && hasMember(group) && !isHeld(eni));
}

/** By those that were members all the time: whoever has just come or gone may have been missed, and is not counted. */
function groupsWithMembers({ instances }: History, from: number, at: number): (group: string) => boolean {
  const known = instances.ids().filter((id) => instances.asOf(id, from) !== undefined);
  const lives = known.map((id) => instances.during(id, from, at));
  return (group) =>
    lives.some((versions) =>
      versions.every(
        (instance) => instance !== undefined && !isGoneForGood(instance) && isMember(instance, group),
      ),
    );
}
