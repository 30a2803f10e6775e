import type { CleanupPolicy } from './cleanup-policy.ts';

/** What became of one decision, as EC2 showed it. */
export interface CleanupOutcome {
  readonly eniId: string;
  readonly action: 'mark' | 'release' | 'delete';
  readonly result: CleanupResult;
  readonly because: string;
  /** Of a deletion: where its manifest is stored. */
  readonly manifestKey?: string;
}

/**
 * `done`: so, whoever did it. `raced`: in use or changed when it was looked at for the last time, or EC2 said so: it
 * lives. `failed`: for a reason of its own. `unfinished`: a throttle, the end of the time, or a lost reply.
 */
export type CleanupResult = 'done' | 'raced' | 'failed' | 'unfinished';

/**
 * Why the rest of the sweep deletes nothing: so many ENIs came alive between the look and the delete that something larger
 * is going on (rule 29). Undefined where there were fewer.
 */
export function trippedBecause(
  outcomes: readonly CleanupOutcome[],
  { racesMax }: CleanupPolicy,
): string | undefined {
  const races = outcomes.filter(({ action, result }) => action === 'delete' && result === 'raced').length;
  if (races < racesMax) return undefined;
  return `${races} ENIs were used again just before they were to be deleted, so nothing more is deleted until the next sweep`;
}
