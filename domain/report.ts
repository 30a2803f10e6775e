import type { Instant } from './instant.ts';
import type { Outcome } from './outcome.ts';
import type { Plan } from './plan.ts';
import type { Trigger } from './trigger.ts';

/** What one invocation saw, decided and brought about. */
export interface Report {
  readonly trigger: Trigger;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** How many snapshots were read. */
  readonly looks: number;
  /** What the last look decided; absent where EC2 could not be read at all. */
  readonly plan?: Plan;
  /** For each group that had to be moved: how many candidates it had when that was last decided. */
  readonly candidateCounts: ReadonlyMap<string, number>;
  readonly outcomes: readonly Outcome[];
  /** What is left, in words; empty when a fresh look found nothing to do. */
  readonly unfinished: readonly string[];
}
