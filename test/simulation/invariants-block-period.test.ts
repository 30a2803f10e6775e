import { blockPeriod } from './invariants/block-period.ts';
import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

describe('block-period', () => {
  async function detachAfter(ms: number) {
    made = new HandMadeHistory();
    await made.wait(10 * minuteMs);
    await made.impair(made.a);
    made.arrive(made.events.alarm(made.a));
    const fresh = made.addEni({ on: made.a, since: Math.floor(made.now / 1_000) * 1_000 });
    await made.wait(ms);
    return { fresh, broken: made.judgeCall(blockPeriod, await made.detach(made.eni)) };
  }

  test('is broken by leaving an impaired holder to which another ENI of the group came four minutes ago', async () => {
    expect((await detachAfter(4 * minuteMs)).broken).toHaveLength(1);
  });

  test('is kept by leaving it five minutes after the last arrival', async () => {
    expect((await detachAfter(5 * minuteMs)).broken).toEqual([]);
  });

  test('is kept where an arrival is so young that a look may not have shown it', async () => {
    expect((await detachAfter(20_000)).broken).toEqual([]);
  });

  test('is kept where what came there was enrolled so lately that a look may not have shown it', async () => {
    await made.impair(made.a);
    const young = made.addEni({ on: made.a, since: made.now - minuteMs, tags: { 'eni-warden:group': 'h' } });
    await made.wait(minuteMs);
    made.world.setTag(young, 'eni-warden:group', 'g');
    await made.wait(10_000);
    expect(made.judgeCall(blockPeriod, await made.detach(made.eni))).toEqual([]);
  });

  test('is broken by leaving a holder that only a heartbeat alarm speaks against', async () => {
    const eni = made.addEni({ on: made.a, since: made.now - minuteMs });
    made.arrive(made.events.alarm(made.a, { namespace: 'Firewall' }));
    expect(made.judgeCall(blockPeriod, await made.detach(eni))).toHaveLength(1);
  });

  test('is kept where the holder is gone, warned of, or somebody asks', async () => {
    const eni = made.addEni({ on: made.a, since: made.now - minuteMs });
    const call = await made.detach(eni);
    expect(made.judgeCall(blockPeriod, call)).toHaveLength(1);
    made.arrive(made.events.spotWarning(made.a));
    expect(made.judgeCall(blockPeriod, call)).toEqual([]);
    made.history.arrivals.length = 0;
    made.arrive(made.events.switchover());
    expect(made.judgeCall(blockPeriod, call)).toEqual([]);
    made.history.arrivals.length = 0;
    made.world.stop(made.a);
    expect(made.judgeCall(blockPeriod, call)).toEqual([]);
  });
});
