import type { CleanupOutcome } from '../domain/cleanup/cleanup-outcome.ts';
import { trippedBecause } from '../domain/cleanup/cleanup-outcome.ts';
import type { CleanupPlan, Quarantine, Release } from '../domain/cleanup/cleanup-plan.ts';
import type { CleanupSnapshot } from '../domain/cleanup/cleanup-snapshot.ts';
import { planCleanup } from '../domain/cleanup/plan-cleanup.ts';
import type { Instant } from '../domain/instant.ts';
import { Deleter } from './deleter.ts';
import type { Change, Sweeper } from './sweeper.ts';

/** What one sweep saw, decided and brought about. */
export interface SweepReport {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly snapshot: CleanupSnapshot;
  readonly plan: CleanupPlan;
  readonly outcomes: readonly CleanupOutcome[];
  /** Why it ended before its plan was done: EC2 throttled, or time was up. The next sweep goes on. */
  readonly endedEarly?: string;
}

/**
 * One pass over the account. What is in use again loses its mark first, then what is due goes, then what is new is
 * marked, which may take long and can wait. An ENI that fails does not keep the others waiting. Rejects only where the
 * account could not be read; then nothing has been changed.
 */
export async function sweep(to: Sweeper): Promise<SweepReport> {
  const startedAt = to.clock.now();
  const snapshot = await to.read();
  const plan = planCleanup(snapshot, to.policy, to.clock.now());
  to.record('sweep decided', countsOf(plan));
  const outcomes: CleanupOutcome[] = [];
  const endedEarly = await carryOut(plan, snapshot, to, outcomes);
  return {
    startedAt,
    endedAt: to.clock.now(),
    snapshot,
    plan,
    outcomes,
    ...(endedEarly !== undefined && { endedEarly }),
  };
}

/**
 * The ENIs that keep a mark which they should have lost. Nothing but the mark tells how long an ENI has been unattached, so
 * that one which is in use and keeps it could be deleted as soon as it comes free: a person has to hear of it.
 */
export function marksLeft({ plan, outcomes }: Pick<SweepReport, 'plan' | 'outcomes'>): readonly string[] {
  const settled = new Set(
    outcomes.flatMap(({ eniId, action, result }) =>
      action === 'release' && (result === 'done' || result === 'raced') ? [eniId] : [],
    ),
  );
  return plan.release.flatMap(({ eni }) => (settled.has(eni.id) ? [] : [eni.id]));
}

async function carryOut(
  plan: CleanupPlan,
  snapshot: CleanupSnapshot,
  to: Sweeper,
  outcomes: CleanupOutcome[],
): Promise<string | undefined> {
  const note = (outcome: CleanupOutcome) => {
    outcomes.push(outcome);
    to.record('cleanup', { ...outcome });
  };
  try {
    for (const release of plan.release) note(await unmark(release, to));
    await deleteAll(plan, snapshot, to, outcomes, note);
    for (const quarantine of plan.quarantine) note(await mark(quarantine, to));
    return undefined;
  } catch (error) {
    if (!to.endsTheSweep(error)) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** Nothing more is deleted once too many came alive, or a manifest could not be stored. */
async function deleteAll(
  plan: CleanupPlan,
  snapshot: CleanupSnapshot,
  to: Sweeper,
  outcomes: readonly CleanupOutcome[],
  note: (outcome: CleanupOutcome) => void,
): Promise<void> {
  const deleter = new Deleter(snapshot, to);
  for (const deletion of plan.delete) {
    if (trippedBecause(outcomes, to.policy) !== undefined || !deleter.canStore) return;
    note(await deleter.delete(deletion.eni));
  }
}

async function unmark({ eni, reasons, tagKeys }: Release, to: Sweeper): Promise<CleanupOutcome> {
  const because = reasons.map((reason) => reason.because).join('; ');
  return outcomeOf(eni.id, 'release', because, () => to.removeTags(eni.id, tagKeys), to);
}

async function mark({ eni, because, tags }: Quarantine, to: Sweeper): Promise<CleanupOutcome> {
  return outcomeOf(eni.id, 'mark', because, () => to.writeTags(eni.id, tags), to);
}

/** Errors are of one ENI, but for those that end the sweep. */
async function outcomeOf(
  eniId: string,
  action: 'mark' | 'release',
  because: string,
  change: () => Promise<Change>,
  to: Sweeper,
): Promise<CleanupOutcome> {
  try {
    const changed = await change();
    const done = changed.result === 'done';
    return { eniId, action, result: changed.result, because: done ? because : changed.because };
  } catch (error) {
    if (to.endsTheSweep(error)) throw error;
    return { eniId, action, result: 'failed', because: to.describe(error) };
  }
}

function countsOf(plan: CleanupPlan): Record<string, unknown> {
  return {
    mode: plan.mode,
    spared: plan.spared.length,
    quarantine: plan.quarantine.length,
    waiting: plan.waiting.length,
    release: plan.release.length,
    delete: plan.delete.length,
    bars: plan.bars,
  };
}
