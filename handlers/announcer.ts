import type { Clock } from '../aws/clock.ts';
import { type Alert, calmFactor } from '../domain/alert.ts';

/** What this process has told people, and what it still owes them: kept between invocations. */
export interface News {
  /** By fingerprint, what was told. Losing it only repeats the news. */
  readonly told: Map<string, Told>;
  /** What SNS did not take; the next invocation tries again. */
  owed: readonly Alert[];
}

interface Told {
  readonly at: number;
  /** The group whose trouble it was about. */
  readonly troubleOf?: string;
}

export function noNews(): News {
  return { told: new Map(), owed: [] };
}

/** More than this is a flood: the oldest are forgotten, and may be told again. */
const newsMax = 5_000;

/**
 * Tells people without keeping anybody waiting: publishing goes on beside the work, and what could not be delivered is
 * known at the end.
 */
export class Announcer {
  readonly #clock: Clock;
  readonly #publish: (alert: Alert) => Promise<void>;
  readonly #reminderMs: number;
  readonly #news: News;
  readonly #owedMax: number;
  readonly #published: Promise<void>[] = [];
  readonly #owed = new Map<number, Alert>();
  readonly #problems: string[] = [];

  /** Of more than `owedMax` alerts that are owed, the oldest are forgotten. */
  constructor(
    clock: Clock,
    publish: (alert: Alert) => Promise<void>,
    reminderMs: number,
    news: News,
    owedMax = newsMax,
  ) {
    this.#clock = clock;
    this.#publish = publish;
    this.#reminderMs = reminderMs;
    this.#news = news;
    this.#owedMax = owedMax;
    const { owed } = news;
    news.owed = [];
    for (const alert of owed) void this.announce(alert);
  }

  /** Tells it, unless the same was told within the reminder period. Resolves when it is delivered or has failed. */
  announce(alert: Alert): Promise<void> {
    const told = this.#news.told.get(alert.fingerprint);
    const reminderMs = alert.calm === true ? this.#reminderMs * calmFactor : this.#reminderMs;
    if (told !== undefined && this.#clock.now() - told.at < reminderMs) return Promise.resolve();
    this.#remember(alert);
    const turn = this.#published.length;
    const published = this.#publish(alert).catch((error: unknown) => this.#owe(alert, turn, error));
    this.#published.push(published);
    return published;
  }

  /** The trouble of these groups is over: should it come again, that is news again. */
  troubleIsOver(groups: ReadonlySet<string>): void {
    for (const [fingerprint, { troubleOf }] of this.#news.told) {
      if (troubleOf !== undefined && groups.has(troubleOf)) this.#news.told.delete(fingerprint);
    }
  }

  /** Resolves when everything is delivered or has failed, with what failed. */
  async settled(): Promise<readonly string[]> {
    await Promise.all(this.#published);
    return this.#problems;
  }

  /** What is owed is told in the order in which it happened, not in that in which SNS gave up on it. */
  #owe(alert: Alert, turn: number, error: unknown): void {
    this.#news.told.delete(alert.fingerprint);
    this.#owed.set(turn, alert);
    const inOrder = [...this.#owed].sort(([a], [b]) => a - b).map(([, owed]) => owed);
    this.#news.owed = inOrder.slice(-this.#owedMax);
    this.#problems.push(error instanceof Error ? error.message : String(error));
  }

  #remember({ fingerprint, troubleOf }: Alert): void {
    const { told } = this.#news;
    told.delete(fingerprint);
    told.set(fingerprint, { at: this.#clock.now(), ...(troubleOf !== undefined && { troubleOf }) });
    const oldest = told.keys().next().value;
    if (told.size > newsMax && oldest !== undefined) told.delete(oldest);
  }
}
