import type { History } from '../history.ts';
import { groupOf, isPrimary } from '../truth.ts';
import { holderWasGone, holderWasWarned, leaderHadLeft, moveWasAskedFor } from './causes.ts';
import { type Detachment, detachmentIn, groupDuring } from './detachment.ts';
import type { Invariant } from './invariant.ts';
import { blockPeriodMs } from './promises.ts';

/**
 * A group that has come to a holder stays there for 300 s, be the holder impaired or its heartbeat lost, unless the holder
 * was gone at some moment of the last 25 s, was warned of, or had lost the leader, or somebody asked for a switchover. The
 * time counts from the AttachTime of the last ENI of the group that was on the holder for all of these 25 s, so that every
 * look saw it there, and from that of the detached one.
 */
export const blockPeriod: Invariant = {
  name: 'block-period',
  afterCall(call, history) {
    const detachment = detachmentIn(call, history);
    if (detachment === undefined) return [];
    const { eniId, holderId, at } = detachment;
    const sinceMs = at - lastArrival(detachment, history);
    if (sinceMs >= blockPeriodMs || exemptions.some((isExempt) => isExempt(detachment, history))) return [];
    return [`${eniId} was detached from ${holderId}, not gone, ${sinceMs} ms after its group came there`];
  },
};

const exemptions = [holderWasGone, holderWasWarned, moveWasAskedFor, leaderHadLeft];

function lastArrival({ before, groups, holderId, from, at }: Detachment, history: History): number {
  const others = [...groups]
    .flatMap((group) =>
      groupDuring(history, group, from, at).filter((versions) =>
        versions.every((eni) => eni !== undefined && groupOf(eni) === group),
      ),
    )
    .flatMap((versions) => {
      const times = versions.map((eni) =>
        eni?.attachment?.instanceId === holderId && !isPrimary(eni)
          ? eni.attachment.attachTime
          : Number.NEGATIVE_INFINITY,
      );
      return times.length === 0 ? [] : [Math.min(...times)];
    });
  return Math.max(before.attachment?.attachTime ?? Number.NEGATIVE_INFINITY, ...others);
}
