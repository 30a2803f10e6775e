import type { Clock } from '../../../sandbox/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * Time that moves by hand, one timer at a time: the explorer decides when each of those who wait goes on. Every handler
 * has a clock of its own and EC2 has one, so that one of them can stand still while the others get on.
 */
export class SteppedClock implements Clock {
  #now: number;
  /** In the order in which they fall due. */
  readonly #timers: Timer[] = [];

  constructor(startsAt: number) {
    this.#now = startsAt;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return ms <= 0 ? Promise.resolve() : new Promise((resolve) => this.after(ms, resolve));
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), callback };
    const later = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** When the next timer falls due. */
  get nextAt(): number | undefined {
    return this.#timers[0]?.at;
  }

  /** Lets the next timer fire, late where the clock was put forward meanwhile; false where there is none. */
  fireNext(): boolean {
    const timer = this.#timers.shift();
    if (timer === undefined) return false;
    this.putForwardTo(timer.at);
    timer.callback();
    return true;
  }

  /** Fires what falls due until `at`, and goes there. */
  advanceTo(at: number): void {
    while (this.nextAt !== undefined && this.nextAt <= at) this.fireNext();
    this.putForwardTo(at);
  }

  /** Goes there without firing anything: whoever waits was held up. Never goes back. */
  putForwardTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }
}
