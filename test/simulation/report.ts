import { describeCounts } from '../../cli/judged-calls.ts';
import { sumOfCounts } from './branches.ts';
import { cleanupIncidentKinds } from './cleanup/cleanup-incident.ts';
import { incidentKinds } from './incidents/incident.ts';
import { faultKinds } from './recipe.ts';
import type { Run } from './run-seeds.ts';
import type { Result } from './simulate.ts';
import { whyUnreachable } from './unreachable.ts';

/** What a run of many seeds came to. */
export interface Report {
  readonly seeds: number;
  readonly violations: number;
  readonly failedSeeds: readonly string[];
  readonly seconds: number;
  readonly virtualHours: number;
  readonly invocations: number;
  readonly calls: number;
  readonly moves: number;
  readonly sweeps: number;
  readonly deletions: number;
  /** How many calls were judged by the role of their function: `cleanup s3:PutObject`. */
  readonly judged: Readonly<Record<string, number>>;
  /** How often each fault came; 0 for one that never did. */
  readonly faults: Readonly<Record<string, number>>;
  readonly faultsNever: readonly string[];
  /** How often each branch of planFailover was met, by its place. */
  readonly branches: Readonly<Record<string, number>>;
  /** Those that no history has met and that could be met. */
  readonly branchesNever: readonly string[];
  /** Those that cannot be met, each with the reason. */
  readonly branchesUnreachable: Readonly<Record<string, string>>;
}

export function reportOf({ results, branches }: Run, seconds: number): Report {
  const faults = Object.fromEntries(
    [...incidentKinds, ...cleanupIncidentKinds, ...faultKinds].map((kind) => [
      kind,
      sum(results, ({ faults: counts }) => counts[kind] ?? 0),
    ]),
  );
  const met = sumOfCounts(branches);
  const never = met.filter(({ count }) => count === 0).map(({ name }) => name);
  const failed = results.filter(({ violations }) => violations.length > 0);
  return {
    seeds: results.length,
    violations: sum(failed, ({ violations }) => violations.length),
    failedSeeds: failed.map(({ seed }) => seed),
    seconds: Math.round(seconds),
    virtualHours: Math.round(sum(results, ({ virtualMs }) => virtualMs) / 3_600_000),
    invocations: sum(results, ({ invocations }) => invocations),
    calls: sum(results, ({ calls }) => calls),
    moves: sum(results, ({ moves }) => moves),
    sweeps: sum(results, ({ sweeps }) => sweeps),
    deletions: sum(results, ({ deletions }) => deletions),
    judged: sumOf(results.map(({ judged }) => judged)),
    faults,
    faultsNever: Object.entries(faults).flatMap(([kind, count]) => (count === 0 ? [kind] : [])),
    branches: Object.fromEntries(met.map(({ name, count }) => [name, count])),
    branchesNever: never.filter((name) => whyUnreachable(name) === undefined),
    branchesUnreachable: Object.fromEntries(
      never.flatMap((name) => {
        const because = whyUnreachable(name);
        return because === undefined ? [] : [[name, because]];
      }),
    ),
  };
}

function sum(results: readonly Result[], of: (result: Result) => number): number {
  return results.reduce((total, result) => total + of(result), 0);
}

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const [key, count] of counts.flatMap((each) => Object.entries(each)))
    sums.set(key, (sums.get(key) ?? 0) + count);
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The report for people: what was run, what was broken, and what was hardly met. */
export function describeReport(report: Report): string {
  const {
    seeds,
    violations,
    failedSeeds,
    seconds,
    virtualHours,
    invocations,
    calls,
    moves,
    sweeps,
    deletions,
    judged,
  } = report;
  const branches = Object.values(report.branches);
  const met = branches.filter((count) => count > 0).length;
  const unreachable = Object.keys(report.branchesUnreachable).length;
  return [
    `${seeds} histories, ${virtualHours} hours of virtual time, in ${seconds} s.`,
    `${invocations} invocations, ${calls} calls to EC2, ${moves} ENIs attached.`,
    `${sweeps} runs of the cleanup, ${deletions} ENIs deleted.`,
    `Calls judged by the role of their function: ${describeCounts(Object.entries(judged))}.`,
    `Promises broken: ${violations}${failedSeeds.length > 0 ? ` (seeds ${failedSeeds.join(', ')})` : ''}.`,
    '',
    'Faults, and how often each came:',
    ...Object.entries(report.faults).map(([kind, count]) => `  ${String(count).padStart(8)}  ${kind}`),
    '',
    `Branches of planFailover: ${met} of ${branches.length} met, ${unreachable} cannot be, ${report.branchesNever.length} never were${report.branchesNever.length > 0 ? ':' : '.'}`,
    ...report.branchesNever.map((name) => `  ${name}`),
  ].join('\n');
}
