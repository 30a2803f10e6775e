import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';
import { noDefects } from './invariants/no-defects.ts';
import { quietAtTheEnd } from './invariants/quiet-at-the-end.ts';
import { settledCostsLittle } from './invariants/settled-costs-little.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

describe('no-defects', () => {
  test.each([
    'TypeError: x is not a function',
    "Error: y; Cannot read properties of undefined (reading 'z')",
  ])('is broken by %s', (error) => {
    made.invoke(made.events.tick(), { outcome: 'failed', error });
    expect(made.judgeEnd(noDefects)).toHaveLength(1);
  });

  test('is kept by a time-out, a crash and an error of EC2', () => {
    made.invoke(made.events.tick(), { outcome: 'timed out' });
    made.invoke(made.events.tick(), { outcome: 'failed', error: 'TimeoutError: no answer in 5000 ms' });
    made.invoke(made.events.tick(), {
      outcome: 'crashed',
      error: 'Error: Runtime exited with error: signal: killed',
    });
    expect(made.judgeEnd(noDefects)).toEqual([]);
  });
});

describe('settled-costs-little', () => {
  const judge = () => made.judgeEnd(settledCostsLittle);
  const look = async (count: number, more = {}) => {
    const at = made.now;
    for (let call = 0; call < count; call++) await made.call('DescribeInstances', { ...more });
    made.invoke(made.events.tick(), { at });
  };

  test('is kept by ticks of eight calls and any number of further pages, and broken by nine calls', async () => {
    await look(8);
    await made.wait(minuteMs);
    await look(20, { NextToken: 'x' });
    expect(judge()).toEqual([]);
    await made.wait(minuteMs);
    await look(9);
    expect(judge()).toHaveLength(1);
  });

  test('does not count the calls of another environment', async () => {
    await look(5);
    const others = made.history.calls.map((call) => ({ ...call, environment: 'environment 2' }));
    made.history.calls.push(...others);
    expect(judge()).toEqual([]);
  });

  test('is broken by any changing call of the last five minutes', async () => {
    await made.protect(made.eni);
    expect(judge()).toHaveLength(1);
    await made.wait(6 * minuteMs);
    expect(judge()).toEqual([]);
  });
});

describe('quiet-at-the-end', () => {
  const judge = () => made.judgeEnd(quietAtTheEnd);

  test('is kept by whatever happens before, and by swift successes after', async () => {
    made.invoke(made.events.tick(), { outcome: 'failed' });
    made.history.faultsEndedAt = made.now;
    await made.wait(19 * minuteMs);
    made.invoke(made.events.tick(), { outcome: 'timed out', tookMs: 5 * minuteMs });
    await made.wait(2 * minuteMs);
    made.invoke(made.events.tick());
    expect(judge()).toEqual([]);
  });

  test.each([
    ['fails', { outcome: 'failed' as const }],
    ['is timed out', { outcome: 'timed out' as const }],
    ['takes more than a minute', { tookMs: 61_000 }],
  ])('is broken where an invocation %s', async (_what, invocation) => {
    made.history.faultsEndedAt = made.now;
    await made.wait(20 * minuteMs);
    made.invoke(made.events.tick(), invocation);
    expect(judge()).toHaveLength(1);
  });

  test('is broken by an invocation that is under way for more than a minute', async () => {
    made.history.faultsEndedAt = made.now;
    await made.wait(20 * minuteMs);
    const { endedAt: _ended, outcome: _outcome, ...running } = made.invoke(made.events.tick());
    made.history.invocations.splice(0, 1, running);
    await made.wait(59_000);
    expect(judge()).toEqual([]);
    await made.wait(2_000);
    expect(judge()).toHaveLength(1);
  });
});
