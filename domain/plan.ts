import type { Action } from './action.ts';
import type { Instant } from './instant.ts';

/** What a look decided: every ENI that it saw is in `changes` or in `spared`, once. */
export interface Plan {
  readonly decidedAt: Instant;
  /** In the order in which to begin them. */
  readonly changes: readonly Change[];
  readonly spared: readonly Spared[];
  /** Why the answer is not final; empty when this look is. */
  readonly lookAgain: readonly string[];
  /** Unreadable tags and the like: things that an owner has to mend. */
  readonly findings: readonly Finding[];
  /** For each group that a decision was made for: how many candidates it had. */
  readonly candidateCounts: ReadonlyMap<string, number>;
  /** What becomes of a switchover request, where that is what woke us. */
  readonly switchover?: SwitchoverAnswer;
}

/** `done`: the group is where it was asked to go. `waiting`: the evidence is not final, and the ENIs say why. */
export type SwitchoverAnswer =
  | { readonly kind: 'accepted'; readonly target: string }
  | { readonly kind: 'refused'; readonly because: string }
  | { readonly kind: 'done' | 'waiting' };

export interface Change {
  readonly kind: 'failover' | 'switchover' | 'placement' | 'follow' | 'protection';
  readonly eniId: string;
  readonly group: string;
  readonly because: string;
  /** The member that it leaves, and the one that it goes to; absent where there is none. */
  readonly from?: string;
  readonly to?: string;
  /** Of a protection: why the ENI is where it is, as for a spared one. */
  readonly stays?: Spared;
  /** In order; the changes of one group go side by side. */
  readonly actions: readonly Action[];
}

/** Looked at and left alone. */
export interface Spared {
  readonly eniId: string;
  readonly group?: string;
  readonly reason: SparedReason;
  readonly because: string;
}

/**
 * `settled`: where it should be. `in-transit`: between two places, we look again. `suspected`: its holder shows signs
 * that are no proof. `foreign`: attached to what is no instance of ours. The others are told to people.
 */
export type SparedReason =
  | 'settled'
  | 'in-transit'
  | 'suspected'
  | 'foreign'
  | 'held'
  | 'no-standby'
  | 'block-period'
  | 'refused'
  | 'split'
  | 'unreadable-tag'
  | 'failed';

export interface Finding {
  readonly resourceId: string;
  readonly problem: string;
  /** What its owner should do. */
  readonly remedy: string;
}

/** The groups in which every ENI is where it should be, and nothing is to be done. */
export function settledGroups({ spared, changes }: Plan): ReadonlySet<string> {
  const settled = new Set(spared.flatMap(({ group }) => group ?? []));
  for (const { group, reason } of spared)
    if (group !== undefined && reason !== 'settled') settled.delete(group);
  for (const { group } of changes) settled.delete(group);
  return settled;
}

/** The plan's changes by group, in the order in which the plan begins them. */
export function changesByGroup(plan: Plan): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of plan.changes) {
    const known = groups.get(change.group);
    if (known === undefined) groups.set(change.group, [change]);
    else known.push(change);
  }
  return groups;
}

/** What an invocation leaves to the next one when its time is up, in words; `plan` is that of its last look, if any. */
export function whatIsLeft(plan: Plan | undefined): readonly string[] {
  if (plan === undefined) return ['the fleet could not be read'];
  const left = [...plan.changes.map(({ eniId, because }) => `${eniId}: ${because}`), ...plan.lookAgain];
  return left.length > 0 ? left : ['what was done last has not been looked at again'];
}
