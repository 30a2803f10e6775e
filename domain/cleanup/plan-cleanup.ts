import { compareText } from '../failover-group.ts';
import { formatInstant, type Instant } from '../instant.ts';
import type { CleanupPlan, Deletion, Quarantine, SparedEni, WaitingEni } from './cleanup-plan.ts';
import type { CleanupPolicy } from './cleanup-policy.ts';
import type { CleanupSnapshot } from './cleanup-snapshot.ts';
import { type Judged, judgeEni, oneEach } from './eni-verdict.ts';
import { type Allotment, allot, barToMarking } from './limits.ts';
import { dueAt, markFor, readMark } from './mark.ts';
import { indexReferences } from './references.ts';
import { releaseOf } from './release.ts';
import type { Sweep } from './rule.ts';
import { vpcsUnderWay } from './rules-high-availability.ts';
import type { SweptEni } from './swept-eni.ts';

/** What the rules read, prepared; also for the last look before a deletion, with a fresh snapshot. */
export function prepareSweep(snapshot: CleanupSnapshot, policy: CleanupPolicy, now: Instant): Sweep {
  const { takenAt, ec2Time = takenAt } = snapshot;
  return {
    snapshot,
    policy,
    now,
    earliest: now + Math.min(0, ec2Time - takenAt),
    latest: now + Math.max(0, ec2Time - takenAt),
    references: indexReferences(snapshot.references),
    vpcsUnderWay: vpcsUnderWay(snapshot),
  };
}

/** Decides on every ENI of the snapshot, whatever the order in which EC2 listed them. Changes nothing. */
export function planCleanup(snapshot: CleanupSnapshot, policy: CleanupPolicy, now: Instant): CleanupPlan {
  const sweep = prepareSweep(snapshot, policy, now);
  const barred = barToMarking(sweep);
  const judged = oneEach(snapshot.enis.map((eni) => ({ eni, verdict: judgeEni(eni, sweep) })));
  const kept = keptOf(judged);
  const released = policy.mode === 'observe' ? [] : kept.flatMap((each) => releaseOf(each) ?? []);
  const releasedEnis = new Set(released.map(({ eni }) => eni));
  const fresh = freshOf(judged);
  const marksNow = policy.mode !== 'observe' && barred === undefined;
  const allotted = allotmentOf(dueOf(judged), sweep, barred?.because);
  const waiting = [
    ...allotted.later.map(waitingThoughDue),
    ...judged.flatMap(waitingOf),
    ...(marksNow ? [] : fresh.map(({ eni }) => waitingUnmarked(eni, barred?.because))),
  ];
  return {
    decidedAt: now,
    mode: policy.mode,
    spared: kept.filter(({ eni }) => !releasedEnis.has(eni)),
    quarantine: marksNow ? fresh.map((each) => ({ ...each, ...quarantineOf(each.eni, sweep) })) : [],
    waiting: waiting.sort(inOrderOfDue),
    release: released,
    delete: allotted.now,
    bars: [...(barred === undefined ? [] : [barred]), ...allotted.bars],
  };
}

function keptOf(judged: readonly Judged[]): readonly SparedEni[] {
  return judged.flatMap(({ eni, verdict }) =>
    verdict.kind === 'kept' ? [{ eni, reasons: verdict.reasons }] : [],
  );
}

function freshOf(judged: readonly Judged[]): readonly Pick<Quarantine, 'eni' | 'because'>[] {
  return judged.flatMap(({ eni, verdict }) =>
    verdict.kind === 'fresh' ? [{ eni, because: verdict.because }] : [],
  );
}

function dueOf(judged: readonly Judged[]): readonly Deletion[] {
  return judged.flatMap(({ eni, verdict }) => {
    if (verdict.kind !== 'due') return [];
    const { unattachedSince, seenAt } = verdict.mark;
    const because = `unattached since ${formatInstant(unattachedSince)}, and unchanged since ${formatInstant(seenAt)}`;
    return [{ eni, because, unattachedSince }];
  });
}

/** The mode comes before the caps: where nothing would be deleted anyhow, no cap need alarm anybody. */
function allotmentOf(due: readonly Deletion[], sweep: Sweep, barred: string | undefined): Allotment {
  const { mode } = sweep.policy;
  const because = mode === 'delete' ? barred : `it is due, but the mode is ${mode}`;
  if (because === undefined) return allot(due, sweep);
  return { now: [], later: due.map((deletion) => ({ deletion, because })), bars: [] };
}

function quarantineOf(eni: SweptEni, { policy, latest }: Sweep): Pick<Quarantine, 'tags' | 'until'> {
  const tags = markFor(eni, latest);
  const mark = readMark({ ...eni, tags: { ...eni.tags, ...tags } });
  return { tags, until: mark.kind === 'read' ? dueAt(mark.value, policy) : latest + policy.graceMs };
}

function waitingThoughDue({ deletion, because }: Allotment['later'][number]): WaitingEni {
  const { eni, unattachedSince } = deletion;
  return { eni, stage: 'due', because, unattachedSince };
}

function waitingUnmarked(eni: SweptEni, barred: string | undefined): WaitingEni {
  return { eni, stage: 'unmarked', because: barred ?? 'it would be marked, but the mode is observe' };
}

function waitingOf({ eni, verdict }: Judged): readonly WaitingEni[] {
  if (verdict.kind !== 'waits') return [];
  return [
    {
      eni,
      stage: 'marked',
      because: verdict.reasons.map(({ because }) => because).join('; '),
      ...(verdict.until !== undefined && { until: verdict.until }),
      unattachedSince: verdict.mark.unattachedSince,
    },
  ];
}

const stages: readonly WaitingEni['stage'][] = ['due', 'marked', 'unmarked'];

function inOrderOfDue(a: WaitingEni, b: WaitingEni): number {
  return (
    stages.indexOf(a.stage) - stages.indexOf(b.stage) ||
    (a.until ?? Number.MAX_VALUE) - (b.until ?? Number.MAX_VALUE) ||
    compareText(a.eni.id, b.eni.id)
  );
}
