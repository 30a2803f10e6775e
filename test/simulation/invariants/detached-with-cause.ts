import {
  heartbeatWasLost,
  holderWasGone,
  holderWasImpaired,
  holderWasWarned,
  leaderHadLeft,
  moveWasAskedFor,
} from './causes.ts';
import { detachmentIn } from './detachment.ts';
import type { Invariant } from './invariant.ts';

/**
 * Nothing is detached without a cause. One of these must have been so at some moment of the last 25 s (35 s for Force):
 * the holder was not running or pending, or did not exist; a status check of it was impaired for two minutes, or for less
 * with a status alarm that named it; an alarm of the owner's own named it in the last 10 min, raised after the ENI came
 * there; a Spot warning named it in the last 3 min; a switchover of the group was asked for in the last 10 min, after its
 * leader had come to where it is; the group's leader was on another instance, having come there later than the ENI to its
 * holder, in the last 15 min.
 * Muted and suppressed alarms are no cause. Detaches that EC2 refused are not judged here.
 */
export const detachedWithCause: Invariant = {
  name: 'detached-with-cause',
  afterCall(call, history) {
    const detachment = detachmentIn(call, history);
    if (detachment === undefined || causes.some((cause) => cause(detachment, history))) return [];
    const { eniId, holderId } = detachment;
    return [
      `${eniId} was detached from ${holderId}, which was not down, with nobody asking and no leader to follow`,
    ];
  },
};

const causes = [
  holderWasGone,
  holderWasImpaired,
  heartbeatWasLost,
  holderWasWarned,
  moveWasAskedFor,
  leaderHadLeft,
];
