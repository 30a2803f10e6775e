import { deleteFailedTag } from '../domain/cleanup/back-off.ts';
import type { CleanupOutcome } from '../domain/cleanup/cleanup-outcome.ts';
import type { CleanupSnapshot } from '../domain/cleanup/cleanup-snapshot.ts';
import { type EniVerdict, judgeEni } from '../domain/cleanup/eni-verdict.ts';
import { type Manifest, manifestOf } from '../domain/cleanup/manifest.ts';
import { prepareSweep } from '../domain/cleanup/plan-cleanup.ts';
import { markKeysOf, releaseOf } from '../domain/cleanup/release.ts';
import type { SweptEni } from '../domain/cleanup/swept-eni.ts';
import { formatDuration } from '../domain/instant.ts';
import type { Change, Sweeper } from './sweeper.ts';

/** A look is good for so long; what is deleted on an older one may have come alive meanwhile. */
const freshMs = 10_000;

/**
 * Deletes what the plan says, one ENI after the other: it is described again and judged by the same rules, its manifest
 * is stored, and only then is it deleted (rules 27, 31 to 33).
 */
export class Deleter {
  readonly #snapshot: CleanupSnapshot;
  readonly #to: Sweeper;
  #canStore = true;

  constructor(snapshot: CleanupSnapshot, to: Sweeper) {
    this.#snapshot = snapshot;
    this.#to = to;
  }

  /** False once a manifest could not be stored: without one nothing is deleted. */
  get canStore(): boolean {
    return this.#canStore;
  }

  /** Errors are of this ENI, but for those that end the sweep, which are thrown. */
  async delete(eni: SweptEni): Promise<CleanupOutcome> {
    const about = { eniId: eni.id, action: 'delete' } as const;
    try {
      const { manifestKey, ...change } = await this.#delete(eni);
      return { ...about, ...change, ...(manifestKey !== undefined && { manifestKey }) };
    } catch (error) {
      if (this.#to.endsTheSweep(error)) throw error;
      return { ...about, result: 'failed', because: this.#to.describe(error) };
    }
  }

  async #delete(before: SweptEni): Promise<Change & { readonly manifestKey?: string }> {
    const { clock, policy } = this.#to;
    const fresh = await this.#to.lookAgain(this.#snapshot, before);
    const eni = fresh?.enis.find(({ id }) => id === before.id);
    if (fresh === undefined || eni === undefined) return { result: 'done', because: 'it was gone already' };
    if (fresh.unread.length > 0) return { result: 'failed', because: fresh.unread.join('; ') };
    const sweep = prepareSweep(fresh, policy, clock.now());
    const verdict = judgeEni(eni, sweep);
    if (verdict.kind !== 'due') return await this.#spare(eni, verdict);
    const reading = manifestOf(eni, fresh.references, clock.now());
    if (reading.kind === 'problems') return { result: 'failed', because: reading.problems.join('; ') };
    const manifestKey = await this.#store(reading.manifest);
    if (manifestKey === undefined) return { result: 'failed', because: this.#problem };
    const ageMs = clock.now() - fresh.takenAt;
    if (ageMs > freshMs) {
      const because = `its manifest took until the last look was ${formatDuration(ageMs)} old`;
      return { result: 'unfinished', because };
    }
    return { ...(await this.#send(eni)), manifestKey };
  }

  #problem = '';

  async #store(manifest: Manifest): Promise<string | undefined> {
    try {
      return await this.#to.store(manifest);
    } catch (error) {
      if (this.#to.endsTheSweep(error)) throw error;
      this.#canStore = false;
      this.#problem = `its manifest could not be stored, so nothing more is deleted: ${this.#to.describe(error)}`;
      return undefined;
    }
  }

  /** The rules say something else by now. What they keep loses its mark at once: it lives. */
  async #spare(eni: SweptEni, verdict: Exclude<EniVerdict, { readonly kind: 'due' }>): Promise<Change> {
    switch (verdict.kind) {
      case 'kept':
        await this.#release(eni.id, releaseOf({ eni, reasons: verdict.reasons })?.tagKeys ?? []);
        return { result: 'raced', because: verdict.reasons.map(({ because }) => because).join('; ') };
      case 'fresh':
        return { result: 'raced', because: verdict.because };
      case 'waits':
        return { result: 'unfinished', because: verdict.reasons.map(({ because }) => because).join('; ') };
      default:
        return verdict satisfies never;
    }
  }

  async #send(eni: SweptEni): Promise<Change> {
    const change = await this.#to.deleteEni(eni.id);
    if (change.result === 'raced') await this.#release(eni.id, markKeysOf(eni));
    return change.result === 'failed' ? await this.#afterFailure(eni, change) : change;
  }

  /** A denial may mean that somebody has put a hold on it, or taken its mark, a moment ago: then nothing has failed. */
  async #afterFailure(before: SweptEni, change: Change): Promise<Change> {
    const { lookAgain, policy, clock, writeTags } = this.#to;
    const fresh = await lookAgain(this.#snapshot, before);
    const eni = fresh?.enis.find(({ id }) => id === before.id);
    if (fresh === undefined || eni === undefined) return { result: 'done', because: 'it is gone' };
    const verdict = judgeEni(eni, prepareSweep(fresh, policy, clock.now()));
    if (verdict.kind !== 'due') return await this.#spare(eni, verdict);
    await writeTags(eni.id, deleteFailedTag(eni.tags, clock.now()));
    return change;
  }

  async #release(eniId: string, keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#to.removeTags(eniId, keys);
  }
}
