import type { Clock } from '../aws/clock.ts';
import type { CleanupResult } from '../domain/cleanup/cleanup-outcome.ts';
import type { CleanupPolicy } from '../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../domain/cleanup/cleanup-snapshot.ts';
import type { Manifest } from '../domain/cleanup/manifest.ts';
import type { SweptEni } from '../domain/cleanup/swept-eni.ts';
import type { Tags } from '../domain/tags.ts';

/** What a sweep works with. There is no way to detach among it (rule 28). */
export interface Sweeper {
  readonly clock: Clock;
  readonly policy: CleanupPolicy;
  /** The account as it is. */
  readonly read: () => Promise<CleanupSnapshot>;
  /** One ENI of the snapshot and what refers to it, read afresh; undefined where it is gone. */
  readonly lookAgain: (snapshot: CleanupSnapshot, eni: SweptEni) => Promise<CleanupSnapshot | undefined>;
  readonly writeTags: (eniId: string, tags: Tags) => Promise<Change>;
  readonly removeTags: (eniId: string, keys: readonly string[]) => Promise<Change>;
  readonly deleteEni: (eniId: string) => Promise<Change>;
  /** Resolves with its key when the manifest is stored durably; rejects otherwise. */
  readonly store: (manifest: Manifest) => Promise<string>;
  /** Whether nothing more is done after this error: EC2 throttled, or time is up. */
  readonly endsTheSweep: (error: unknown) => boolean;
  readonly describe: (error: unknown) => string;
  readonly record: (message: string, details: Record<string, unknown>) => void;
}

/** What became of one call that changes something. */
export interface Change {
  readonly result: CleanupResult;
  readonly because: string;
}
