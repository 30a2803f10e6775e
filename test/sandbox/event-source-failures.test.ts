import type { QueueEvent } from '../../sandbox/sqs/queue-event.ts';
import { batchesOf, queueOn } from './queue-on.ts';

const second = 1_000;
const minute = 60 * second;

describe('A batch that fails', () => {
  const failing = { invoke: async () => Promise.reject(new Error('no')) };

  test('comes again as a whole when its visibility timeout is over, counted from the receipt', async () => {
    const { clock, lambda, queue } = queueOn({ fn: failing });
    const startedAt = clock.now();
    queue.send('a');
    await clock.advance(20 * second);
    queue.send('b');
    await clock.advance(12 * minute);
    expect(batchesOf(lambda)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    // Received at once, hidden for ten minutes, and then the window of the next batch.
    expect(lambda.invocations.map(({ at }) => at - startedAt)).toEqual([minute, 11 * minute]);
    const again = lambda.invocations[1]?.event as QueueEvent;
    const times = { SentTimestamp: String(startedAt), ApproximateFirstReceiveTimestamp: String(startedAt) };
    expect(again.Records.map(({ attributes }) => attributes)).toContainEqual(
      expect.objectContaining({ ApproximateReceiveCount: '2', ...times }),
    );
  });

  test('is one that ran out of time, too', async () => {
    const { clock, lambda, queue } = queueOn({
      fn: { timeoutMs: second, invoke: () => new Promise(() => {}) },
    });
    queue.send('a');
    await clock.advance(12 * minute);
    expect(lambda.invocations.map(({ outcome }) => outcome)).toEqual(['timed out', 'timed out']);
    expect(queue.contents()).toEqual(['a']);
  });

  test('goes to the dead-letter queue once it was received as often as it may be', async () => {
    const { clock, lambda, queue } = queueOn({
      fn: failing,
      queue: { redrive: { queueName: 'failed', maxReceiveCount: 3 } },
    });
    queue.send({ id: 'event-1' });
    await clock.advance(25 * minute);
    expect(lambda.invocations).toHaveLength(3);
    expect(lambda.queues.get('failed')).toBeUndefined();
    await clock.advance(60 * minute);
    expect(lambda.invocations).toHaveLength(3);
    expect(lambda.queues.get('failed')).toEqual([{ id: 'event-1' }]);
    expect(queue.contents()).toEqual([]);
  });

  test('is tried until its time in the queue is over when nothing else ends it', async () => {
    const { clock, lambda, queue } = queueOn({ fn: failing, queue: { retentionMs: 60 * minute } });
    queue.send('a');
    await clock.advance(5 * 60 * minute);
    expect(lambda.invocations).toHaveLength(6);
    expect(queue.contents()).toEqual([]);
  });

  test('that a throttle has stopped counts as received all the same', async () => {
    const { clock, lambda, queue } = queueOn({
      fn: { reservedConcurrency: 0 },
      queue: { redrive: { queueName: 'failed', maxReceiveCount: 1 } },
    });
    queue.send('a');
    await clock.advance(20 * minute);
    expect(lambda.invocations).toEqual([]);
    expect(lambda.queues.get('failed')).toEqual(['a']);
  });
});
