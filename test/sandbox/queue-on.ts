import { VirtualClock } from '../../sandbox/clock.ts';
import { addEventSource, type EventSourceSettings } from '../../sandbox/lambda/event-source.ts';
import { createLambda, type Lambda } from '../../sandbox/lambda/lambda.ts';
import type { LambdaFunction } from '../../sandbox/lambda/lambda-types.ts';
import { seededRandom } from '../../sandbox/random.ts';
import type { QueueSettings } from '../../sandbox/sqs/queue.ts';
import type { QueueEvent } from '../../sandbox/sqs/queue-event.ts';

export interface QueueOptions {
  readonly queue?: Partial<QueueSettings>;
  readonly source?: Partial<EventSourceSettings>;
  readonly fn?: Partial<LambdaFunction>;
}

/** A queue and the function `audit` that reads it: a window of a minute, and two invocations at once at most. */
export function queueOn({ queue: queueChanges, source, fn }: QueueOptions = {}) {
  const clock = new VirtualClock();
  const place = { clock, random: seededRandom('queue'), region: 'eu-west-1', account: '123456789012' };
  const lambda = createLambda(place);
  const { sqs } = lambda;
  const queue = sqs.createQueue({ name: 'calls', visibilityTimeoutMs: 600_000, ...queueChanges });
  lambda.addFunction({ name: 'audit', timeoutMs: 300_000, invoke: async () => 'done', ...fn });
  const settings = {
    functionName: 'audit',
    batchSize: 1_000,
    batchingWindowMs: 60_000,
    maximumConcurrency: 2,
    ...source,
  };
  const eventSource = addEventSource(settings, { ...place, lambda, queue });
  return { clock, lambda, sqs, queue, eventSource };
}

/** What each invocation got, in the order of their ends; the order inside of a batch is not promised. */
export function batchesOf(lambda: Lambda): unknown[][] {
  return lambda.invocations.map(({ event }) =>
    (event as QueueEvent).Records.map(({ body }) => JSON.parse(body) as unknown).sort(),
  );
}
