import { enisPerVpc } from './audit-account.ts';
import { type AuditCloud, startAuditCloud } from './audit-cloud.ts';
import type { AuditRun } from './audit-phases.ts';
import { countBy, percentile, round } from './figures.ts';
import { bundlePrograms, type ChildRun, type Programs } from './processes.ts';

const peakRssMbMax = 512;
/** The work grows with the account, and not with its square. */
const growthMax = 12;
const smaller = 10;

/**
 * One run of the deployed audit over a large account: reading, judging, telling, the register, the report and the state, in a
 * cold process; and over an account of a tenth. They take turns, so that what else the machine does falls on both. The
 * accounts are in this process, and nobody waits for request limits.
 */
export async function benchAudit(options: {
  readonly enis: number;
  readonly rounds: number;
  readonly seed: string;
}): Promise<object> {
  const { enis, rounds, seed } = options;
  const child = { source: 'bench/audit-child', inPlaceOf: 'audit' };
  const programs = await bundlePrograms<'audit', AuditRun>({ audit: child });
  const clouds: AuditCloud[] = [];
  try {
    const from = Date.now();
    for (const count of [enis, Math.round(enis / smaller)])
      clouds.push(await startAuditCloud({ enis: count, seed }));
    const builtMs = Date.now() - from;
    const [large, small] = await measure(programs, clouds, rounds);
    if (large === undefined || small === undefined) throw new Error('Nothing was measured.');
    const figures = figuresOf(large, small);
    return {
      bench: 'audit',
      enis,
      vpcs: Math.round(enis / enisPerVpc),
      rounds,
      seed,
      ...figures,
      missed: missedBars(figures),
      account_built_s: round(builtMs / 1_000, 1),
      findings: large.findings,
      findings_at_a_tenth: small.findings,
    };
  } finally {
    for (const cloud of clouds) await cloud.stop();
    await programs.remove();
  }
}

interface Measured {
  readonly runs: readonly ChildRun<AuditRun>[];
  /** By code. */
  readonly findings: Readonly<Record<string, number>>;
  /** The size of what a run has written. */
  readonly writtenMb: Readonly<Record<string, number>>;
}

async function measure(
  programs: Programs<'audit', AuditRun>,
  clouds: readonly AuditCloud[],
  rounds: number,
): Promise<readonly Measured[]> {
  const runs = clouds.map((): ChildRun<AuditRun>[] => []);
  const left = clouds.map(() => '');
  // The first walk makes the sandbox write the XML of every ENI, which it keeps: it is not measured.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, cloud] of clouds.entries()) {
      const { variables, bucket } = cloud.environment();
      const run = await programs.run('audit', variables);
      if (round > 0) runs[index]?.push(run);
      left[index] = bucket;
    }
  }
  return clouds.map((cloud, index) => ({ runs: runs[index] ?? [], ...writtenBy(cloud, left[index] ?? '') }));
}

function writtenBy(cloud: AuditCloud, bucket: string): Omit<Measured, 'runs'> {
  const files = ['state.json', 'addresses.csv', 'addresses.json', 'report.html'];
  const bodies = files.map((name) => [name, cloud.object(bucket, `audit/${name}`)] as const);
  const sizes = bodies.map(([name, body]) => [name, round(Buffer.byteLength(body) / 1_048_576, 2)] as const);
  const state: { readonly findings: readonly { readonly finding: { readonly code: string } }[] } = JSON.parse(
    bodies[0]?.[1] ?? '',
  );
  return {
    findings: countBy(state.findings.map(({ finding }) => finding.code)),
    writtenMb: Object.fromEntries(sizes),
  };
}

function figuresOf(large: Measured, small: Measured) {
  return {
    cpu_s: seconds(large, ({ cpuMs }) => cpuMs),
    peak_rss_mb: peakRssMb(large, ({ peakRssBytes }) => peakRssBytes),
    growth: round(median(large, workMs) / median(small, workMs), 2),
    growth_of_each_phase: ofEachPhase((phase) =>
      round(median(large, (run) => run[phase].cpuMs) / median(small, (run) => run[phase].cpuMs), 2),
    ),
    wall_s: seconds(large, ({ wallMs }) => wallMs),
    ...costOf(large),
    written_mb: large.writtenMb,
    a_tenth_of_the_account: {
      cpu_s: seconds(small, ({ cpuMs }) => cpuMs),
      peak_rss_mb: peakRssMb(small, ({ peakRssBytes }) => peakRssBytes),
      ...costOf(small),
    },
  };
}

function costOf(measured: Measured) {
  return {
    cpu_s_of_each_phase: ofEachPhase((phase) => seconds(measured, (run) => run[phase].cpuMs)),
    peak_rss_mb_until_its_end: ofEachPhase((phase) => peakRssMb(measured, (run) => run[phase].peakRssBytes)),
    with_request_limits_s: seconds(measured, ({ pacedMs }) => pacedMs),
  };
}

function ofEachPhase(figure: (phase: 'read' | 'decide' | 'write') => number) {
  return { read: figure('read'), decide: figure('decide'), write: figure('write') };
}

function missedBars({ peak_rss_mb, growth }: ReturnType<typeof figuresOf>): readonly string[] {
  const bars: readonly (readonly [string, number, number])[] = [
    ['peak_rss_mb', peak_rss_mb, peakRssMbMax],
    ['growth', growth, growthMax],
  ];
  return bars.flatMap(([name, value, max]) =>
    value <= max ? [] : [`${name} is ${value}, and may be ${max}`],
  );
}

/** Without the loading of the code, which is the same for both, and would make the growth look smaller than it is. */
function workMs({ read, decide, write }: AuditRun): number {
  return read.cpuMs + decide.cpuMs + write.cpuMs;
}

type Figure = (run: AuditRun) => number;

function seconds(measured: Measured, figure: Figure): number {
  return round(median(measured, figure) / 1_000, 2);
}

function median({ runs }: Measured, figure: Figure): number {
  return percentile(runs.map(figure), 0.5);
}

/** The worst of all runs. */
function peakRssMb({ runs }: Measured, figure: Figure): number {
  return round(Math.max(...runs.map(figure)) / 1_048_576, 1);
}
