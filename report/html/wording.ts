import { formatInstant, type Instant } from '../../domain/instant.ts';

const numbers = new Intl.NumberFormat('en-US');

/** 1,240 as people read it. */
export function count(value: number): string {
  return numbers.format(value);
}

/** "1 finding", "3 findings". */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** 2026-11-23 12:00 UTC. */
export function timeText(instant: Instant): string {
  return `${formatInstant(instant).slice(0, 16).replace('T', ' ')} UTC`;
}

const units = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

/** How long ago, in the largest unit that fits: "3 days". */
export function ageText(ms: number): string {
  const [length, noun] = units.find(([unit]) => ms >= unit) ?? [60_000, 'minute'];
  return counted(Math.max(Math.floor(ms / length), 0), noun);
}

/** One that no line breaks at. */
const space = '\u00a0';

/** A share from 0 to 1 in percent: never 100 % of what is not whole, nor 0 % of what is something. */
export function percent(share: number): string {
  if (share <= 0) return `0${space}%`;
  if (share >= 1) return `100${space}%`;
  if (share < 0.01) return `under${space}1${space}%`;
  return `${Math.min(Math.round(share * 100), 99)}${space}%`;
}
