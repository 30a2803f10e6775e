import type { AwsEvent } from '../../../sandbox/events/aws-events.ts';
import type { History } from '../history.ts';
import { eventIdOf, isMalformed, wasGivenUp } from './arrivals.ts';
import type { Invariant } from './invariant.ts';
import { invocationMs } from './promises.ts';
import { namedIn } from './told.ts';

/**
 * Every event that the function could not read is shown to people by an alert `malformed` with its id in the excerpt, or it
 * was given up. One that arrived in the last 5 min may still be under way.
 */
export const malformedTold: Invariant = {
  name: 'malformed-told',
  atEnd: (history) =>
    history.arrivals
      .filter(({ event, at }) => isMalformed(event) && at <= history.now() - invocationMs)
      .filter(({ event }) => !isShown(event, history) && wasGivenUp(event, history) === undefined)
      .map(({ event }) => `the unreadable event ${eventIdOf(event)} was dropped, and nobody was told`),
};

function isShown(event: AwsEvent, { told }: History): boolean {
  return told.some(
    (alert) => alert.kind === 'malformed' && namedIn(alert, JSON.stringify(event.id).slice(1, -1)),
  );
}
