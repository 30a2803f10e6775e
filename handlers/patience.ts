import type { Clock } from '../aws/clock.ts';
import type { Outcome } from '../domain/outcome.ts';

const firstMs = 500;
const longestMs = 5_000;

/** How long to wait before looking again when nothing gets on: a little longer each time. */
export class Patience {
  readonly #clock: Clock;
  readonly #deadline: number;
  #waits = 0;
  #endsInVain = 0;

  constructor(clock: Clock, deadline: number) {
    this.#clock = clock;
    this.#deadline = deadline;
  }

  /** A group's changes have ended. */
  ended(outcomes: readonly Outcome[]): void {
    const inVain = outcomes.every(({ result }) => result === 'withdrawn');
    this.#endsInVain = inVain ? this.#endsInVain + 1 : 0;
  }

  /**
   * Something was begun: the next look need not wait. Unless several groups in a row have ended with nothing but
   * objections: what decides and what objects may not agree, and the loop would spin.
   */
  async afterWork(): Promise<void> {
    if (this.#endsInVain > 1) return this.wait();
    this.#waits = 0;
  }

  async wait(): Promise<void> {
    const waitMs = Math.round(Math.min(longestMs, firstMs * 1.5 ** this.#waits));
    this.#waits += 1;
    await this.#clock.sleep(Math.min(waitMs, Math.max(0, this.#deadline - this.#clock.now())));
  }
}
