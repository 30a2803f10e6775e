import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { knownSeeds } from './known-seeds.ts';
import { describeReport, reportOf } from './report.ts';
import { runSeeds } from './run-seeds.ts';
import { sabotages } from './sabotages/all.ts';
import { describeSabotages } from './sabotages/describe.ts';
import { runSabotages } from './sabotages/run.ts';
import { type Result, simulate, warmUp } from './simulate.ts';
import { describeFigures } from './small-worlds/figures.ts';
import { exploreSmallWorldsInParallel } from './small-worlds/parallel.ts';

const usage = `Usage: npm run simulate -- [--seeds 200] [--from 1] [--threads 2] [--json] [--help]
       npm run simulate -- --known | --seed S [--trace] | --sabotage all | --small-worlds

  --seeds N       N histories, those of the seeds from --from on
  --known         the histories that once failed
  --seed S        the history of one seed; with --trace its whole story
  --sabotage X    switches a bug on and looks whether it is caught: its name, or "all"
  --small-worlds  every order of two handlers' calls, and every crash, in small worlds

Everything runs on the sandbox in virtual time; the same seed gives the same history, to the byte.
The exit status is 1 when a promise is broken, or when a bug is not caught.`;

class UsageError extends Error {}

/** A bug that none of so many histories shows is not caught. */
const sabotageSeedsMax = 200;

interface Options {
  readonly json: boolean;
  readonly trace: boolean;
  readonly threads: number;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      seed: { type: 'string' },
      seeds: { type: 'string', default: '200' },
      from: { type: 'string', default: '1' },
      threads: { type: 'string', default: String(availableParallelism()) },
      known: { type: 'boolean', default: false },
      sabotage: { type: 'string' },
      'small-worlds': { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return true;
  }
  const options = { ...values, threads: wholeNumber('threads', values.threads) };
  if (values.seed !== undefined) return runOne(values.seed, options);
  if (values.sabotage !== undefined) return runSabotage(values.sabotage, options);
  if (values['small-worlds']) return runSmallWorlds(options);
  if (values.known)
    return runMany(
      knownSeeds.map(({ seed }) => seed),
      options,
    );
  return runMany(seedsFrom(wholeNumber('from', values.from), wholeNumber('seeds', values.seeds)), options);
}

function namesOf(asked: string): readonly string[] {
  const known = sabotages.map(({ name }) => name);
  if (asked === 'all') return known;
  if (!known.includes(asked)) throw new UsageError(`--sabotage takes "all" or one of ${known.join(', ')}`);
  return [asked];
}

function seedsFrom(from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(from + index));
}

async function runMany(seeds: readonly string[], { json, threads }: Options): Promise<boolean> {
  const startedAt = performance.now();
  const run = await runSeeds(seeds, {
    countsBranches: true,
    threads,
    onResult: (result) => void (result.violations.length > 0 && console.error(describeFailure(result))),
  });
  const report = reportOf(run, (performance.now() - startedAt) / 1_000);
  console.log(json ? JSON.stringify(report) : describeReport(report));
  return report.violations === 0;
}

async function runOne(seed: string, { trace, json }: Options): Promise<boolean> {
  await warmUp();
  const result = await simulate(seed, { story: trace });
  if (json) console.log(JSON.stringify(result));
  else if (trace) console.log(result.story?.join('\n'));
  if (result.violations.length > 0) console.error(describeFailure(result));
  else if (!json) console.log(`Seed ${seed} keeps every promise.`);
  return result.violations.length === 0;
}

async function runSabotage(name: string, { json, threads }: Options): Promise<boolean> {
  const report = await runSabotages(namesOf(name), { seedsMax: sabotageSeedsMax, threads });
  console.log(json ? JSON.stringify(report) : describeSabotages(report));
  return report.caught === report.sabotages;
}

async function runSmallWorlds({ json, threads }: Options): Promise<boolean> {
  const figures = await exploreSmallWorldsInParallel({ threads });
  console.log(json ? JSON.stringify(figures) : describeFigures(figures));
  return figures.violations.length === 0;
}

function describeFailure({ seed, violations, lastEvents }: Result): string {
  return [
    `Seed ${seed} breaks ${violations.length === 1 ? 'a promise' : `${violations.length} promises`}:`,
    ...violations.map(({ invariant, words }) => `  ${invariant}: ${words}`),
    'What came last:',
    ...lastEvents.map((line) => `  ${line}`),
    `Replay it: npm run simulate -- --seed ${seed} --trace`,
    '',
  ].join('\n');
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new UsageError(`--${name} takes a whole number from 1, not ${text}`);
  return Number(text);
}

/** Ours, or one of parseArgs. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (!isUsageError(error)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
