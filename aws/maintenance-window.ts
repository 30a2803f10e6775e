import * as z from 'zod/mini';
import type { MaintenanceWindow } from '../domain/cleanup/cleanup-policy.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const pattern = /^([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))? (\d\d):(\d\d)-(\d\d):(\d\d)$/;
const minuteMs = 60_000;

/** Days of the week and a time of the day, in UTC: "Mon-Fri 09:00-17:00", "Sat 00:00-24:00". It ends on the day it begins. */
export const maintenanceWindow = z.pipe(
  z.string().check(
    z.refine((text) => parse(text) !== undefined, {
      error: 'days and times in UTC such as "Mon-Fri 09:00-17:00"',
    }),
  ),
  z.transform((text): MaintenanceWindow => parse(text) ?? never),
);

/** Not reached: what cannot be parsed has not passed the check. It would be open on no day. */
const never: MaintenanceWindow = { weekdays: new Set(), fromMs: 0, toMs: 0 };

function parse(text: string): MaintenanceWindow | undefined {
  const [, first = '', last = first, ...times] = pattern.exec(text) ?? [];
  const [fromHour = 99, fromMinute = 99, toHour = 99, toMinute = 99] = times.map(Number);
  const weekdays = weekdaysFrom(indexOf(first), indexOf(last));
  const [fromMs, toMs] = [timeOf(fromHour, fromMinute), timeOf(toHour, toMinute)];
  if (weekdays === undefined || fromMs === undefined || toMs === undefined || fromMs >= toMs)
    return undefined;
  return { weekdays, fromMs, toMs };
}

function indexOf(day: string): number {
  return (days as readonly string[]).indexOf(day);
}

/** Around the end of the week where it must be: Fri-Mon is four days. */
function weekdaysFrom(first: number, last: number): ReadonlySet<number> | undefined {
  if (first < 0 || last < 0) return undefined;
  const count = ((last - first + 7) % 7) + 1;
  return new Set(Array.from({ length: count }, (_, offset) => (first + offset) % 7));
}

function timeOf(hour: number, minute: number): number | undefined {
  const minutes = hour * 60 + minute;
  return minute < 60 && minutes <= 24 * 60 ? minutes * minuteMs : undefined;
}
