import type { Instant } from '../instant.ts';
import type { References } from './references.ts';
import type { SweptEni } from './swept-eni.ts';

/** What one sweep has read. */
export interface CleanupSnapshot {
  /** When the reading began: nothing in it is known to be newer. */
  readonly takenAt: Instant;
  /** EC2's own time when the reading began (the Date of its reply): our clock against another. Absent where it gave none. */
  readonly ec2Time?: Instant;
  /** What could not be read, in words; empty when the snapshot is complete. */
  readonly unread: readonly string[];
  readonly accountId: string;
  /** All ENIs of the account and region, attached ones too. */
  readonly eniCount: number;
  readonly eniCountByVpc: ReadonlyMap<string, number>;
  /** Those that concern the cleanup (`concernsCleanup`), in any order. */
  readonly enis: readonly SweptEni[];
  readonly references: References;
  /** The failover groups that have at least one member. */
  readonly groupNames: ReadonlySet<string>;
}
