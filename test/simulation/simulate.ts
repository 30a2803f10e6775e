import { happen } from './incidents/all.ts';
import type { Violation } from './judge.ts';
import { Simulation } from './simulation.ts';
import { linesOf } from './story.ts';

/** How one history went. */
export interface Result {
  readonly seed: string;
  readonly violations: readonly Violation[];
  /** How often each incident and each fault came. */
  readonly faults: Readonly<Record<string, number>>;
  readonly virtualMs: number;
  readonly calls: number;
  readonly invocations: number;
  /** Changes of holder that the function made. */
  readonly moves: number;
  /** Of the cleanup function: ENIs that it deleted, and runs of it. */
  readonly deletions: number;
  readonly sweeps: number;
  /** How many calls were judged by the role of their function: `cleanup s3:PutObject`. */
  readonly judged: Readonly<Record<string, number>>;
  /** The whole story, where it was asked for. */
  readonly story?: readonly string[];
  /** What came last of that which the broken promises name. */
  readonly lastEvents: readonly string[];
}

export interface SimulateOptions {
  readonly story?: boolean;
}

/**
 * The SDK's first calls load code in real time, which virtual time does not see. So some histories that do not count come
 * first, in every thread and before every replay: the history of a seed must not depend on what was run before it.
 */
export async function warmUp(): Promise<void> {
  for (const seed of ['warm up 1', 'warm up 2', 'warm up 3']) await simulate(seed);
}

/** How much of the story is told with a violation. */
const lastEventsMax = 40;

/** Runs the history of a seed. The same seed gives the same history, to the byte. */
export async function simulate(seed: string, options: SimulateOptions = {}): Promise<Result> {
  const simulation = new Simulation(seed);
  const { history, clock, weather } = simulation;
  const startedAt = clock.now();
  const violations = await simulation.run(happen);
  const story = options.story === true ? linesOf(history) : undefined;
  const broken = violations.map(({ words }) => words).join(' ');
  const lastEvents = violations.length > 0 ? linesOf(history, broken).slice(-lastEventsMax) : [];
  return {
    seed,
    violations,
    faults: countFaults(history.incidents, weather.counts),
    virtualMs: clock.now() - startedAt,
    calls: history.calls.length + history.cleanup.calls.length,
    invocations: history.invocations.length,
    moves: history.calls.filter(
      ({ action, errorCode }) => action === 'AttachNetworkInterface' && errorCode === undefined,
    ).length,
    deletions: history.cleanup.calls.filter(
      ({ action, errorCode }) => action === 'DeleteNetworkInterface' && errorCode === undefined,
    ).length,
    sweeps: history.cleanup.invocations.length,
    judged: Object.fromEntries(simulation.judged.counts),
    lastEvents,
    ...(story !== undefined && { story }),
  };
}

function countFaults(
  incidents: readonly { readonly kind: string }[],
  faults: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> {
  const counts = new Map(faults);
  for (const { kind } of incidents) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
