import type { RestoreReport } from '../domain/cleanup/restore-report.ts';
import type { CallEntry } from '../sandbox/call-log.ts';
import { markIn } from './cleanup-deeds.ts';
import type { CleanupFleet } from './cleanup-fleet.ts';
import type { CleanupStage } from './cleanup-stage.ts';
import { readNews } from './news.ts';
import type { StoryLine } from './story-line.ts';

/** Tells what happens in the cleanup story; sweeps that change nothing and say nothing become one line. */
export class CleanupTimeline {
  readonly lines: StoryLine[] = [];
  readonly #stage: Pick<CleanupStage, 'clock'>;
  #quiet = { count: 0, lastAt: 0 };
  #linesBeforeSweep: number;

  constructor(stage: Pick<CleanupStage, 'clock' | 'sandbox' | 'sns'>, { orphanId, survivors }: CleanupFleet) {
    this.#stage = stage;
    const { world, log } = stage.sandbox;
    const { tags, privateIpAddresses } = world.networkInterface(orphanId);
    const known = `${privateIpAddresses[0]?.privateIpAddress}, '${tags.Name}'`;
    const others = `and so are ${survivors.length} others`;
    this.#tell('EC2', `${shortId(orphanId)} (${known}) is attached to nothing, ${others}`, 'bad');
    this.#linesBeforeSweep = this.lines.length;
    log.onCall((call) => {
      for (const line of callLines(call)) this.#tell(line.who, line.what, line.tone);
    });
    stage.sns.watch((message) => {
      const { severity, summary } = readNews(message);
      this.#tell('SNS', `${severity}: ${summary}`, severity === 'info' ? 'plain' : 'bad');
    });
  }

  /** A sweep is over. */
  swept(): void {
    if (this.lines.length === this.#linesBeforeSweep) {
      this.#quiet = { count: this.#quiet.count + 1, lastAt: this.#stage.clock.now() };
    }
    this.#linesBeforeSweep = this.lines.length;
  }

  asks(key: string): void {
    this.#tell('On-call', `misses it: npm run restore -- ${key}`, 'bad');
  }

  restored({ outcome, eniId, newEniId, addresses, cannotComeBack, problems }: RestoreReport): void {
    const isBack = newEniId !== undefined;
    const what = isBack ? `is back as ${newEniId} with ${addresses.join(', ')}` : 'is not back';
    this.#tell('Restore', `${outcome}: ${eniId} ${what}`, outcome === 'restored' ? 'good' : 'bad');
    for (const line of cannotComeBack) this.#tell('Restore', `cannot come back: ${line}`, 'quiet');
    for (const line of problems) this.#tell('Restore', line, 'bad');
    this.#linesBeforeSweep = this.lines.length;
  }

  failed(problem: string): void {
    this.#tell('ENI Warden', `the function failed: ${problem}`, 'bad');
  }

  /** Nothing more is going to happen. */
  end(): void {
    this.#tellQuietSweeps();
  }

  #tell(who: StoryLine['who'], what: string, tone: StoryLine['tone']): void {
    this.#tellQuietSweeps();
    this.lines.push({ at: this.#stage.clock.now(), who, what: shorten(what), tone });
  }

  #tellQuietSweeps(): void {
    const { count, lastAt } = this.#quiet;
    this.#quiet = { count: 0, lastAt };
    if (count === 0) return;
    const what =
      count === 1
        ? 'sweeps: nothing to do, nothing to say'
        : `sweeps every hour up to here, ${count} times: nothing to do, nothing to say`;
    this.lines.push({ at: lastAt, who: 'ENI Warden', what, tone: 'quiet' });
  }
}

/** The calls that change something, by the functions; of all the others only what the world makes of them is told. */
function callLines(call: CallEntry): readonly Pick<StoryLine, 'who' | 'what' | 'tone'>[] {
  const { action, caller, parameters, errorCode } = call;
  if (caller !== 'cleanup' || !/^(Create|Delete|Put)/.test(action)) return [];
  const eniId = parameters.NetworkInterfaceId ?? parameters['ResourceId.1'] ?? parameters.Key ?? '';
  const who = 'ENI Warden';
  if (errorCode !== undefined) {
    return [{ who, what: `${action} of ${eniId}: the answer is ${errorCode}`, tone: 'bad' }];
  }
  switch (action) {
    case 'CreateTags': {
      const mark = markIn(call);
      const what = mark === undefined ? `tags ${eniId}` : `marks ${eniId}: unattached since ${mark.since}`;
      return [{ who, what, tone: 'decision' }];
    }
    case 'DeleteTags':
      return [{ who, what: `takes its mark from ${eniId}`, tone: 'decision' }];
    case 'PutObject':
      return [{ who, what: `stores ${eniId}`, tone: 'decision' }];
    case 'DeleteNetworkInterface':
      return [
        { who, what: `deletes ${eniId}`, tone: 'decision' },
        { who: 'EC2', what: `${eniId} is gone, and its address is free`, tone: 'plain' },
      ];
    default:
      return [{ who, what: `${action} ${eniId}`, tone: 'decision' }];
  }
}

/** As Names does it for the fleet of the failover stories. */
export function shortId(id: string): string {
  return `eni-…${id.slice(-5)}`;
}

/** The text with the id of every ENI made short. */
export function shorten(text: string): string {
  return text.replaceAll(/\beni-[0-9a-f]{17}\b/g, shortId);
}
