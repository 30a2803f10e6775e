import { compareText } from '../failover-group.ts';
import { formatInstant } from '../instant.ts';
import type { CleanupOutcome, CleanupResult } from './cleanup-outcome.ts';
import {
  type CleanupPlan,
  countsByRule,
  type Deletion,
  type Quarantine,
  type Release,
  type WaitingEni,
} from './cleanup-plan.ts';
import { addressesAndPrefixesOf, describeSwept, type SweptEni } from './swept-eni.ts';

/** So many lines of one kind are read; the rest is a number. */
const linesMax = 12;

/** The first lines, and how many more there are. */
export function atMost(lines: readonly string[], max = linesMax): readonly string[] {
  if (lines.length <= max) return lines;
  return [...lines.slice(0, max), `… and ${lines.length - max} more`];
}

/** The ENIs of the plan whose action had this result, with what was said of it. */
export function withResult<T extends { readonly eni: SweptEni }>(
  entries: readonly T[],
  outcomes: readonly CleanupOutcome[],
  action: CleanupOutcome['action'],
  result: CleanupResult,
): readonly { readonly entry: T; readonly outcome: CleanupOutcome }[] {
  const wanted = outcomes.filter((outcome) => outcome.action === action && outcome.result === result);
  const byEni = new Map(wanted.map((outcome) => [outcome.eniId, outcome]));
  return entries.flatMap((entry) => {
    const outcome = byEni.get(entry.eni.id);
    return outcome === undefined ? [] : [{ entry, outcome }];
  });
}

export function deletedLine({ entry, outcome }: { entry: Deletion; outcome: CleanupOutcome }): string {
  const back =
    outcome.manifestKey === undefined ? '' : `; back with: npm run restore -- ${outcome.manifestKey}`;
  return `${describeSwept(entry.eni)}, unattached since ${formatInstant(entry.unattachedSince)}${back}`;
}

/** What deletions made free, by subnet. An Elastic IP never comes free: an ENI that has one is kept. */
export function freedLines(deleted: readonly Deletion[]): readonly string[] {
  const bySubnet = Map.groupBy(deleted, ({ eni }) => eni.subnetId ?? 'an unknown subnet');
  return [...bySubnet]
    .sort(([a], [b]) => compareText(a, b))
    .map(([subnetId, entries]) => {
      const addresses = entries.flatMap(({ eni }) => addressesAndPrefixesOf(eni));
      return `${subnetId}: ${addresses.length === 1 ? '1 address' : `${addresses.length} addresses`} (${atMost(addresses, 3).join(', ')})`;
    });
}

export function markedLine({ eni, because, until }: Quarantine): string {
  return `${describeSwept(eni)} goes on ${formatInstant(until)}: ${because}`;
}

export function releasedLine({ eni, reasons }: Release): string {
  return `${describeSwept(eni)}: ${reasons.map(({ because }) => because).join('; ')}`;
}

export function waitingLine({ eni, because, until }: WaitingEni): string {
  const when = until === undefined ? '' : ` at ${formatInstant(until)}`;
  return `${describeSwept(eni)}${when}: ${because}`;
}

/** How many ENIs each rule spares, the most frequent first. */
export function sparedLines(plan: CleanupPlan): readonly string[] {
  return [...countsByRule(plan)]
    .sort(([a, countA], [b, countB]) => countB - countA || compareText(a, b))
    .map(([rule, count]) => `${count} ${rule}`);
}
