import type { Random } from './random.ts';

/** A log-normal distribution of durations, in milliseconds. */
export interface Timing {
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** How long things take. AWS publishes no figures; the defaults follow what others have seen (facts 1.2). */
export interface Timings {
  /** One API call, half of it before the effect and half after. */
  readonly apiCall: Timing;
  /** From CreateNetworkInterface to status `available`. */
  readonly create: Timing;
  readonly attach: Timing;
  /** Also how long EC2 takes to detach what a terminated instance leaves behind. */
  readonly detach: Timing;
  readonly start: Timing;
  readonly stop: Timing;
  readonly terminate: Timing;
  /** From a change of an instance's state to the event about it. */
  readonly stateChangeEvent: Timing;
}

export const defaultTimings: Timings = {
  apiCall: { medianMs: 80, p99Ms: 400 },
  create: { medianMs: 500, p99Ms: 2_000 },
  attach: { medianMs: 2_000, p99Ms: 8_000 },
  detach: { medianMs: 3_000, p99Ms: 30_000 },
  start: { medianMs: 8_000, p99Ms: 30_000 },
  stop: { medianMs: 20_000, p99Ms: 90_000 },
  terminate: { medianMs: 15_000, p99Ms: 60_000 },
  stateChangeEvent: { medianMs: 500, p99Ms: 3_000 },
};

/** Fixed periods of EC2, in milliseconds. */
export const statusCheckPeriodMs = 60_000;
export const terminatedTagsStayMs = 5 * 60_000;
export const terminatedRecordStaysMs = 60 * 60_000;
export const spotWarningMs = 2 * 60_000;
/** A guest that does not react to a reboot is reset after so long (User Guide, reboot your instance). */
export const hardRebootMs = 4 * 60_000;
/** A guest that does not react to a stop is switched off after so long (User Guide, instance stop methods). */
export const hardStopMs = 4 * 60_000;

/** The same stream name gives the same duration, so that two runs of one seed can be compared call by call. */
export function drawMs(random: Random, timing: Timing, stream: string): number {
  if (timing.medianMs === timing.p99Ms) return timing.medianMs;
  return Math.round(random.stream(stream).logNormal(timing.medianMs, timing.p99Ms));
}
