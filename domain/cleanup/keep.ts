import type { Instant } from '../instant.ts';
import { cleanupTagKeys, readTag, type TagReading, type Tags } from '../tags.ts';
import { parseEndOfDay, parseInstant } from './instant-text.ts';

/** By the owner's wish it is not to be deleted: for a reason, or until an instant. */
export type Keep =
  | { readonly kind: 'reason'; readonly reason: string }
  | { readonly kind: 'until'; readonly until: Instant };

/** A value that is no date is a reason. A day keeps until it has ended everywhere. Without a value it is unreadable. */
export function readKeep(tags: Tags): TagReading<Keep> {
  return readTag(tags, cleanupTagKeys.keep, (raw) => {
    const text = raw.trim();
    if (text === '') return { problem: 'gives neither a reason nor a date' };
    const until = parseInstant(text) ?? parseEndOfDay(text);
    return { value: until === undefined ? { kind: 'reason', reason: text } : { kind: 'until', until } };
  });
}
