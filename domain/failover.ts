import { type Earlier, missingHolders, nothingEarlier } from './earlier.ts';
import { byId, type FailoverGroup, groupsOf } from './failover-group.ts';
import { findingsOf } from './findings.ts';
import { decideGroup, type GroupDecision } from './group-decision.ts';
import type { Instant } from './instant.ts';
import { Occupancy } from './occupancy.ts';
import { inOwnOrder } from './order.ts';
import type { Plan, Spared } from './plan.ts';
import type { FailoverPolicy } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import { standingOf } from './standing.ts';
import type { Trigger } from './trigger.ts';
import type { Evidence } from './verdict.ts';

/**
 * Decides what to do with the whole fleet, as pure data: every ENI of the snapshot is in `changes` or in `spared`,
 * once, each with its reason. `earlier` is what earlier looks of the same invocation have shown.
 */
export function planFailover(
  snapshot: Snapshot,
  trigger: Trigger,
  policy: FailoverPolicy,
  now: Instant,
  earlier: Earlier = nothingEarlier,
): Plan {
  const evidence: Evidence = {
    snapshot,
    trigger,
    policy,
    now,
    earlier: { ...earlier, missingSince: missingHolders(snapshot, earlier) },
  };
  const groups = groupsOf(snapshot);
  const decisions = decideGroups(groups, evidence);
  const inOrder = inOwnOrder(groups, trigger, snapshot).flatMap((group) => decisions.get(group.name) ?? []);
  const switchover = switchoverOf(trigger, decisions);
  return {
    decidedAt: now,
    changes: inOrder.flatMap((decision) => decision.changes),
    spared: [...inOrder.flatMap((decision) => decision.spared), ...sparedWithoutGroup(snapshot)],
    lookAgain: inOrder.flatMap((decision) => decision.lookAgain),
    findings: findingsOf(snapshot),
    candidateCounts: new Map(
      [...decisions].flatMap(([name, { candidateCount }]) =>
        candidateCount === undefined ? [] : [[name, candidateCount] as const],
      ),
    ),
    ...(switchover !== undefined && { switchover }),
  };
}

/**
 * Every handler assigns homes in the same order, whatever woke it, so that from the same snapshot they come to the
 * same plan. Groups that are at home go first: what they still need there is theirs.
 */
function decideGroups(
  groups: readonly FailoverGroup[],
  evidence: Evidence,
): ReadonlyMap<string, GroupDecision> {
  const occupancy = new Occupancy(evidence.snapshot, evidence.earlier.takenIndexes);
  const atHome = groups.filter((group) =>
    group.networkInterfaces.some((eni) => standingOf(eni, group, evidence).kind === 'placed'),
  );
  const others = groups.filter((group) => !atHome.includes(group));
  return new Map(
    [...atHome, ...others].map((group) => [group.name, decideGroup(group, evidence, occupancy)]),
  );
}

function switchoverOf(trigger: Trigger, decisions: ReadonlyMap<string, GroupDecision>): Plan['switchover'] {
  if (trigger.kind !== 'switchover-request') return undefined;
  const decision = decisions.get(trigger.group);
  if (decision === undefined) {
    return {
      kind: 'refused',
      because: `there is no group ${trigger.group}: no network interface carries that name`,
    };
  }
  const { switchover } = decision;
  return switchover?.kind === 'accepted'
    ? { kind: 'accepted', target: switchover.home.instance.id }
    : switchover;
}

function sparedWithoutGroup(snapshot: Snapshot): readonly Spared[] {
  return snapshot.networkInterfaces.toSorted(byId).flatMap(({ id, group }): Spared[] => {
    switch (group.kind) {
      case 'read':
        return [];
      case 'absent':
        return [{ eniId: id, reason: 'refused', because: 'it is not enrolled in a group' }];
      case 'unreadable':
        return [{ eniId: id, reason: 'unreadable-tag', because: `its group tag ${group.problem}` }];
      default:
        return group satisfies never;
    }
  });
}
