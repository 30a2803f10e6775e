import { groupOf } from '../truth.ts';
import { evidenceFrom } from './detachment.ts';
import type { Invariant } from './invariant.ts';
import { leadersDuring } from './leaders.ts';
import { wasMisled } from './misled.ts';

/**
 * An ENI that follows is attached only to where its leader is: to an instance to which, at some moment of the last 25 s,
 * an ENI was attached that a look may have taken for the leader of its group. Not judged are calls that EC2 refused, and
 * those of an environment that got an odd answer in this time: one that calls the leader `associated` makes another lead.
 */
export const followsItsLeader: Invariant = {
  name: 'follows-its-leader',
  afterCall(call, history) {
    const { action, errorCode, networkInterfaceId: id = '', instanceId, at, before } = call;
    const group = before === undefined ? undefined : groupOf(before);
    if (action !== 'AttachNetworkInterface' || errorCode !== undefined || group === undefined) return [];
    const leaders = leadersDuring(group, evidenceFrom(call), at, history);
    const isRight = leaders.some(
      ({ networkInterfaceId, attachment }) =>
        networkInterfaceId === id || attachment?.instanceId === instanceId,
    );
    if (isRight || wasMisled(call, history)) return [];
    return [`${id} was attached to ${instanceId}, where no leader of ${group} was`];
  },
};
