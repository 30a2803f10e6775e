import type { Instant } from './instant.ts';
import type { Change } from './plan.ts';

/** What became of a change, as the world showed it. */
export interface Outcome {
  readonly change: Change;
  readonly result: Result;
  readonly because: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** From the detach call until EC2 showed the ENI free; absent where nothing had to be detached. */
  readonly detachMs?: number;
  /** From the attach call until EC2 showed it attached. */
  readonly attachMs?: number;
  /** A device index of the target that EC2 calls taken. */
  readonly takenIndex?: number;
  /** Whether Force was needed. */
  readonly forced: boolean;
}

/**
 * `done`: so, whoever did it. `look-again`: somebody else was faster, or the world has changed. `refused-by-target`:
 * EC2 does not let the target take it, for a reason no snapshot shows. `withdrawn`: stopped by us, because a later look
 * objected to it or its leader did not get there; the next look decides anew. `failed`: trying again would not help.
 * `unfinished`: time ran out, or EC2 took too long over a step: people are told, and the next look goes on.
 */
export type Result = 'done' | 'look-again' | 'refused-by-target' | 'withdrawn' | 'failed' | 'unfinished';
