/** A point in time: milliseconds since the Unix epoch. The domain never reads a clock; it is told the time. */
export type Instant = number;

/** An instant as people and machines both read it, in UTC to the second: 2026-11-23T04:48:57Z. */
export function formatInstant(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** A length of time for people: "850 ms", "6.2 s", "4 min 10 s". */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  if (Math.round(ms / 100) < 600) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
