import type { Clock } from '../aws/clock.ts';
import { type Alert, calmFactor } from '../domain/alert.ts';

/** What this process has told people, and what it still owes them: kept between invocations. */
export interface News {
  /** By fingerprint, when it was told. Losing it only repeats the news. */
  readonly toldAt: Map<string, number>;
  /** What SNS did not take; the next invocation tries again. */
  owed: readonly Alert[];
}

export function noNews(): News {
  return { toldAt: new Map(), owed: [] };
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
  readonly #published: Promise<void>[] = [];
  readonly #problems: string[] = [];

  constructor(clock: Clock, publish: (alert: Alert) => Promise<void>, reminderMs: number, news: News) {
    this.#clock = clock;
    this.#publish = publish;
    this.#reminderMs = reminderMs;
    this.#news = news;
    const { owed } = news;
    news.owed = [];
    for (const alert of owed) this.announce(alert);
  }

  /** Tells it, unless the same was told within the reminder period. */
  announce(alert: Alert): void {
    const toldAt = this.#news.toldAt.get(alert.fingerprint);
    const reminderMs = alert.calm === true ? this.#reminderMs * calmFactor : this.#reminderMs;
    if (toldAt !== undefined && this.#clock.now() - toldAt < reminderMs) return;
    this.#remember(alert.fingerprint);
    this.#published.push(this.#publish(alert).catch((error: unknown) => this.#owe(alert, error)));
  }

  /** Resolves when everything is delivered or has failed, with what failed. */
  async settled(): Promise<readonly string[]> {
    await Promise.all(this.#published);
    return this.#problems;
  }

  #owe(alert: Alert, error: unknown): void {
    this.#news.toldAt.delete(alert.fingerprint);
    this.#news.owed = [...this.#news.owed, alert].slice(-newsMax);
    this.#problems.push(error instanceof Error ? error.message : String(error));
  }

  #remember(fingerprint: string): void {
    const { toldAt } = this.#news;
    toldAt.delete(fingerprint);
    toldAt.set(fingerprint, this.#clock.now());
    const oldest = toldAt.keys().next().value;
    if (toldAt.size > newsMax && oldest !== undefined) toldAt.delete(oldest);
  }
}
