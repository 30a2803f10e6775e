import type { Assessment } from '../candidates.ts';

/** Whether a group's next failover would succeed. */
export interface Readiness {
  readonly group: string;
  readonly ready: boolean;
  /** Absent where the group is homeless or split. */
  readonly active?: string;
  /** The other members, candidates first; one with no reasons can take over. */
  readonly standbys: readonly Assessment[];
  /** Why it is not ready; empty where it is. */
  readonly reasons: readonly string[];
}
