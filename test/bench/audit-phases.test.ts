import { auditPhases } from '../../bench/audit-phases.ts';
import { impatientClock } from '../../bench/impatient-clock.ts';

/** Of the process's CPU time, however much of the machine others have. */
function work(ms: number): void {
  const from = process.cpuUsage();
  for (
    let used = process.cpuUsage(from);
    used.user + used.system < ms * 1_000;
    used = process.cpuUsage(from)
  );
}

describe('the phases of an audit', () => {
  it('end with the last reply that was read and with the first thing that is written', async () => {
    const phases = auditPhases();
    const read = phases.reading(async () => work(30));
    const write = phases.writing(async () => work(30));
    phases.begin();
    await read({});
    await read({});
    work(60);
    await write({});
    await write({});
    const figures = phases.end();
    expect(figures.read.cpuMs).toBeGreaterThan(50);
    expect(figures.decide.cpuMs).toBeGreaterThan(50);
    expect(figures.write.cpuMs).toBeGreaterThan(50);
    expect(figures.read.peakRssBytes).toBeGreaterThan(1_000_000);
    expect(figures.write.peakRssBytes).toBeGreaterThanOrEqual(figures.read.peakRssBytes);
  });
});

describe('the impatient clock', () => {
  it('wakes at once whoever sleeps, as late as if they had slept', async () => {
    const clock = impatientClock();
    const [from, machine] = [clock.now(), Date.now()];
    await Promise.all([clock.sleep(60_000), clock.sleep(30_000)]);
    await clock.sleep(60_000);
    expect(clock.now() - from).toBeGreaterThanOrEqual(120_000);
    expect(clock.now() - from).toBeLessThan(130_000);
    expect(Date.now() - machine).toBeLessThan(10_000);
  });
});
