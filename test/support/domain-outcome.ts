import type { Outcome } from '../../domain/outcome.ts';
import type { Change } from '../../domain/plan.ts';
import { noon } from './domain-fleet.ts';

/** A change that was done in seven seconds, begun at noon, unless told otherwise. */
export function outcomeOf(change: Change, differences: Partial<Outcome> = {}): Outcome {
  return {
    change,
    result: 'done',
    because: 'it is so',
    startedAt: noon,
    endedAt: noon + 7_000,
    detachMs: 4_000,
    attachMs: 2_500,
    forced: false,
    ...differences,
  };
}
