import * as fc from 'fast-check';
import { Pace, type PaceSettings } from '../../aws/pace.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { seededRandom } from '../../sandbox/random.ts';

const settings: PaceSettings = {
  burst: 8,
  initialPerSecond: 1,
  minPerSecond: 0.2,
  maxPerSecond: 5,
  bucket: 40,
};

function paceOf(some: Partial<PaceSettings> = {}, seed = 1) {
  const clock = new VirtualClock();
  const random = seededRandom(seed);
  return { clock, pace: new Pace(clock, () => random.unit(), { ...settings, ...some }) };
}

/** The times at which `count` callers, who all come at once, get their turn; each call then ends as `end` says. */
async function turnsOf(clock: VirtualClock, pace: Pace, count: number, end?: () => void): Promise<number[]> {
  const turns: number[] = [];
  const from = clock.now();
  const callers = Array.from({ length: count }, async () => {
    await pace.turn();
    turns.push(clock.now() - from);
    end?.();
  });
  await clock.run(Promise.all(callers));
  return turns;
}

test('the burst goes out at once, and what comes after it at the initial rate or a little faster', async () => {
  const { clock, pace } = paceOf();
  const turns = await turnsOf(clock, pace, 12);
  expect(turns.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 0));
  expect(turns[11]).toBeGreaterThan(3_000);
  expect(turns[11]).toBeLessThanOrEqual(4_010);
});

test('while nothing is refused, a quick start may spend the published bucket', async () => {
  const { clock, pace } = paceOf();
  const turns = await turnsOf(clock, pace, 40, () => pace.succeeded());
  expect(turns.at(-1)).toBe(0);
});

test('never do more calls go out than the published bucket and its refill allow, whatever succeeds', async () => {
  const arrivals = fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 20 }), async (gaps, burst) => {
      const { clock, pace } = paceOf({ burst, bucket: 30 });
      const capacity = Math.max(burst, 30);
      const turns: number[] = [];
      let arrival = 0;
      const callers = gaps.map(async (gap) => {
        arrival += gap % 40;
        await clock.sleep(arrival);
        await pace.turn();
        turns.push(clock.now());
        pace.succeeded();
      });
      await clock.run(Promise.all(callers));
      for (const [first, from] of turns.entries()) {
        for (const [last, to] of turns.entries()) {
          if (last < first) continue;
          const allowed = capacity + ((to - from) / 1_000) * settings.maxPerSecond;
          expect(last - first + 1).toBeLessThanOrEqual(Math.ceil(allowed));
        }
      }
    }),
    { numRuns: 25 },
  );
});

test('after a throttle nothing goes out at once, and then fewer calls than before', async () => {
  const usual = paceOf();
  const throttled = paceOf();
  throttled.pace.throttled();
  const before = await turnsOf(usual.clock, usual.pace, 12);
  const after = await turnsOf(throttled.clock, throttled.pace, 12);
  expect(after[0]).toBeGreaterThan(0);
  expect(after.at(-1)).toBeGreaterThan(before.at(-1) ?? 0);
});

test('however often it is throttled, the next call goes out in the time that the lowest rate takes', async () => {
  const { clock, pace } = paceOf();
  for (let times = 0; times < 100; times++) {
    pace.throttled();
    await clock.advance(2_000);
  }
  const [first] = await turnsOf(clock, pace, 1);
  expect(first).toBeLessThanOrEqual(2_000 / settings.minPerSecond);
});

test('who comes first goes first', async () => {
  const { clock, pace } = paceOf({ burst: 1 });
  const order: number[] = [];
  const callers = [0, 1, 2, 3, 4].map(async (index) => {
    await pace.turn();
    order.push(index);
  });
  await clock.run(Promise.all(callers));
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

test('who waits is ready when the clock says so, and not sooner', async () => {
  const { clock, pace } = paceOf({ burst: 1 });
  expect(pace.readyInMs).toBe(0);
  await pace.turn();
  const waitMs = pace.readyInMs;
  expect(waitMs).toBeGreaterThan(0);
  await clock.advance(waitMs);
  expect(pace.readyInMs).toBe(0);
});

/** A bucket of EC2's that many share: this process gets `perSecond` tokens of it. */
async function shareOf(perSecond: number, calls: number) {
  const { clock, pace } = paceOf();
  let tokens = 5;
  let at = clock.now();
  let refused = 0;
  const from = clock.now();
  const one = async () => {
    for (;;) {
      await pace.turn();
      tokens = Math.min(50, tokens + ((clock.now() - at) / 1_000) * perSecond);
      at = clock.now();
      if (tokens >= 1) break;
      refused += 1;
      pace.throttled();
    }
    tokens -= 1;
    pace.succeeded();
  };
  await clock.run(Promise.all(Array.from({ length: calls }, one)));
  return { refusedShare: refused / (refused + calls), seconds: (clock.now() - from) / 1_000 };
}

test.each([0.5, 1, 2, 4])(
  'it finds a share of %f calls a second: few are refused, and most of it is used',
  async (perSecond) => {
    const { refusedShare, seconds } = await shareOf(perSecond, 300);
    expect(refusedShare).toBeLessThan(0.15);
    expect(300 / seconds / perSecond).toBeGreaterThan(0.5);
  },
);
