import type { History, Invocation } from '../history.ts';
import type { Invariant } from './invariant.ts';
import { settledMs } from './promises.ts';

/**
 * A world at rest costs a bounded number of calls: in the last 5 min nothing is changed or tried to be, and no invocation
 * makes more than `callsMax` calls to EC2, pages beyond the first aside. Per invocation and not per minute, because how
 * many events come is not the function's doing.
 */
export const settledCostsLittle: Invariant = {
  name: 'settled-costs-little',
  atEnd(history) {
    const from = history.now() - settledMs;
    const changes = history.calls
      .filter(({ at, action }) => at >= from && !action.startsWith('Describe'))
      .map(({ action, networkInterfaceId }) => `${action} of ${networkInterfaceId} in a world at rest`);
    const costly = history.invocations
      .filter(({ at }) => at >= from)
      .map((invocation) => ({ invocation, count: callsOf(invocation, history) }))
      .filter(({ count }) => count > callsMax)
      .map(
        ({ invocation, count }) =>
          `invocation ${invocation.requestId} made ${count} calls in a world at rest`,
      );
    return [...changes, ...costly];
  },
};

/**
 * One look: the ENIs, the members, the holders that are no members, the types of a new process, the status of the account
 * in one call, and in three more where that first page shows that the account is large.
 */
const callsMax = 8;

function callsOf(
  { environment, at, endedAt = Number.POSITIVE_INFINITY }: Invocation,
  { calls }: History,
): number {
  return calls.filter(
    (call) =>
      call.environment === environment &&
      call.at >= at &&
      call.at <= endedAt &&
      call.parameters.NextToken === undefined,
  ).length;
}
