import { VirtualClock } from '../../sandbox/clock.ts';
import { createEventBus, type EventBus } from '../../sandbox/events/bus.ts';
import { createLambda, type Lambda } from '../../sandbox/lambda/lambda.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { QueueEvent } from '../../sandbox/sqs/queue-event.ts';
import type { FunctionDescription, RuleTargetDescription } from '../../sandbox/stack/template.ts';
import type { FunctionTargetDescription } from '../../sandbox/stack/template-rules.ts';
import { lambdaFunctionFor, wireEventSources, wireRules } from '../../sandbox/stack/template-wiring.ts';

const description: FunctionDescription = {
  name: 'fn',
  code: { bucket: undefined, key: 'fn.zip' },
  handler: 'fn.handler',
  timeoutMs: 5_000,
  memoryMegabytes: 256,
  reservedConcurrency: undefined,
  environment: {},
  maximumEventAgeMs: undefined,
  maximumRetryAttempts: 0,
  onFailureQueue: 'failed',
  role: undefined,
};
const permitted: FunctionTargetDescription = {
  id: 'target',
  functionName: 'fn',
  permitted: true,
  input: undefined,
  deadLetterQueue: undefined,
};

let clock: VirtualClock;
let sandbox: Sandbox;
let bus: EventBus;
let lambda: Lambda;

beforeEach(() => {
  clock = new VirtualClock();
  sandbox = createSandbox({ clock, seed: 'wiring' });
  const { random, region, account } = sandbox;
  bus = createEventBus(sandbox);
  lambda = createLambda({ clock, random, region, account });
  lambda.addFunction(lambdaFunctionFor(description, async (event) => event));
});

/** Wires one target to a rule that fires every minute, and lets it fire once. */
async function tickOnce(target: RuleTargetDescription): Promise<void> {
  wireRules(
    [{ name: 'tick', pattern: undefined, schedule: 'rate(1 minute)', targets: [target] }],
    bus,
    lambda,
  );
  await clock.advance(61_000);
}

test('a permitted target runs its function with the event', async () => {
  await tickOnce(permitted);
  expect(lambda.invocations).toMatchObject([
    { functionName: 'fn', event: { 'detail-type': 'Scheduled Event' } },
  ]);
});

test('a fixed input takes the place of the event', async () => {
  await tickOnce({ ...permitted, input: { look: 'everywhere' } });
  expect(lambda.invocations).toMatchObject([{ event: { look: 'everywhere' } }]);
});

test('a target without a permission runs nothing, and its dead-letter queue gets the event (facts 4.1)', async () => {
  await tickOnce({ ...permitted, permitted: false, deadLetterQueue: 'refused' });
  expect(lambda.invocations).toEqual([]);
  expect(lambda.queues.get('refused')).toMatchObject([{ 'detail-type': 'Scheduled Event' }]);
});

test('a rule with a pattern fires for what matches', async () => {
  wireRules(
    [{ name: 'none', pattern: { source: ['x'] }, schedule: undefined, targets: [permitted] }],
    bus,
    lambda,
  );
  await tickOnce({ ...permitted, id: 'other' });
  expect(lambda.invocations).toHaveLength(1);
});

test('a queue that a rule may send to gets the event, and its function reads it there', async () => {
  const { functionName, ...target } = permitted;
  const source = { queueName: 'calls', functionName, batchSize: 100, batchingWindowMs: 10_000 };
  const stop = wireEventSources([source], sandbox, lambda);
  await tickOnce({ ...target, queueName: 'calls' });
  expect(lambda.invocations).toEqual([]);
  await clock.advance(10_000);
  const { Records } = lambda.invocations.map(({ event }) => event as QueueEvent)[0] ?? { Records: [] };
  expect(Records.map(({ body }) => JSON.parse(body))).toMatchObject([{ 'detail-type': 'Scheduled Event' }]);
  stop();
  await clock.advance(600_000);
  expect(lambda.invocations).toHaveLength(1);
});

test('a queue that a rule may not send to gets nothing, and the dead-letter queue gets the event', async () => {
  const { functionName: _, ...target } = permitted;
  await tickOnce({ ...target, queueName: 'calls', permitted: false, deadLetterQueue: 'refused' });
  expect(lambda.queues.get('calls')).toBeUndefined();
  expect(lambda.queues.get('refused')).toMatchObject([{ 'detail-type': 'Scheduled Event' }]);
});
