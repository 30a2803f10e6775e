import { readTogether } from '../../aws/together.ts';
import { VirtualClock } from '../../sandbox/clock.ts';

/** A read that takes so long each time, and gives the moment at which it ended. */
function readOf(clock: VirtualClock, ...takes: readonly number[]) {
  let times = 0;
  return async () => {
    await clock.sleep(takes[Math.min(times++, takes.length - 1)] ?? 0);
    return clock.now();
  };
}

test('what is read side by side is given as it was read', async () => {
  const clock = new VirtualClock(0);
  const read = readTogether<readonly [number, number]>(clock, readOf(clock, 100), readOf(clock, 900));
  expect(await clock.run(read)).toEqual([100, 900]);
});

test('what was read long before the slowest is read again', async () => {
  const clock = new VirtualClock(0);
  const read = readTogether<readonly [number, number]>(clock, readOf(clock, 100), readOf(clock, 60_000));
  expect(await clock.run(read)).toEqual([60_100, 60_000]);
});

test('however long they take, what they give is never further apart than 5 s', async () => {
  const clock = new VirtualClock(0);
  const read = readTogether<readonly [number, number]>(
    clock,
    readOf(clock, 100, 30_000, 20_000, 10),
    readOf(clock, 7_000, 8_000, 20),
  );
  const [first, second] = await clock.run(read);
  expect(Math.abs(first - second)).toBeLessThanOrEqual(5_000);
});

test('a read that fails fails the whole', async () => {
  const clock = new VirtualClock(0);
  const fails = async () => {
    throw new Error('no');
  };
  await expect(
    clock.run(readTogether<readonly [number, never]>(clock, readOf(clock, 100), fails)),
  ).rejects.toThrow('no');
});
