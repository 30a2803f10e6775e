import type { Invariant } from '../invariant.ts';
import { deletionIn } from './deletion.ts';

/** One sweep deletes no more ENIs than it may: 25, or what the owner has set. */
export const sweepCap: Invariant = {
  name: 'sweep-cap',
  afterCleanupCall(call, history) {
    if (deletionIn(call, history) === undefined) return [];
    const { calls, invocations, deletionsMax } = history.cleanup;
    const { environment } = call;
    const beganAt = invocations.findLast((one) => one.environment === environment)?.at ?? 0;
    const deleted = calls.filter(
      (other) => other.environment === environment && other.at >= beganAt && deletionIn(other, history),
    ).length;
    return deleted <= deletionsMax
      ? []
      : [`a sweep of ${environment} deleted ${deleted} ENIs, more than ${deletionsMax}`];
  },
};
