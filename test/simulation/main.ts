import { parseArgs } from 'node:util';
import { knownSeeds } from './known-seeds.ts';
import { reportOf } from './report.ts';
import { runSeeds } from './run-seeds.ts';
import { type Result, simulate, warmUp } from './simulate.ts';

const usage = `Usage: npm run simulate -- [--seeds 200] [--from 1] [--threads 2] [--json]
       npm run simulate -- --seed S [--trace]

  --seeds N     N histories, those of the seeds from --from on; exit status 1 when one breaks a promise
  --known       the histories that once failed
  --seed S      the history of one seed; with --trace its whole story
  --sabotage X  switches a bug on and looks whether it is caught: a name, or "all"
  --small-worlds  every interleaving of two handlers in a small world

Everything runs on the sandbox in virtual time; the same seed gives the same history, to the byte.`;

class UsageError extends Error {}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      seed: { type: 'string' },
      seeds: { type: 'string', default: '200' },
      from: { type: 'string', default: '1' },
      threads: { type: 'string' },
      known: { type: 'boolean', default: false },
    },
  });
  if (values.seed !== undefined) return runOne(values.seed, values);
  const seeds = values.known
    ? knownSeeds.map(({ seed }) => seed)
    : seedsFrom(wholeNumber('from', values.from), wholeNumber('seeds', values.seeds));
  const startedAt = performance.now();
  const run = await runSeeds(seeds, {
    countsBranches: true,
    ...(values.threads !== undefined && { threads: wholeNumber('threads', values.threads) }),
    onResult: (result) => void (result.violations.length > 0 && console.error(describeFailure(result))),
  });
  const report = reportOf(run, (performance.now() - startedAt) / 1_000);
  console.log(values.json ? JSON.stringify(report) : report);
  return report.violations === 0;
}

function seedsFrom(from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(from + index));
}

async function runOne(seed: string, { trace, json }: { trace: boolean; json: boolean }): Promise<boolean> {
  await warmUp();
  const result = await simulate(seed, { story: trace });
  if (json) console.log(JSON.stringify(result));
  else if (trace) console.log(result.story?.join('\n'));
  if (result.violations.length > 0) console.error(describeFailure(result));
  else if (!json) console.log(`Seed ${seed} keeps every promise.`);
  return result.violations.length === 0;
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
