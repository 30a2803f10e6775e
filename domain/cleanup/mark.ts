import { formatInstant, type Instant } from '../instant.ts';
import { cleanupTagKeys, readTag, type TagReading, type Tags } from '../tags.ts';
import { type CleanupPolicy, graceFloorMs } from './cleanup-policy.ts';
import { fingerprintOf } from './fingerprint.ts';
import { parseInstant } from './instant-text.ts';
import { isMarked, type SweptEni } from './swept-eni.ts';

/** The quarantine of an ENI, as its own tags tell of it. */
export interface Mark {
  readonly unattachedSince: Instant;
  /** The first complete sweep that saw it so, and what it looked like then. */
  readonly seenAt: Instant;
  readonly fingerprint: string;
}

/** An event of a detach is believed for so long: Lambda and EventBridge give up after a day (facts 4.1, 6). */
export const detachBelievedMs = 86_400_000;
/** A mark is believed for so long beyond its grace; the memory of one that is older is no proof of anything. */
export const markBelievedMs = 90 * 86_400_000;

/**
 * The tags of a mark made now, in a complete sweep. `detachedAt`: when an event told that it was detached, which lets
 * the grace begin then; one from the future or from long ago is not believed, and the grace begins now.
 */
export function markFor(eni: SweptEni, now: Instant, detachedAt = toldDetachAt(eni)): Tags {
  const believed = detachedAt !== undefined && detachedAt <= now && now - detachedAt <= detachBelievedMs;
  return {
    [cleanupTagKeys.unattachedSince]: formatInstant(believed ? detachedAt : now),
    [cleanupTagKeys.unattachedSeen]: `${fingerprintOf(eni)} ${formatInstant(now)}`,
  };
}

/**
 * The tags to write when an event tells of a detach: only the time, and no sighting that goes with it, so that the mark
 * of an earlier time is no longer sound, and the next sweep makes a whole one that begins then. None where the ENI is
 * known to have been unattached since later: events come late and out of order.
 */
export function detachTags({ tags }: Pick<SweptEni, 'tags'>, detachedAt: Instant): Tags {
  const since = readSince(tags);
  if (since.kind === 'read' && since.value >= detachedAt) return {};
  return { [cleanupTagKeys.unattachedSince]: formatInstant(detachedAt) };
}

/** A time without a sighting, or later than it: an event has told of a detach, and no sweep has seen the ENI since. */
function toldDetachAt({ tags }: SweptEni): Instant | undefined {
  const [since, seen] = [readSince(tags), readSeen(tags)];
  if (since.kind !== 'read') return undefined;
  return seen.kind === 'read' && since.value <= seen.value.seenAt ? undefined : since.value;
}

/** When an ENI with this mark may be deleted, if nothing changes: its grace is over, and people have known for a day. */
export function dueAt(
  { unattachedSince, seenAt }: Mark,
  { graceMs }: Pick<CleanupPolicy, 'graceMs'>,
): Instant {
  return Math.max(unattachedSince + Math.max(graceMs, graceFloorMs), seenAt + graceFloorMs);
}

/** The mark; unreadable where a part of it is missing, or its parts contradict each other. */
export function readMark(eni: SweptEni): TagReading<Mark> {
  if (!isMarked(eni)) return { kind: 'absent' };
  const raw = eni.tags[cleanupTagKeys.unattachedSince] ?? '';
  const unreadable = (problem: string) => ({ kind: 'unreadable', raw, problem }) as const;
  const since = readSince(eni.tags);
  const seen = readSeen(eni.tags);
  if (since.kind !== 'read') return unreadable(problemOf(cleanupTagKeys.unattachedSince, since));
  if (seen.kind !== 'read') return unreadable(problemOf(cleanupTagKeys.unattachedSeen, seen));
  if (since.value > seen.value.seenAt) return unreadable('it was seen before it was unattached');
  if (seen.value.seenAt - since.value > detachBelievedMs + secondMs) {
    return unreadable('it was unattached more than a day before it was seen');
  }
  return { kind: 'read', value: { unattachedSince: since.value, ...seen.value } };
}

/** Tags have whole seconds: what is cut off both times may add up to one. */
const secondMs = 1_000;

/**
 * Why the ENI has to be marked afresh, so that its grace begins anew. Undefined where its mark is sound. A mark that is
 * not sound never becomes a reason to delete.
 */
export function remarkBecause(eni: SweptEni, now: Instant, graceMs: number): string | undefined {
  const detachedAt = toldDetachAt(eni);
  if (detachedAt !== undefined) return `it was detached at ${formatInstant(detachedAt)}, and not seen since`;
  const reading = readMark(eni);
  switch (reading.kind) {
    case 'absent':
      return 'it is seen unattached for the first time';
    case 'unreadable':
      return `its mark cannot be read: ${reading.problem}`;
    case 'read':
      return unsoundBecause(reading.value, eni, now, graceMs);
    default:
      return reading satisfies never;
  }
}

function unsoundBecause(mark: Mark, eni: SweptEni, now: Instant, graceMs: number): string | undefined {
  if (!(mark.seenAt <= now)) return `its mark is from the future (${formatInstant(mark.seenAt)})`;
  if (now - mark.seenAt > graceMs + markBelievedMs) {
    return `its mark is too old to be believed (${formatInstant(mark.seenAt)})`;
  }
  return mark.fingerprint === fingerprintOf(eni) ? undefined : 'it has changed since it was marked';
}

function readSince(tags: Tags): TagReading<Instant> {
  return readTag(tags, cleanupTagKeys.unattachedSince, (raw) => {
    const since = parseInstant(raw);
    return since === undefined ? { problem: 'is no time such as 2026-11-23T04:48:57Z' } : { value: since };
  });
}

function readSeen(tags: Tags): TagReading<Pick<Mark, 'seenAt' | 'fingerprint'>> {
  return readTag(tags, cleanupTagKeys.unattachedSeen, (raw) => {
    const [, fingerprint = '', time = ''] = /^([0-9a-f]{16}) (\S+)$/.exec(raw) ?? [];
    const seenAt = parseInstant(time);
    if (seenAt === undefined) return { problem: 'is no fingerprint and time' };
    return { value: { fingerprint, seenAt } };
  });
}

function problemOf(key: string, reading: TagReading<unknown>): string {
  return reading.kind === 'unreadable'
    ? `${key}=${JSON.stringify(reading.raw)} ${reading.problem}`
    : `${key} is missing`;
}
