import type { History } from '../history.ts';
import { groupOf, isOrdinary } from '../truth.ts';
import { type Switchover, switchoverIn, wasGivenUp } from './arrivals.ts';
import type { Invariant } from './invariant.ts';
import { invocationMs, restAfterMs, wholeSecondMs } from './promises.ts';

/**
 * Nobody who asked for a switchover is left without an answer. For every readable request that arrived, one of these:
 * an alert about a move of its group, told after its first arrival; an alert `switchover-refused` for its event id; its
 * event given up; or the group did go where it was asked to, or was there: from the request to 20 min after its last arrival,
 * an ENI of the group was on the target, or, where no target was named, an ordinary one came to an instance.
 * One that arrived in the last 5 min may still be under way.
 */
export const refusalsTold: Invariant = {
  name: 'refusals-told',
  atEnd(history) {
    const requests = new Map<string, Switchover[]>();
    const readable = history.arrivals.filter(({ event }) => !event.id.startsWith('malformed-'));
    for (const request of readable.flatMap((arrival) => switchoverIn(arrival) ?? []))
      requests.set(request.eventId, [...(requests.get(request.eventId) ?? []), request]);
    return [...requests.values()].flatMap((arrivals) => problemOf(arrivals, history));
  },
};

function problemOf(arrivals: readonly Switchover[], history: History): readonly string[] {
  const [first] = arrivals;
  const last = arrivals.at(-1);
  if (first === undefined || last === undefined || last.arrivedAt > history.now() - invocationMs) return [];
  const isAnswered =
    history.told.some(
      (alert) =>
        (alert.kind === 'switchover-refused' && isAbout(alert.data, first.eventId)) ||
        (moveKinds.has(alert.kind) && alert.group === first.group && alert.at >= first.arrivedAt),
    ) ||
    wasGivenUp(first.event, history) !== undefined ||
    wentThere(first, last.arrivedAt + restAfterMs, history);
  if (isAnswered) return [];
  return [`the switchover request ${first.eventId} for ${first.group} was neither carried out nor refused`];
}

const moveKinds = new Set(['failover-started', 'failover-completed', 'failover-failed', 'failover-found']);

function isAbout(data: Readonly<Record<string, unknown>>, eventId: string): boolean {
  const { trigger } = data;
  return (
    typeof trigger === 'object' && trigger !== null && 'eventId' in trigger && trigger.eventId === eventId
  );
}

function wentThere(
  { group, target, askedAt }: Switchover,
  until: number,
  { networkInterfaces }: History,
): boolean {
  return networkInterfaces.ids().some((id) =>
    networkInterfaces.during(id, askedAt, until).some((eni) => {
      if (eni?.attachment?.instanceId === undefined || groupOf(eni) !== group) return false;
      const { instanceId, attachTime } = eni.attachment;
      if (target !== undefined) return instanceId === target;
      return isOrdinary(eni) && attachTime >= askedAt - wholeSecondMs;
    }),
  );
}
