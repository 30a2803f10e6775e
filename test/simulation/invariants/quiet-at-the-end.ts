import type { History } from '../history.ts';
import type { Invariant } from './invariant.ts';
import { quietInvocationMs, restAfterMs } from './promises.ts';

/**
 * From 20 min after the last fault on, no invocation that begins fails, times out or crashes, and none takes longer than a
 * minute; that goes for one that is still under way, too.
 */
export const quietAtTheEnd: Invariant = {
  name: 'quiet-at-the-end',
  atEnd(history: History) {
    const all = [...history.invocations, ...history.cleanup.invocations];
    const late = all.filter(({ at }) => at >= history.faultsEndedAt + restAfterMs);
    return late.flatMap(({ requestId, outcome, error, at, endedAt }) => {
      const tookMs = (endedAt ?? history.now()) - at;
      return [
        ...(outcome === undefined || outcome === 'succeeded'
          ? []
          : [`invocation ${requestId} ${outcome} in a quiet world: ${error ?? 'no error'}`]),
        ...(tookMs > quietInvocationMs ? [`invocation ${requestId} took ${tookMs} ms in a quiet world`] : []),
      ];
    });
  },
};
