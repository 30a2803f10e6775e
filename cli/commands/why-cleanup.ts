import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy } from '../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../domain/cleanup/cleanup-snapshot.ts';
import { type EniVerdict, judgeEni } from '../../domain/cleanup/eni-verdict.ts';
import { planCleanup, prepareSweep } from '../../domain/cleanup/plan-cleanup.ts';
import type { Reason } from '../../domain/cleanup/rule.ts';
import { keepRules } from '../../domain/cleanup/rules.ts';
import type { SweptEni } from '../../domain/cleanup/swept-eni.ts';
import { formatInstant, type Instant } from '../../domain/instant.ts';

/** What the cleanup makes of an ENI; plain JSON. */
export interface CleanupVerdict {
  readonly verdict: EniVerdict['kind'];
  /** Of each rule that keeps it or lets it wait. */
  readonly reasons: readonly Reason[];
  /** Of one that waits: when nothing lets it wait any more. */
  readonly until?: string;
  readonly mode: CleanupPolicy['mode'];
  /** What the next sweep would do with it, and why, in words. */
  readonly next: string;
  /** The rules that would keep an ENI, and not this one. */
  readonly others: readonly { readonly rule: string; readonly number: number; readonly text: string }[];
  readonly unread: readonly string[];
}

export function cleanupVerdict(
  eni: SweptEni,
  snapshot: CleanupSnapshot,
  policy: CleanupPolicy,
  now: Instant,
): CleanupVerdict {
  const verdict = judgeEni(eni, prepareSweep(snapshot, policy, now));
  const reasons = reasonsOf(verdict);
  const said = new Set(reasons.map(({ rule }) => rule));
  const until = verdict.kind === 'waits' ? verdict.until : undefined;
  return {
    verdict: verdict.kind,
    reasons,
    ...(until !== undefined && { until: formatInstant(until) }),
    mode: policy.mode,
    next: nextOf(eni.id, planCleanup(snapshot, policy, now)),
    others: keepRules
      .filter(({ name }) => !said.has(name))
      .map(({ name, number, text }) => ({ rule: name, number, text })),
    unread: snapshot.unread,
  };
}

function reasonsOf(verdict: EniVerdict): readonly Reason[] {
  return verdict.kind === 'kept' || verdict.kind === 'waits' ? verdict.reasons : [];
}

function nextOf(eniId: string, plan: CleanupPlan): string {
  const isIt = ({ eni }: { readonly eni: SweptEni }) => eni.id === eniId;
  const marked = plan.quarantine.find(isIt);
  if (marked !== undefined)
    return `it is marked (${marked.because}), and deleted from ${formatInstant(marked.until)} on`;
  const deleted = plan.delete.find(isIt);
  if (deleted !== undefined) return `it is DELETED: ${deleted.because}`;
  const waiting = plan.waiting.find(isIt);
  if (waiting !== undefined) return `nothing: ${waiting.because}`;
  const released = plan.release.find(isIt);
  if (released !== undefined) return 'its mark is taken off';
  return 'nothing: it is spared';
}
