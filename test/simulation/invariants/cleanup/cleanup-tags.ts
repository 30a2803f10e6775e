import type { Tags } from '../../../../sandbox/world/records.ts';

/** What the tags of the cleanup say to people: a second opinion, from the documentation's words and not from `domain/`. */

export const sinceKey = 'eni-warden:unattached-since';
export const seenKey = 'eni-warden:unattached-seen';
export const ownKeys: ReadonlySet<string> = new Set([sinceKey, seenKey, 'eni-warden:delete-failed']);

/** Since when it is unattached, as its mark says, in ms; undefined where that is no time. */
export function sinceOf(tags: Tags): number | undefined {
  return timeIn(tags[sinceKey]);
}

/** When a sweep saw it just so for the first time. */
export function seenOf(tags: Tags): number | undefined {
  return timeIn(tags[seenKey]?.split(' ')[1]);
}

function timeIn(text = ''): number | undefined {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

export function hasMark(tags: Tags): boolean {
  return Object.keys(tags).some((key) => ownKeys.has(key));
}

/** Whether its owner keeps it at that moment. A day lasts until it has ended everywhere; what is no date is a reason. */
export function isKept(tags: Tags, at: number): boolean {
  const keep = tags['eni-warden:keep']?.trim();
  if (keep === undefined) return false;
  const until = /^\d{4}-\d\d-\d\d$/.test(keep) ? Date.parse(keep) + 36 * 3_600_000 : timeIn(keep);
  return until === undefined || Number.isNaN(until) || at <= until;
}

/** The tags of its owner. */
export function tagsOfOthers(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !ownKeys.has(key)));
}
