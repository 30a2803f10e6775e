import type { Instant } from '../instant.ts';
import type { Tags } from '../tags.ts';
import type { CleanupPolicy } from './cleanup-policy.ts';
import type { Reason } from './rule.ts';
import type { SweptEni } from './swept-eni.ts';

/**
 * What a sweep decided: every ENI of the snapshot is in exactly one of the five lists. `quarantine`, `release` and
 * `delete` hold nothing but what is to be done now: in `observe` they are empty, and so is `delete` in `quarantine`;
 * what would have been done is in `waiting` and says so.
 */
export interface CleanupPlan {
  readonly decidedAt: Instant;
  readonly mode: CleanupPolicy['mode'];
  /** In id order. */
  readonly spared: readonly SparedEni[];
  /** To be marked, in id order. */
  readonly quarantine: readonly Quarantine[];
  /** In the order in which they are due. */
  readonly waiting: readonly WaitingEni[];
  /** To lose their mark, in id order: in use again, or kept by a rule. */
  readonly release: readonly Release[];
  /** The longest unattached first. */
  readonly delete: readonly Deletion[];
  /** Why this sweep does less than the rules would allow, for people; empty where nothing is wrong. */
  readonly bars: readonly Bar[];
}

export interface SparedEni {
  readonly eni: SweptEni;
  /** All that apply; never empty. */
  readonly reasons: readonly Reason[];
}

export interface Quarantine {
  readonly eni: SweptEni;
  readonly because: string;
  /** To be written, all together. */
  readonly tags: Tags;
  /** When it may be deleted, if nothing changes. */
  readonly until: Instant;
}

/**
 * `unmarked`: would be marked, if it were for the rules alone. `marked`: in quarantine and not yet due. `due`: would be
 * deleted, if it were for the rules alone.
 */
export interface WaitingEni {
  readonly eni: SweptEni;
  readonly stage: 'unmarked' | 'marked' | 'due';
  readonly because: string;
  /** Absent where it waits for a person, or for the next sweep. */
  readonly until?: Instant;
  readonly unattachedSince?: Instant;
}

export interface Release {
  readonly eni: SweptEni;
  readonly reasons: readonly Reason[];
  /** The keys of the tags to be removed. */
  readonly tagKeys: readonly string[];
}

export interface Deletion {
  readonly eni: SweptEni;
  readonly because: string;
  readonly unattachedSince: Instant;
}

/** `name` stays the same from sweep to sweep while the words change with the numbers. */
export interface Bar {
  readonly name: 'incomplete' | 'clock' | 'account-share' | `vpc-share ${string}`;
  readonly because: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** How many ENIs each rule spares; one that several rules spare counts for each. */
export function countsByRule({ spared }: Pick<CleanupPlan, 'spared'>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { reasons } of spared) {
    for (const { rule } of reasons) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}
