import type { CleanupPlan } from '../domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy } from '../domain/cleanup/cleanup-policy.ts';
import type { RestoreReport } from '../domain/cleanup/restore-report.ts';
import type { NetworkInterface } from '../sandbox/world/records.ts';
import { type CleanupDeeds, deedsOf } from './cleanup-deeds.ts';
import { buildCleanupFleet, type CleanupFleet } from './cleanup-fleet.ts';
import { type CleanupStage, createCleanupStage } from './cleanup-stage.ts';
import { CleanupTimeline } from './cleanup-timeline.ts';
import type { JudgedCalls } from './judged-calls.ts';
import { type News, readNews } from './news.ts';
import type { StoryLine } from './story-line.ts';

const hourMs = 3_600_000;
/** An orphan that is still there so long after its grace will not be deleted any more. */
const overdueMs = 6 * hourMs;
/** Enough for a grace of forty days. */
const sweepsMax = 1_000;
/** When somebody notices that the orphan was none. */
const missedAfterMs = 4 * hourMs;

/** What is the case when the cleanup story is over. */
export interface CleanupEnding {
  readonly fleet: CleanupFleet;
  readonly policy: CleanupPolicy;
  readonly startedAt: number;
  /** The records of all the ENIs of the story, by id; one that was deleted is missing from `after`. */
  readonly before: NetworkInterfaces;
  readonly after: NetworkInterfaces;
  /** What the sweep decides at the beginning, and again whenever the orphan may be due. */
  readonly decisions: readonly CleanupPlan[];
  readonly deeds: CleanupDeeds;
  /** Absent where there was nothing to restore. */
  readonly restore?: Restore;
  readonly news: readonly News[];
  readonly lines: readonly StoryLine[];
  readonly sweeps: number;
  /** What the runs that failed said. */
  readonly problems: readonly string[];
  readonly judged: JudgedCalls;
  /** Of the machine's time, in milliseconds. */
  readonly tookMs: number;
}

export type NetworkInterfaces = ReadonlyMap<string, NetworkInterface>;

export interface Restore {
  readonly report: RestoreReport;
  /** The new ENI as the restore left it. */
  readonly eni?: NetworkInterface | undefined;
}

/**
 * Lets an account with one orphan, and ten ENIs that look like orphans, be swept every hour until the orphan is gone,
 * then restores it and sweeps once more. Rejects with the signal's reason when that is aborted.
 */
export async function playCleanup(
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CleanupEnding> {
  const began = performance.now();
  const stage = createCleanupStage(environment);
  const { clock, sandbox, policy, sns } = stage;
  const fleet = buildCleanupFleet(sandbox);
  const startedAt = clock.now();
  const before = recordsOf(stage, fleet);
  const timeline = new CleanupTimeline(stage, fleet);
  const run = new Run(stage, timeline, signal);
  await run.sweepUntilGone(fleet.orphanId, startedAt);
  const deeds = deedsOf(sandbox.log, stage.s3, fleet.orphanId);
  const restore = deeds.manifest === undefined ? undefined : await run.restore(deeds.manifest.key);
  timeline.end();
  return {
    fleet,
    policy,
    startedAt,
    before,
    after: recordsOf(stage, fleet),
    decisions: run.decisions,
    deeds,
    ...(restore !== undefined && { restore }),
    news: [...sns.topics.values()].flat().map(readNews),
    lines: timeline.lines,
    sweeps: run.sweeps,
    problems: run.problems,
    judged: stage.judged,
    tookMs: performance.now() - began,
  };
}

class Run {
  readonly decisions: CleanupPlan[] = [];
  readonly problems: string[] = [];
  sweeps = 0;
  readonly #stage: CleanupStage;
  readonly #timeline: CleanupTimeline;
  readonly #signal: AbortSignal;

  constructor(stage: CleanupStage, timeline: CleanupTimeline, signal: AbortSignal) {
    this.#stage = stage;
    this.#timeline = timeline;
    this.#signal = signal;
  }

  async sweepUntilGone(orphanId: string, startedAt: number): Promise<void> {
    const { clock, sandbox, policy } = this.#stage;
    const isThere = () => sandbox.world.networkInterfaces.has(orphanId);
    for (let passed = 0; passed <= policy.graceMs + overdueMs; passed += hourMs) {
      if (!isThere() || this.sweeps >= sweepsMax) return;
      await clock.advance(startedAt + passed - clock.now());
      if (passed === 0 || passed >= policy.graceMs) this.decisions.push(await this.#stage.decide());
      await this.#sweep();
    }
  }

  async restore(key: string): Promise<Restore | undefined> {
    const { clock, sandbox } = this.#stage;
    await clock.advance(missedAfterMs);
    this.#timeline.asks(key);
    const report = await this.#attempt(() => this.#stage.restore(key));
    if (report === undefined) return undefined;
    this.#timeline.restored(report);
    const eni = sandbox.world.networkInterfaces.get(report.newEniId ?? '');
    await clock.advance(hourMs);
    await this.#sweep();
    return { report, eni };
  }

  async #sweep(): Promise<void> {
    this.#signal.throwIfAborted();
    await this.#attempt(() => this.#stage.sweep());
    this.sweeps++;
    this.#timeline.swept();
  }

  /** A run that fails is a part of the story, and fails it in the end. */
  async #attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.problems.push(problem);
      this.#timeline.failed(problem);
      return undefined;
    }
  }
}

function recordsOf({ sandbox: { world } }: CleanupStage, { orphanId, survivors }: CleanupFleet) {
  const ids = [orphanId, ...survivors.map(({ id }) => id)];
  return new Map(
    ids.flatMap((id) => {
      const record = world.networkInterfaces.get(id);
      return record === undefined ? [] : [[id, record] as const];
    }),
  );
}
