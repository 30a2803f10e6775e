import { withDefaultSettings } from './cold-start-bundles.ts';
import { type ColdStartCloud, startColdStartCloud } from './cold-start-cloud.ts';
import { type ColdStart, coldStart } from './cold-start-process.ts';
import { percentile, round } from './figures.ts';
import { type Bundles, packageBundles } from './packaged-bundles.ts';

const ratioMax = 0.45;
const bundleKbMax = 750;

/**
 * The failover function's first event in a fresh process: import, clients, credentials, and every call of EC2 over HTTP to the
 * sandbox in this process. As it is packaged, against the same source packaged with the plugin's default settings; they take
 * turns, so that what else the machine does falls on both.
 */
export async function benchColdStart(options: {
  readonly pairs: number;
  readonly seed: string;
}): Promise<object> {
  const ours = await packageBundles();
  try {
    const byDefault = await packageBundles(withDefaultSettings);
    try {
      const cloud = await startColdStartCloud(options.seed);
      try {
        return await measure(options, cloud, ours, byDefault);
      } finally {
        await cloud.stop();
      }
    } finally {
      await byDefault.remove();
    }
  } finally {
    await ours.remove();
  }
}

async function measure(
  { pairs, seed }: { readonly pairs: number; readonly seed: string },
  cloud: ColdStartCloud,
  ours: Bundles,
  byDefault: Bundles,
): Promise<object> {
  const programs = [failoverOf(ours).program, failoverOf(byDefault).program] as const;
  const runs: readonly [ColdStart[], ColdStart[]] = [[], []];
  // The first of each reads its bundle from the disk, and counts for nothing.
  for (const program of programs) await coldStart(program, cloud);
  for (let pair = 0; pair < pairs; pair++) {
    for (const which of pair % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const))
      runs[which].push(await coldStart(programs[which], cloud));
  }
  const ratio = round(median(runs[0].map(wholeMs)) / median(runs[1].map(wholeMs)), 3);
  const bundleKb = kilobytes(failoverOf(ours).bytes);
  return {
    bench: 'cold-start',
    pairs,
    seed,
    node: process.version,
    event: cloud.what,
    ratio,
    cpu_ratio: round(
      median(runs[0].map(({ cpuMs }) => cpuMs)) / median(runs[1].map(({ cpuMs }) => cpuMs)),
      3,
    ),
    ratio_of_each_pair: runs[0].map((each, pair) => round(wholeMs(each) / wholeMs(runs[1][pair] ?? each), 2)),
    bundle_kb: bundleKb,
    missed: [
      ...(ratio <= ratioMax ? [] : [`ratio is ${ratio}, and may be ${ratioMax}`]),
      ...(bundleKb <= bundleKbMax ? [] : [`bundle_kb is ${bundleKb}, and may be ${bundleKbMax}`]),
    ],
    packaged: figuresOf(runs[0]),
    by_default: { bundle_kb: kilobytes(failoverOf(byDefault).bytes), ...figuresOf(runs[1]) },
    bundles_kb: Object.fromEntries(
      Object.entries(ours.of).map(([name, { bytes }]) => [name, kilobytes(bytes)]),
    ),
  };
}

function failoverOf(bundles: Bundles) {
  const bundle = bundles.of.failover;
  if (bundle === undefined) throw new Error('The service has no function `failover`.');
  return bundle;
}

function figuresOf(runs: readonly ColdStart[]) {
  const ms = (of: (run: ColdStart) => number) => round(median(runs.map(of)), 1);
  return {
    cold_ms: ms(wholeMs),
    import_ms: ms(({ importMs }) => importMs),
    handle_ms: ms(({ handleMs }) => handleMs),
    cpu_ms: ms(({ cpuMs }) => cpuMs),
  };
}

function wholeMs({ importMs, handleMs }: ColdStart): number {
  return importMs + handleMs;
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Of 1,000 bytes. */
function kilobytes(bytes: number): number {
  return round(bytes / 1_000, 1);
}
