import type { Clock } from '../sandbox/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
  handle?: NodeJS.Timeout;
}

/**
 * Starts in the past, where time passes at once, and then goes on as real time: what takes EC2 a minute, such as a
 * status check, is over before anybody has to wait for it, and the processes of the functions agree on the present.
 */
export class ClockWithPast implements Clock {
  readonly #timers = new Set<Timer>();
  #pastNow: number | undefined;
  #stopped = false;

  /** `startsAt` in milliseconds since the epoch. */
  constructor(startsAt: number) {
    this.#pastNow = startsAt;
  }

  now(): number {
    return this.#pastNow ?? Date.now();
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  after(ms: number, callback: () => void): () => void {
    if (this.#stopped) return () => undefined;
    const timer: Timer = { at: this.now() + Math.max(0, ms), callback };
    this.#timers.add(timer);
    if (this.#pastNow === undefined) this.#arm(timer);
    return () => this.#forget(timer);
  }

  /** Lets everything happen that is due until `instant`, in order. Only in the past. */
  async passUntil(instant: number): Promise<void> {
    for (let timer = this.#earliest(); timer !== undefined && timer.at <= instant; timer = this.#earliest()) {
      this.#pastNow = Math.max(this.now(), timer.at);
      this.#forget(timer);
      timer.callback();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#pastNow = Math.max(this.now(), instant);
  }

  /** From here on it is the machine's time. */
  becomeReal(): void {
    this.#pastNow = undefined;
    for (const timer of this.#timers) this.#arm(timer);
  }

  /** Nothing that was to happen later happens any more, so that the process can end. */
  stop(): void {
    this.#stopped = true;
    for (const timer of [...this.#timers]) this.#forget(timer);
  }

  /** A set keeps the order of insertion, so of two that are due together the older one comes first. */
  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (earliest === undefined || timer.at < earliest.at) earliest = timer;
    }
    return earliest;
  }

  #arm(timer: Timer): void {
    const fire = () => {
      this.#timers.delete(timer);
      timer.callback();
    };
    timer.handle = setTimeout(fire, Math.max(0, timer.at - Date.now()));
  }

  #forget(timer: Timer): void {
    this.#timers.delete(timer);
    clearTimeout(timer.handle);
  }
}
