import { VirtualClock } from '../../sandbox/clock.ts';
import { createLambda, type Lambda, type LambdaOptions } from '../../sandbox/lambda/lambda.ts';
import type { LambdaFunction } from '../../sandbox/lambda/lambda-types.ts';
import { seededRandom } from '../../sandbox/random.ts';

const minute = 60_000;
let clock: VirtualClock;
let lambda: Lambda;

function start(options: Partial<LambdaOptions> = {}): void {
  clock = new VirtualClock();
  lambda = createLambda({
    clock,
    random: seededRandom('lambda'),
    region: 'eu-west-1',
    account: '123456789012',
    ...options,
  });
}

function add(changes: Partial<LambdaFunction> & Pick<LambdaFunction, 'invoke'>): void {
  lambda.addFunction({ name: 'fn', timeoutMs: 10_000, onFailureQueue: 'failed', ...changes });
}

beforeEach(() => start());

test('with a reserved concurrency of one, the second event waits for a throttling backoff', async () => {
  add({ invoke: () => clock.sleep(1_500), reservedConcurrency: 1 });
  lambda.invokeAsync('fn', 1);
  lambda.invokeAsync('fn', 2);
  const startedAt = clock.now();
  await clock.advance(minute);
  expect(lambda.invocations.map(({ event, at }) => [event, at - startedAt])).toEqual([
    [1, 0],
    [2, 3_000],
  ]);
});

test('functions without a reservation share the rest of the account', async () => {
  start({ accountConcurrency: 2 });
  let atOnce = 0;
  let most = 0;
  const invoke = async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await clock.sleep(500);
    atOnce -= 1;
  };
  add({ name: 'one', invoke });
  add({ name: 'two', invoke });
  add({ name: 'reserved', invoke: async () => 'alone', reservedConcurrency: 1 });
  for (const name of ['one', 'two', 'one', 'two', 'reserved']) lambda.invokeAsync(name, {});
  await clock.advance(10 * minute);
  expect(most).toBe(1);
  expect(lambda.invocations.map(({ outcome }) => outcome)).toEqual(Array(5).fill('succeeded'));
});

test('a reserved concurrency of zero sends every event straight to the queue', async () => {
  add({ invoke: async () => 'never', reservedConcurrency: 0 });
  lambda.invokeAsync('fn', {});
  await clock.advance(minute);
  expect(lambda.invocations).toEqual([]);
  expect(lambda.queues.get('failed')).toMatchObject([{ requestContext: { approximateInvokeCount: 0 } }]);
});
