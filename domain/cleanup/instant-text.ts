import { formatInstant, type Instant } from '../instant.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

const dayMs = 86_400_000;

/**
 * Reads 2026-11-23T04:48:57Z. Undefined for anything else: a time without a zone would mean another instant on another
 * machine, and a day that the calendar does not have would quietly become another day.
 */
export function parseInstant(text: string): Instant | undefined {
  if (!instantPattern.test(text)) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return undefined;
  return formatInstant(instant) === `${text.slice(0, 19)}Z` ? instant : undefined;
}

/** When the day 2026-11-23 has ended everywhere on Earth. Undefined for anything else. */
export function parseEndOfDay(text: string): Instant | undefined {
  if (!dayPattern.test(text)) return undefined;
  const begin = parseInstant(`${text}T00:00:00Z`);
  return begin === undefined ? undefined : begin + 1.5 * dayMs;
}
