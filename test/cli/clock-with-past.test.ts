import { ClockWithPast } from '../../cli/clock-with-past.ts';

const present = Date.UTC(2026, 0, 5, 9, 0, 0);

describe('a clock with a past', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: present, doNotFake: ['setImmediate'] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('lets what is due in the past happen at once, in order, each at its own time', async () => {
    const clock = new ClockWithPast(present - 90_000);
    const happened: [string, number][] = [];
    const note = (name: string) => happened.push([name, clock.now() - present]);
    clock.after(60_000, () => note('later'));
    clock.after(10_000, () => {
      note('sooner');
      clock.after(20_000, () => note('follows'));
    });
    await clock.passUntil(present);
    expect(happened).toEqual([
      ['sooner', -80_000],
      ['follows', -60_000],
      ['later', -30_000],
    ]);
    expect(clock.now()).toBe(present);
  });

  it('carries over into real time what is not due yet', async () => {
    const clock = new ClockWithPast(present - 90_000);
    let happenedAt: number | undefined;
    clock.after(91_000, () => {
      happenedAt = clock.now();
    });
    await clock.passUntil(present);
    clock.becomeReal();
    jest.advanceTimersByTime(999);
    expect(happenedAt).toBeUndefined();
    jest.advanceTimersByTime(1);
    expect(happenedAt).toBe(present + 1_000);
  });

  it('forgets what was cancelled, in the past and in real time', async () => {
    const clock = new ClockWithPast(present - 90_000);
    let happened = 0;
    const inPast = clock.after(1_000, () => happened++);
    const inPresent = clock.after(91_000, () => happened++);
    inPast();
    await clock.passUntil(present);
    clock.becomeReal();
    inPresent();
    jest.advanceTimersByTime(5_000);
    expect(happened).toBe(0);
  });

  it('lets nothing happen any more once it is stopped', async () => {
    const clock = new ClockWithPast(present);
    clock.becomeReal();
    let happened = 0;
    clock.after(1_000, () => happened++);
    clock.stop();
    clock.after(1_000, () => happened++);
    jest.advanceTimersByTime(5_000);
    expect(happened).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
