import { VirtualClock } from '../../sandbox/clock.ts';
import { createLambda, type Lambda } from '../../sandbox/lambda/lambda.ts';
import type { InvocationContext, LambdaFunction } from '../../sandbox/lambda/lambda-types.ts';
import { seededRandom } from '../../sandbox/random.ts';

const minute = 60_000;
let clock: VirtualClock;
let lambda: Lambda;

function add(changes: Partial<LambdaFunction> & Pick<LambdaFunction, 'invoke'>): void {
  lambda.addFunction({ name: 'fn', timeoutMs: 10_000, onFailureQueue: 'failed', ...changes });
}

beforeEach(() => {
  clock = new VirtualClock();
  const random = seededRandom('lambda');
  lambda = createLambda({ clock, random, region: 'eu-west-1', account: '123456789012' });
});

test('an event runs the function once when it succeeds', async () => {
  add({ invoke: async (event) => ({ got: event }) });
  lambda.invokeAsync('fn', { a: 1 });
  await clock.advance(10 * minute);
  expect(lambda.invocations).toMatchObject([{ outcome: 'succeeded', result: { got: { a: 1 } }, attempt: 1 }]);
  expect(lambda.queues.get('failed')).toBeUndefined();
});

test('a function that throws runs again after one minute and then after two', async () => {
  const startedAt = clock.now();
  add({ invoke: async () => Promise.reject(new Error('no')) });
  lambda.invokeAsync('fn', {});
  await clock.advance(30 * minute);
  expect(lambda.invocations.map(({ at }) => at - startedAt)).toEqual([0, minute, 3 * minute]);
  expect(new Set(lambda.invocations.map(({ requestId }) => requestId)).size).toBe(1);
});

test('a function is retried no more often than it is configured to be', async () => {
  add({ invoke: async () => Promise.reject(new Error('no')), maximumRetryAttempts: 1 });
  lambda.invokeAsync('fn', {});
  await clock.advance(30 * minute);
  expect(lambda.invocations).toHaveLength(2);
});

test('a retry that succeeds is the last attempt, and nothing goes to the queue', async () => {
  let runs = 0;
  const flaky = async () => {
    runs += 1;
    if (runs === 1) throw new Error('first time unlucky');
  };
  add({ invoke: flaky });
  lambda.invokeAsync('fn', {});
  await clock.advance(30 * minute);
  expect(lambda.invocations.map(({ outcome }) => outcome)).toEqual(['failed', 'succeeded']);
  expect(lambda.queues.size).toBe(0);
});

test('an event whose retries are exhausted leaves the whole failure record in the queue', async () => {
  add({ invoke: async () => Promise.reject(new TypeError('no standby')) });
  const requestId = lambda.invokeAsync('fn', { id: 'event-1' });
  await clock.advance(30 * minute);
  expect(lambda.queues.get('failed')).toEqual([
    {
      version: '1.0',
      timestamp: new Date(Date.UTC(2026, 0, 5, 9, 3)).toISOString(),
      requestContext: {
        requestId,
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:fn:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { id: 'event-1' },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'TypeError', errorMessage: 'no standby', trace: expect.any(Array) },
    },
  ]);
});

test('an event that is too old for its next attempt is given up with that reason', async () => {
  add({ invoke: async () => Promise.reject(new Error('no')), maximumEventAgeMs: 2 * minute });
  lambda.invokeAsync('fn', {});
  await clock.advance(30 * minute);
  expect(lambda.invocations).toHaveLength(2);
  expect(lambda.queues.get('failed')).toMatchObject([
    { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 } },
  ]);
});

test('a function that runs out of time counts as failed, and its later effects still happen', async () => {
  const effects: number[] = [];
  const slow = async () => {
    await clock.sleep(15_000);
    effects.push(clock.now());
  };
  add({ invoke: slow, maximumRetryAttempts: 0 });
  lambda.invokeAsync('fn', {});
  await clock.advance(10_000);
  expect(lambda.invocations).toMatchObject([{ outcome: 'timed out', durationMs: 10_000 }]);
  expect(lambda.invocations[0]?.error?.errorMessage).toContain('Task timed out after 10.00 seconds');
  await clock.advance(10_000);
  expect(effects).toHaveLength(1);
  expect(lambda.invocations).toHaveLength(1);
});

test('the function is told that its time is over, so that it can be stopped', async () => {
  let told: AbortSignal | undefined;
  const invoke = async (_event: unknown, _context: InvocationContext, timedOut: AbortSignal) => {
    told = timedOut;
    await clock.sleep(minute);
  };
  add({ invoke, maximumRetryAttempts: 0 });
  lambda.invokeAsync('fn', {});
  await clock.advance(9_999);
  expect(told?.aborted).toBe(false);
  await clock.advance(1);
  expect(told?.aborted).toBe(true);
});

test('the remaining time shrinks with the clock', async () => {
  const seen: number[] = [];
  add({
    invoke: async (_event, context) => {
      seen.push(context.getRemainingTimeInMillis());
      await clock.sleep(4_000);
      seen.push(context.getRemainingTimeInMillis());
    },
  });
  lambda.invokeAsync('fn', {});
  await clock.advance(minute);
  expect(seen).toEqual([10_000, 6_000]);
});

test('a duplicated event runs twice under one request id', async () => {
  add({ invoke: async () => 'done' });
  lambda.duplicateNext(1);
  lambda.invokeAsync('fn', 'a');
  lambda.invokeAsync('fn', 'b');
  await clock.advance(minute);
  expect(lambda.invocations.map(({ event }) => event)).toEqual(['a', 'a', 'b']);
  expect(lambda.invocations[0]?.requestId).toBe(lambda.invocations[1]?.requestId);
});

test('what a handler does to its event does not reach the next attempt', async () => {
  const seen: unknown[] = [];
  add({
    invoke: async (event) => {
      seen.push(structuredClone(event));
      (event as { n: number }).n += 1;
      throw new Error('no');
    },
  });
  lambda.invokeAsync('fn', { n: 1 });
  await clock.advance(10 * minute);
  expect(seen).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }]);
});

test('after a stop nothing is retried', async () => {
  add({ invoke: async () => Promise.reject(new Error('no')) });
  lambda.invokeAsync('fn', {});
  await clock.advance(1_000);
  lambda.stop();
  lambda.invokeAsync('fn', {});
  await clock.advance(10 * minute);
  expect(lambda.invocations).toHaveLength(1);
});

test('who invokes a function and waits gets its outcome, and nothing is tried again', async () => {
  add({ invoke: async (event) => (event === 'a' ? 'done' : Promise.reject(new Error('no'))) });
  expect(await clock.run(lambda.invoke('fn', 'a'))).toMatchObject({ outcome: 'succeeded', result: 'done' });
  expect(await clock.run(lambda.invoke('fn', 'b'))).toMatchObject({ outcome: 'failed', attempt: 1 });
  await clock.advance(30 * minute);
  expect(lambda.invocations).toHaveLength(2);
  expect(lambda.queues.get('failed')).toBeUndefined();
  await expect(lambda.invoke('other', 'a')).rejects.toThrow('There is no function other.');
});

test('who invokes a function that has no room left hears of the throttle at once', async () => {
  add({ invoke: () => clock.sleep(5_000), reservedConcurrency: 1 });
  const [first, second] = [lambda.invoke('fn', 'a'), lambda.invoke('fn', 'b')];
  expect(await second).toBeUndefined();
  expect(await clock.run(first)).toMatchObject({ outcome: 'succeeded' });
});
