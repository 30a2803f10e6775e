import type { CallEntry } from '../sandbox/call-log.ts';
import { type Cloud, startCloud } from './cleanup-cloud.ts';
import { decidedBy } from './cleanup-decided.ts';

import { countBy, percentile, round } from './figures.ts';
import { bundlePrograms, type ChildRun, type Programs } from './processes.ts';

/** `bare` only pages with the SDK, `sweep` is the function. */
const children = {
  bare: { source: 'bench/cleanup-child-bare', inPlaceOf: 'restore' },
  sweep: { source: 'bench/cleanup-child-sweep', inPlaceOf: 'cleanup' },
};
type Work = keyof typeof children;

/** What a sweep may cost: a whole page may be read again, and the list of protected ENIs is read beside the pages. */
const peakRssMbMax = 256;
const describeCallsBeyondPages = 5;
const timeRatioMax = 1.25;
const eniPage = 1_000;
/** EC2's token buckets are the account's: the next child must not pay for the one before. */
const bucketsFillMs = 5_000;

/**
 * One sweep of the deployed function in `observe` over a large account, on real time, against a program that only pages
 * through the same ENIs with the SDK. Three processes: the account is in this one, and each of the two others
 * measures itself. They take turns, so that what else the machine does falls on both.
 */
export async function benchCleanup(options: {
  readonly enis: number;
  readonly unattached: number;
  readonly rounds: number;
  readonly seed: string;
}): Promise<object> {
  const { enis, unattached, rounds, seed } = options;
  const programs = await bundlePrograms(children);
  try {
    const large = await measureAccount(programs, { enis, unattached, rounds, seed });
    const tenth = Math.round(unattached / 10);
    const fewer = await measureAccount(programs, { enis, unattached: tenth, rounds: 1, seed });
    const small = await measureAccount(programs, {
      enis: Math.round(enis / 10),
      unattached: tenth,
      rounds: 1,
      seed,
    });
    return {
      bench: 'cleanup',
      enis,
      unattached,
      rounds,
      seed,
      ...figuresOf(large),
      missed: missedBars(large, enis),
      // Memory goes with the candidates: the second has as many as the first, and a tenth of its ENIs.
      a_tenth_of_the_candidates: memoryOf(fewer),
      a_tenth_of_the_enis_too: memoryOf(small),
      ...decidedBy(large.sweeps[0]?.lines ?? []),
    };
  } finally {
    await programs.remove();
  }
}

interface Measured {
  readonly buildMs: number;
  readonly bares: readonly ChildRun[];
  readonly sweeps: readonly ChildRun[];
  /** Of each sweep. */
  readonly calls: readonly (readonly CallEntry[])[];
}

async function measureAccount(
  programs: Programs<Work>,
  options: {
    readonly enis: number;
    readonly unattached: number;
    readonly rounds: number;
    readonly seed: string;
  },
): Promise<Measured> {
  const from = Date.now();
  const cloud = await startCloud(options);
  const buildMs = Date.now() - from;
  const bares: ChildRun[] = [];
  const sweeps: ChildRun[] = [];
  const calls: (readonly CallEntry[])[] = [];
  try {
    // The first walk makes the sandbox write the XML of every ENI, which it keeps.
    await run(programs, cloud, 'bare');
    for (let round = 0; round < options.rounds; round++) {
      for (const work of round % 2 === 0 ? inTurn : inTurn.toReversed()) {
        const done = await run(programs, cloud, work);
        (work === 'bare' ? bares : sweeps).push(done.child);
        if (work === 'sweep') calls.push(done.calls);
      }
    }
  } finally {
    await cloud.stop();
  }
  return { buildMs, bares, sweeps, calls };
}

const inTurn: readonly Work[] = ['bare', 'sweep'];

async function run(
  programs: Programs<Work>,
  { sandbox, environment }: Cloud,
  work: Work,
): Promise<{ readonly child: ChildRun; readonly calls: readonly CallEntry[] }> {
  await sandbox.clock.sleep(bucketsFillMs);
  const before = sandbox.log.calls.length;
  const child = await programs.run(work, environment);
  return { child, calls: sandbox.log.calls.slice(before) };
}

function figuresOf({ buildMs, bares, sweeps, calls }: Measured) {
  const first = calls[0] ?? [];
  const others = first.filter(({ action }) => action !== 'DescribeNetworkInterfaces');
  return {
    peak_rss_mb: peakRssMb(sweeps),
    describe_calls: describeCalls(first),
    other_calls: countBy(others.map(({ action }) => action)),
    failed_calls: countBy(
      calls.flat().flatMap(({ action, errorCode }) => (errorCode ? [`${action} ${errorCode}`] : [])),
    ),
    cpu_s: seconds(sweeps, 'cpuMs'),
    time_ratio: timeRatio({ bares, sweeps }),
    time_ratio_of_each_round: sweeps.map(({ wallMs }, round) => ratio(wallMs, bares[round]?.wallMs)),
    cpu_ratio: ratio(median(sweeps, 'cpuMs'), median(bares, 'cpuMs')),
    main_thread_cpu_ratio: ratio(median(sweeps, 'threadCpuMs'), median(bares, 'threadCpuMs')),
    sweep_s: seconds(sweeps, 'wallMs'),
    bare_s: seconds(bares, 'wallMs'),
    bare_cpu_s: seconds(bares, 'cpuMs'),
    bare_peak_rss_mb: peakRssMb(bares),
    account_built_s: round(buildMs / 1_000, 1),
  };
}

function memoryOf({ sweeps, bares }: Measured) {
  return {
    peak_rss_mb: peakRssMb(sweeps),
    bare_peak_rss_mb: peakRssMb(bares),
    cpu_s: seconds(sweeps, 'cpuMs'),
  };
}

function missedBars(measured: Measured, enis: number): readonly string[] {
  const bars: readonly (readonly [string, number, number])[] = [
    ['peak_rss_mb', peakRssMb(measured.sweeps), peakRssMbMax],
    [
      'describe_calls',
      describeCalls(measured.calls[0] ?? []),
      Math.ceil(enis / eniPage) + describeCallsBeyondPages,
    ],
    ['time_ratio', timeRatio(measured), timeRatioMax],
  ];
  return bars.flatMap(([name, value, max]) =>
    value <= max ? [] : [`${name} is ${value}, and may be ${max}`],
  );
}

function describeCalls(calls: readonly CallEntry[]): number {
  return calls.filter(({ action }) => action === 'DescribeNetworkInterfaces').length;
}

/** The worst of all runs. */
function peakRssMb(runs: readonly ChildRun[]): number {
  return round(Math.max(...runs.map(({ peakRssBytes }) => peakRssBytes)) / 1_048_576, 1);
}

function timeRatio({ bares, sweeps }: Pick<Measured, 'bares' | 'sweeps'>): number {
  return ratio(median(sweeps, 'wallMs'), median(bares, 'wallMs'));
}

function ratio(sweep: number, bare = Number.NaN): number {
  return round(sweep / bare, 3);
}

function seconds(runs: readonly ChildRun[], figure: 'wallMs' | 'cpuMs'): number {
  return round(median(runs, figure) / 1_000, 2);
}

function median(runs: readonly ChildRun[], figure: 'wallMs' | 'cpuMs' | 'threadCpuMs'): number {
  return percentile(
    runs.map((each) => each[figure]),
    0.5,
  );
}
