import type { Instant } from '../instant.ts';
import type { Tags } from '../tags.ts';
import type { CleanupPolicy } from './cleanup-policy.ts';
import type { CleanupSnapshot } from './cleanup-snapshot.ts';
import { reasonsToKeep } from './eni-verdict.ts';
import { detachTags } from './mark.ts';
import { prepareSweep } from './plan-cleanup.ts';
import { markKeysOf } from './release.ts';
import type { SweptEni } from './swept-eni.ts';

/** What is to be changed on an ENI because it was attached or detached; nothing where both are empty. */
export interface TagChange {
  readonly write: Tags;
  readonly remove: readonly string[];
}

const nothing: TagChange = { write: {}, remove: [] };

/**
 * It was attached: whatever was known of its being unattached is over, even if it is unattached again by now. No sweep
 * may have seen it attached.
 */
export function afterAttach(eni: SweptEni, { mode }: CleanupPolicy): TagChange {
  return mode === 'observe' ? nothing : { write: {}, remove: markKeysOf(eni) };
}

/** It was detached, and may still be on its way: the grace begins at the detach. What the rules keep is left alone. */
export function afterDetach(
  eni: SweptEni,
  detachedAt: Instant,
  snapshot: CleanupSnapshot,
  policy: CleanupPolicy,
  now: Instant,
): TagChange {
  const kept = reasonsToKeep(eni, prepareSweep(snapshot, policy, now)).filter(
    ({ rule }) => !ofAttachment.has(rule),
  );
  if (policy.mode === 'observe' || kept.length > 0) return nothing;
  return { write: detachTags(eni, detachedAt), remove: [] };
}

/** That it is still seen attached is no reason: it is being detached. */
const ofAttachment: ReadonlySet<string> = new Set(['in-use', 'attached']);
