import type { Alert } from '../../domain/alert.ts';
import { Announcer, type News, noNews } from '../../handlers/announcer.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { minutes } from './story.ts';

const reminderMs = minutes(60);

function alert(fingerprint: string): Alert {
  return {
    kind: 'no-standby',
    severity: 'critical',
    summary: fingerprint,
    sections: [],
    data: {},
    fingerprint,
  };
}

/** One process: what it remembers outlives its announcers, of which each invocation has one. */
class Process {
  readonly clock = new VirtualClock();
  readonly delivered: string[] = [];
  readonly #news: News = noNews();
  broken = false;

  invocation(): Announcer {
    return new Announcer(this.clock, (told) => this.#deliver(told), reminderMs, this.#news);
  }

  async announce(...fingerprints: readonly string[]): Promise<readonly string[]> {
    const announcer = this.invocation();
    for (const fingerprint of fingerprints) announcer.announce(alert(fingerprint));
    return announcer.settled();
  }

  async #deliver({ fingerprint }: Alert): Promise<void> {
    if (this.broken) throw new Error(`${fingerprint}: SNS is down`);
    this.delivered.push(fingerprint);
  }
}

test('the same news is told once, however many invocations have it', async () => {
  const process = new Process();
  await process.announce('a', 'b', 'a');
  await process.announce('a');
  expect(process.delivered).toEqual(['a', 'b']);
});

test('the same news is told again when its reminder is due, counted from when it was told last', async () => {
  const process = new Process();
  await process.announce('a');
  await process.clock.advance(reminderMs - 1);
  await process.announce('a');
  expect(process.delivered).toEqual(['a']);
  await process.clock.advance(1);
  await process.announce('a');
  await process.clock.advance(reminderMs - 1);
  await process.announce('a');
  expect(process.delivered).toEqual(['a', 'a']);
});

test('trouble that is over and comes again is news again, whatever its reminder; other trouble is not', async () => {
  const process = new Process();
  const about = (group: string) => ({ ...alert(`no standby for ${group}`), troubleOf: group });
  const announcer = process.invocation();
  announcer.announce(about('fw'));
  announcer.announce(about('db'));
  announcer.troubleIsOver(new Set(['fw']));
  announcer.announce(about('fw'));
  announcer.announce(about('db'));
  await announcer.settled();
  expect(process.delivered).toEqual(['no standby for fw', 'no standby for db', 'no standby for fw']);
});

test('an alert that could not be delivered is reported and stays owed, and the next invocation delivers it', async () => {
  const process = new Process();
  process.broken = true;
  expect(await process.announce('a')).toEqual(['a: SNS is down']);
  process.broken = false;
  expect(await process.announce()).toEqual([]);
  expect(process.delivered).toEqual(['a']);
  await process.announce('a');
  expect(process.delivered).toEqual(['a']);
});

test('an alert that is owed for many invocations is delivered once', async () => {
  const process = new Process();
  process.broken = true;
  for (let tick = 0; tick < 5; tick++) await process.announce('a');
  process.broken = false;
  await process.announce();
  await process.announce();
  await process.clock.advance(2 * reminderMs);
  await process.announce();
  expect(process.delivered).toEqual(['a']);
});

test('news that is owed and comes up again is delivered once', async () => {
  const process = new Process();
  process.broken = true;
  await process.announce('a');
  process.broken = false;
  await process.announce('a');
  expect(process.delivered).toEqual(['a']);
});

test('announcing waits for nobody', () => {
  const never = () => new Promise<void>(() => undefined);
  const announcer = new Announcer(new VirtualClock(), never, reminderMs, noNews());
  expect(announcer.announce(alert('a'))).toBeInstanceOf(Promise);
});

test('a flood is bounded: the oldest news may be told again, the youngest not', async () => {
  const process = new Process();
  const flood = Array.from({ length: 5_001 }, (_, index) => `news ${index}`);
  await process.announce(...flood);
  await process.announce('news 5000', 'news 0');
  expect(process.delivered.slice(flood.length)).toEqual(['news 0']);
});
