import type { Instant } from '../instant.ts';
import type { CleanupPolicy } from './cleanup-policy.ts';
import type { CleanupSnapshot } from './cleanup-snapshot.ts';
import type { ReferenceIndex } from './references.ts';
import type { SweptEni } from './swept-eni.ts';

/** Everything that a rule may read beside the ENI, prepared once a sweep. */
export interface Sweep {
  readonly snapshot: CleanupSnapshot;
  readonly policy: CleanupPolicy;
  readonly now: Instant;
  /** Now by the slower and by the faster of two clocks, ours and EC2's: whoever waits asks the one, whoever marks the other. */
  readonly earliest: Instant;
  readonly latest: Instant;
  readonly references: ReferenceIndex;
  /** VPCs in which a failover may be under way, with the reason to say so. */
  readonly vpcsUnderWay: ReadonlyMap<string, string>;
}

/** A reason never to touch the ENI as things are. */
export interface KeepRule {
  readonly name: string;
  /** In section B of the reference. */
  readonly number: number;
  /** What the rule is for, as the documentation tells it. */
  readonly text: string;
  /** Why it keeps this ENI; undefined where it does not. */
  readonly keeps: (eni: SweptEni, sweep: Sweep) => string | undefined;
}

/** A reason not to delete a marked ENI yet. */
export interface DelayRule {
  readonly name: string;
  readonly number: number;
  readonly text: string;
  readonly delays: (eni: SweptEni, sweep: Sweep) => Delay | undefined;
}

export interface Delay {
  readonly because: string;
  /** Absent where nobody can say. */
  readonly until?: Instant;
}

/** That a rule applied, and what it said. */
export interface Reason {
  readonly rule: string;
  readonly number: number;
  readonly because: string;
}
