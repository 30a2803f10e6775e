import type { Instant } from './instant.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What the earlier looks of the same invocation have shown and a fresh snapshot cannot: kept in memory only, and
 * losing it costs nothing but another look.
 */
export interface Earlier {
  /** Holders that DescribeInstances did not show, and when that was first seen. */
  readonly missingSince: ReadonlyMap<string, Instant>;
  /** EC2's reasons for not attaching an ENI to an instance, by `pairKey`: a snapshot does not show them. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Device indexes that EC2 calls taken though no snapshot shows by what, by instance (facts 1.5, after Force). */
  readonly takenIndexes: ReadonlyMap<string, ReadonlySet<number>>;
  /** ENIs whose change failed for good in this invocation, with the reason. */
  readonly failed: ReadonlyMap<string, string>;
  /** ENIs whose DeleteOnTermination could not be changed. */
  readonly unprotected: ReadonlySet<string>;
  /** Where a switchover request without a target was sent at the first look, so that it is not sent on. */
  readonly switchoverTarget?: string;
}

export const nothingEarlier: Earlier = {
  missingSince: new Map(),
  refusals: new Map(),
  takenIndexes: new Map(),
  failed: new Map(),
  unprotected: new Set(),
};

/** Names an ENI and the instance that it was to be attached to. */
export function pairKey(eniId: string, instanceId: string): string {
  return `${eniId}@${instanceId}`;
}

/** The holders that this snapshot does not show, each with the first time it was missed. */
export function missingHolders(snapshot: Snapshot, earlier: Earlier): ReadonlyMap<string, Instant> {
  const missing = new Map<string, Instant>();
  for (const { attachment } of snapshot.networkInterfaces) {
    const holderId = attachment?.instanceId;
    if (holderId === undefined || snapshot.instances.has(holderId)) continue;
    missing.set(holderId, earlier.missingSince.get(holderId) ?? snapshot.takenAt);
  }
  return missing;
}
