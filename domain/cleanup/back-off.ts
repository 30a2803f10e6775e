import { formatInstant, type Instant } from '../instant.ts';
import { cleanupTagKeys, readTag, type TagReading, type Tags } from '../tags.ts';
import { parseInstant } from './instant-text.ts';

/** How often a deletion of the ENI has failed, and when last: on the ENI itself, so that any sweep knows. */
export interface DeleteFailures {
  readonly count: number;
  readonly lastAt: Instant;
}

const firstWaitMs = 3_600_000;
const waitMaxMs = 7 * 86_400_000;
const countMax = 99;

export function readDeleteFailures(tags: Tags): TagReading<DeleteFailures> {
  return readTag(tags, cleanupTagKeys.deleteFailed, (raw) => {
    const [, count = '', time = ''] = /^(\d{1,2}) (\S+)$/.exec(raw) ?? [];
    const lastAt = parseInstant(time);
    return lastAt === undefined
      ? { problem: 'is no count and time' }
      : { value: { count: Number(count), lastAt } };
  });
}

/** The tag to write when a deletion has failed for a reason of this ENI's own (not for a throttle or a lost reply). */
export function deleteFailedTag(tags: Tags, now: Instant): Tags {
  const before = readDeleteFailures(tags);
  const count = before.kind === 'read' ? Math.min(before.value.count + 1, countMax) : 1;
  return { [cleanupTagKeys.deleteFailed]: `${count} ${formatInstant(now)}` };
}

/** When it may be tried again: after an hour, then twice that, and at most a week after the last time. */
export function triedAgainAt({ count, lastAt }: DeleteFailures): Instant {
  return lastAt + Math.min(waitMaxMs, firstWaitMs * 2 ** Math.max(0, count - 1));
}
