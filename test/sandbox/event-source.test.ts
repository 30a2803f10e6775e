import { createHash } from 'node:crypto';
import type { QueueEvent } from '../../sandbox/sqs/queue-event.ts';
import { batchesOf, queueOn } from './queue-on.ts';

const second = 1_000;
const minute = 60 * second;

describe('A function that reads a queue', () => {
  test('gets in one invocation what came within the window, counted from the first message', async () => {
    const { clock, lambda, queue } = queueOn();
    await clock.advance(30 * second);
    const firstAt = clock.now();
    queue.send('a');
    await clock.advance(40 * second);
    queue.send('b');
    await clock.advance(19 * second);
    expect(lambda.invocations).toEqual([]);
    await clock.advance(second);
    queue.send('c');
    await clock.advance(59 * second);
    expect(batchesOf(lambda)).toEqual([['a', 'b']]);
    expect(lambda.invocations[0]?.at).toBe(firstAt + minute);
    await clock.advance(minute);
    expect(batchesOf(lambda)).toEqual([['a', 'b'], ['c']]);
  });

  test('gets a full batch at once, and the rest in the next', async () => {
    const { clock, lambda, queue } = queueOn({ source: { batchSize: 3 } });
    for (const letter of ['a', 'b', 'c', 'd']) queue.send(letter);
    await clock.advance(0);
    expect(batchesOf(lambda)).toEqual([['a', 'b', 'c']]);
    await clock.advance(minute);
    expect(batchesOf(lambda)).toEqual([['a', 'b', 'c'], ['d']]);
  });

  test('gets no more than fits into one invocation', async () => {
    const { clock, lambda, queue } = queueOn();
    const large = 'x'.repeat(200_000);
    for (let count = 0; count < 40; count++) queue.send(large);
    await clock.advance(2 * minute);
    const sizes = lambda.invocations.map(({ event }) => JSON.stringify(event).length);
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes)).toBeLessThan(6 * 1024 * 1024);
  });

  test('gets every message as Lambda hands it over', async () => {
    const { clock, lambda, queue } = queueOn();
    const sentAt = clock.now();
    queue.send({ id: 'event-1' });
    await clock.advance(minute);
    const body = '{"id":"event-1"}';
    expect(lambda.invocations[0]?.event).toEqual({
      Records: [
        {
          messageId: expect.stringMatching(/^[0-9a-f]{8}-/),
          receiptHandle: expect.stringMatching(/^[0-9a-f]{40}$/),
          body,
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: String(sentAt),
            SenderId: expect.any(String),
            ApproximateFirstReceiveTimestamp: String(sentAt),
          },
          messageAttributes: {},
          md5OfBody: createHash('md5').update(body).digest('hex'),
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:calls',
          awsRegion: 'eu-west-1',
        },
      ],
    });
  });

  test('gets them in no order that it could count on', async () => {
    const { clock, lambda, queue } = queueOn();
    const numbers = Array.from({ length: 20 }, (_, index) => String(index));
    for (const number of numbers) queue.send(number);
    await clock.advance(minute);
    const bodies = lambda.invocations.flatMap(({ event }) =>
      (event as QueueEvent).Records.map(({ body }) => JSON.parse(body)),
    );
    expect(bodies).not.toEqual(numbers);
    expect(new Set(bodies)).toEqual(new Set(numbers));
  });

  test('leaves nothing behind when it succeeds', async () => {
    const { clock, lambda, queue } = queueOn();
    queue.send('a');
    expect(queue.contents()).toEqual(['a']);
    await clock.advance(60 * minute);
    expect(queue.contents()).toEqual([]);
    expect(lambda.invocations).toHaveLength(1);
  });

  test('is left alone after a stop, and the messages stay where they are', async () => {
    const { clock, lambda, queue, eventSource } = queueOn();
    queue.send('a');
    eventSource.stop();
    queue.send('b');
    await clock.advance(60 * minute);
    expect(lambda.invocations).toEqual([]);
    expect(queue.contents().sort()).toEqual(['a', 'b']);
  });
});

describe('Several batches at once', () => {
  test('are no more than the maximum concurrency, and the rest waits in the queue', async () => {
    let [running, most] = [0, 0];
    const { clock, lambda, queue } = queueOn({
      source: { batchSize: 1, maximumConcurrency: 2 },
      fn: {
        invoke: async () => {
          running += 1;
          most = Math.max(most, running);
          await clock.sleep(10 * second);
          running -= 1;
        },
      },
    });
    for (const letter of ['a', 'b', 'c', 'd', 'e']) queue.send(letter);
    await clock.advance(10 * second);
    expect(lambda.invocations).toHaveLength(2);
    await clock.advance(minute);
    expect(lambda.invocations).toHaveLength(5);
    expect(most).toBe(2);
  });

  test('share the messages when several pollers receive, and none is lost', async () => {
    const { clock, lambda, queue, eventSource } = queueOn();
    eventSource.spread(2);
    const letters = [...'abcdefghij'];
    for (const letter of letters) queue.send(letter);
    await clock.advance(minute);
    const batches = batchesOf(lambda);
    expect(batches).toHaveLength(2);
    expect(Math.min(...batches.map((batch) => batch.length))).toBeGreaterThan(1);
    expect(batches.flat().sort()).toEqual(letters);
  });

  test('never come from more pollers than there may be invocations', async () => {
    const { clock, lambda, queue, eventSource } = queueOn({ source: { maximumConcurrency: 2 } });
    eventSource.spread(10);
    const letters = [...'abcdefghij'];
    for (const letter of letters) queue.send(letter);
    await clock.advance(minute);
    expect(batchesOf(lambda)).toHaveLength(2);
    expect(batchesOf(lambda).flat().sort()).toEqual(letters);
  });
});
