import type { Oversight } from '../aws/perform.ts';
import type { Action } from '../domain/action.ts';
import { objectionTo } from '../domain/objection.ts';
import type { Change } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { Recollection } from './recollection.ts';
import type { Reconciler } from './reconciler.ts';

/** Nothing that changes anything is sent when the last look ended longer ago than this. */
const believedMs = 15_000;

/**
 * What is known of the fleet now, for the changes that are under way. Whoever is about to send one waits here while the
 * latest look is too old to tell, and goes on, or not, by the next one.
 */
export class LatestLook {
  readonly #trigger: Trigger;
  readonly #from: Pick<Reconciler, 'clock' | 'policy'>;
  readonly #recollection: Recollection;
  #snapshot: Snapshot | undefined;
  #endedAt = Number.NEGATIVE_INFINITY;
  #isLast = false;
  #waiting: (() => void)[] = [];

  constructor(trigger: Trigger, from: Pick<Reconciler, 'clock' | 'policy'>, recollection: Recollection) {
    this.#trigger = trigger;
    this.#from = from;
    this.#recollection = recollection;
  }

  /** A look has ended. */
  looked(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#endedAt = this.#from.clock.now();
    this.#wake();
  }

  /** No other look will follow: nobody waits for one any more. */
  close(): void {
    this.#isLast = true;
    this.#wake();
  }

  /** Oversees the changes of a group. */
  overseeing(told: Pick<Oversight, 'accepted' | 'attaching'>): Oversight {
    return { ...told, objectionTo: (action, change) => this.#objectionTo(action, change) };
  }

  async #objectionTo(action: Action, change: Change): Promise<string | undefined> {
    while (this.#isOld() && !this.#isLast) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    const snapshot = this.#snapshot;
    if (snapshot === undefined || this.#isOld()) return 'no recent look says that it is still right';
    return objectionTo(action, change, {
      snapshot,
      trigger: this.#trigger,
      policy: this.#from.policy,
      now: this.#from.clock.now(),
      earlier: this.#recollection.earlier(),
    });
  }

  #isOld(): boolean {
    return this.#from.clock.now() - this.#endedAt > believedMs;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
