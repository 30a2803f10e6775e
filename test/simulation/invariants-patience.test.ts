import { forceComesLast } from './invariants/force-comes-last.ts';
import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';
import { looksAreSpaced } from './invariants/looks-are-spaced.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  made.sandbox.faults.hang(made.a);
  await made.wait(2 * minuteMs);
});

describe('force-comes-last', () => {
  const force = async () => made.judgeCall(forceComesLast, await made.detach(made.eni, { Force: 'true' }));

  test('is broken by Force at once, and by Force a second after the detach', async () => {
    const call = await made.detach(made.eni, { Force: 'true' });
    expect(made.judgeCall(forceComesLast, call)).toHaveLength(1);
    made = new HandMadeHistory();
    made.sandbox.faults.hang(made.a);
    await made.detach(made.eni);
    await made.wait(1_000);
    expect(await force()).toHaveLength(1);
  });

  test('is kept by Force five seconds after the detach', async () => {
    await made.detach(made.eni);
    await made.wait(5_000);
    expect(await force()).toEqual([]);
  });
});

describe('looks-are-spaced', () => {
  function look(more: Readonly<Record<string, string>> = {}) {
    const parameters = { 'Filter.1.Name': 'tag-key', ...more };
    made.history.calls.push({
      at: made.now,
      environment: 'environment 1',
      action: 'DescribeInstances',
      parameters,
    });
  }

  async function lookOften(count: number, everyMs: number, more?: Readonly<Record<string, string>>) {
    made.invoke(made.events.tick(), { tookMs: count * everyMs });
    for (let looks = 0; looks < count; looks++) {
      look(more);
      await made.wait(everyMs);
    }
  }

  test('is broken by an invocation that looks every tenth of a second', async () => {
    await lookOften(40, 100);
    expect(made.judgeEnd(looksAreSpaced)).toHaveLength(1);
  });

  test('is kept by one that looks once a second, and by one that reads page after page', async () => {
    await lookOften(40, 1_000);
    await lookOften(40, 100, { NextToken: 'more' });
    expect(made.judgeEnd(looksAreSpaced)).toEqual([]);
  });

  test('counts the looks of each invocation by themselves', async () => {
    for (let event = 0; event < 10; event++) await lookOften(4, 100);
    expect(made.judgeEnd(looksAreSpaced)).toEqual([]);
  });
});
