import { formatInstant, type Instant } from '../instant.ts';
import { readDeleteFailures, triedAgainAt } from './back-off.ts';
import { graceFloorMs, type MaintenanceWindow } from './cleanup-policy.ts';
import { type Mark, readMark } from './mark.ts';
import type { DelayRule, Sweep } from './rule.ts';
import type { SweptEni } from './swept-eni.ts';

const dayMs = 86_400_000;

/**
 * When a marked ENI may go. Whether its mark may be believed at all is decided before these are asked (`remarkBecause`).
 * The comparisons are such that a time that is no number delays.
 */
export const timeRules: readonly DelayRule[] = [
  {
    name: 'grace',
    number: 22,
    text: 'Its grace period since the detach, or since it was first seen unattached, is not over.',
    delays: (eni, { earliest, policy }) =>
      delayedUntil(
        eni,
        earliest,
        ({ unattachedSince }) => unattachedSince + Math.max(policy.graceMs, graceFloorMs),
        'its grace period lasts',
      ),
  },
  {
    name: 'second-sighting',
    number: 23,
    text: 'No complete sweep of at least a day ago saw it just so: people have not been told for long enough.',
    delays: (eni, { earliest, snapshot }) =>
      delayedUntil(
        eni,
        Math.min(earliest, snapshot.takenAt),
        ({ seenAt }) => seenAt + graceFloorMs,
        'it was first seen so less than a day ago, and waits',
      ),
  },
  {
    name: 'maintenance-window',
    number: 25,
    text: 'The policy has a maintenance window, and it is not open.',
    delays: (_eni, { now, policy: { window } }) => {
      if (window === undefined) return undefined;
      const opensAt = opening(window, now);
      if (opensAt <= now) return undefined;
      return { because: `the maintenance window opens at ${formatInstant(opensAt)}`, until: opensAt };
    },
  },
  {
    name: 'back-off',
    number: 32,
    text: 'Its deletion has failed before, and is tried again later and later.',
    delays: (eni, { now }) => backOffOf(eni, now),
  },
];

function delayedUntil(
  eni: SweptEni,
  at: Instant,
  dueAt: (mark: Mark) => Instant,
  words: string,
): { readonly because: string; readonly until?: Instant } | undefined {
  const mark = readMark(eni);
  if (mark.kind !== 'read') return { because: 'it carries no mark that can be read' };
  const until = dueAt(mark.value);
  return at >= until ? undefined : { because: `${words} until ${formatInstant(until)}`, until };
}

function backOffOf(eni: SweptEni, now: Instant): ReturnType<DelayRule['delays']> {
  const failures = readDeleteFailures(eni.tags);
  if (failures.kind === 'absent') return undefined;
  if (failures.kind === 'unreadable')
    return { because: `the note of its failed deletions ${failures.problem}` };
  const until = triedAgainAt(failures.value);
  if (now >= until) return undefined;
  const { count } = failures.value;
  return {
    because: `its deletion has failed ${count} ${count === 1 ? 'time' : 'times'}; the next try is at ${formatInstant(until)}`,
    until,
  };
}

/** When the window is open next: now, where it is open. */
function opening({ weekdays, fromMs, toMs }: MaintenanceWindow, now: Instant): Instant {
  const today = Math.floor(now / dayMs) * dayMs;
  for (let day = 0; day <= 7; day++) {
    const midnight = today + day * dayMs;
    if (!weekdays.has(new Date(midnight).getUTCDay()) || now >= midnight + toMs) continue;
    return Math.max(now, midnight + fromMs);
  }
  return Number.POSITIVE_INFINITY;
}

/** Why the clock cannot be believed, so that nothing is marked and nothing deleted; undefined where it can. */
export function clockDoubt({
  snapshot: { takenAt, ec2Time },
  now,
}: Pick<Sweep, 'snapshot' | 'now'>): string | undefined {
  if (!(takenAt <= now)) return 'the time went backwards during the sweep';
  if (!(now - takenAt <= sweepMaxMs)) return 'the snapshot is more than a quarter of an hour old';
  if (ec2Time === undefined || Math.abs(takenAt - ec2Time) <= skewMaxMs) return undefined;
  if (Number.isNaN(ec2Time)) return "EC2's time cannot be read";
  return `our clock says ${formatInstant(takenAt)} and EC2's says ${formatInstant(ec2Time)}`;
}

/** A Lambda function lives for at most 15 minutes (facts 6), and AWS refuses requests signed more than five minutes off. */
const sweepMaxMs = 900_000;
const skewMaxMs = 300_000;
