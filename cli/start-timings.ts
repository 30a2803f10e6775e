import type { Timing } from '../sandbox/timings.ts';

/** Shorter than what has been seen of EC2, so that nobody has to wait for long; the screen says so. */
export const timings = {
  attach: { medianMs: 800, p99Ms: 1_600 },
  detach: { medianMs: 1_000, p99Ms: 2_000 },
  stop: { medianMs: 4_000, p99Ms: 6_000 },
  terminate: { medianMs: 4_000, p99Ms: 6_000 },
} satisfies Readonly<Record<string, Timing>>;
