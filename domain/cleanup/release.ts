import { cleanupTagKeys } from '../tags.ts';
import type { Release, SparedEni } from './cleanup-plan.ts';
import type { SweptEni } from './swept-eni.ts';

/**
 * A kept ENI loses its mark, so that its grace begins anew when the reason is gone. Undefined where it has none. What
 * belongs to another account is not touched at all, not even by a tag.
 */
export function releaseOf({ eni, reasons }: SparedEni): Release | undefined {
  const tagKeys = markKeysOf(eni);
  if (tagKeys.length === 0 || reasons.some(({ rule }) => rule === 'foreign-owner')) return undefined;
  return { eni, reasons, tagKeys };
}

/** The keys of all that the cleanup has written on it. */
export function markKeysOf({ tags }: Pick<SweptEni, 'tags'>): readonly string[] {
  const { unattachedSince, unattachedSeen, deleteFailed } = cleanupTagKeys;
  return [unattachedSince, unattachedSeen, deleteFailed].filter((key) => Object.hasOwn(tags, key));
}
