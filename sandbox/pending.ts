import type { Clock } from './clock.ts';

/** What is still to happen: at most one thing for each key. */
export class Pending {
  readonly #clock: Clock;
  readonly #cancel = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Lets `happen` run `ms` milliseconds from now, in place of whatever was pending for `key`. */
  set(key: string, ms: number, happen: () => void): void {
    this.cancel(key);
    const cancel = this.#clock.after(ms, () => {
      this.#cancel.delete(key);
      happen();
    });
    this.#cancel.set(key, cancel);
  }

  has(key: string): boolean {
    return this.#cancel.has(key);
  }

  cancel(key: string): void {
    this.#cancel.get(key)?.();
    this.#cancel.delete(key);
  }

  cancelAll(): void {
    for (const key of [...this.#cancel.keys()]) this.cancel(key);
  }
}
