import { queueOn } from './queue-on.ts';

const minute = 60_000;

test('a message may come twice, at least once being all that is promised', async () => {
  const { clock, lambda, queue } = queueOn();
  queue.forgetDeletes(1);
  queue.send('a');
  queue.send('b');
  await clock.advance(60 * minute);
  expect(lambda.invocations).toHaveLength(2);
  expect(queue.contents()).toEqual([]);
});

test('a message that was received again is not deleted by who had it before', async () => {
  const { clock, lambda, queue } = queueOn({
    queue: { visibilityTimeoutMs: 2 * minute },
    fn: { invoke: () => clock.sleep(2.5 * minute) },
  });
  queue.send('a');
  await clock.advance(4 * minute);
  expect(lambda.invocations).toHaveLength(1);
  expect(queue.contents()).toEqual(['a']);
});

test('a message keeps its age in the queue that it is given up to', async () => {
  const { clock, lambda, sqs, queue } = queueOn({
    fn: { invoke: async () => Promise.reject(new Error('no')) },
    queue: { redrive: { queueName: 'failed', maxReceiveCount: 1 } },
  });
  sqs.createQueue({ name: 'failed', retentionMs: 30 * minute });
  queue.send('a');
  await clock.advance(29 * minute);
  expect(lambda.queues.get('failed')).toEqual(['a']);
  await clock.advance(minute);
  expect(lambda.queues.get('failed')).toEqual([]);
});

test('what is hidden comes back after its visibility timeout, and never when everything has ended', async () => {
  const { clock, lambda } = queueOn();
  lambda.sendToQueue('other', 'a');
  const other = lambda.sqs.queue('other');
  expect(other.receive()).toMatchObject({ content: 'a', receiveCount: 1 });
  expect(other.receive()).toBeUndefined();
  await clock.advance(minute);
  expect(other.receive()).toMatchObject({ content: 'a', receiveCount: 2 });
  lambda.stop();
  await clock.advance(minute);
  expect(other.receive()).toBeUndefined();
});

test('a queue has one name and one reader', () => {
  const { sqs, queue } = queueOn();
  expect(() => sqs.createQueue({ name: 'calls' })).toThrow('There is a queue calls already.');
  expect(() => queue.readBy(() => {})).toThrow('The queue calls has a reader already.');
});

test('the queues without a reader are those whose messages wait for a person', () => {
  const { lambda, queue } = queueOn();
  queue.send('a');
  lambda.sendToQueue('failed', 'b', 'c');
  expect(lambda.queues).toEqual(new Map([['failed', ['b', 'c']]]));
});
