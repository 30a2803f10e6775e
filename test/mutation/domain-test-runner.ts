import { relative } from 'node:path';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { type Bundle, bundle } from './bundle.ts';
import { instruments } from './instruments.ts';
import { Killers } from './killers.ts';
import { coverageOf, type Loaded, load } from './loaded-tests.ts';
import type { RegisteredTest } from './registration.ts';

const testFiles = 'test/domain/**/*.test.ts';

/**
 * Left out, since each takes a second or more of every mutant that lives: the fleet of 500 instances, and the properties that
 * count how often what they are about came up, so that they cannot do with fewer cases.
 */
const leftOut = [
  'test/domain/audit/healthy.test.ts',
  'test/domain/{audit,cleanup}/{find-conflicts,readiness,grace,plan-cleanup}.property.test.ts',
];

/** The tests as they load without a mutant, and the mutants that are met while they do. */
interface Clean {
  readonly tests: readonly RegisteredTest[];
  readonly metOnLoad: ReadonlySet<string>;
}

/**
 * Runs the tests of `domain/` in Stryker's own worker process, many times as fast as Jest would: of one script that holds
 * `domain/` and all of its tests, each mutant gets an evaluation of its own, so that nothing one mutant leaves behind meets
 * the next, and runs those test files alone that can notice it.
 */
export class DomainTestRunner implements TestRunner {
  static readonly inject = [] as const;
  readonly #killers = new Killers();
  #bundle: Bundle | undefined;
  #clean: Clean | undefined;

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.#bundle = await bundle(process.cwd(), testFiles, leftOut);
    this.#ready();
  }

  async dryRun(): Promise<DryRunResult> {
    const { tests } = this.#ready();
    const results: TestResult[] = [];
    for (const test of tests) {
      instruments().currentTestId = test.id;
      results.push(await resultOf(test));
    }
    instruments().currentTestId = undefined;
    const { mutantCoverage = { static: {}, perTest: {} } } = instruments();
    return {
      status: DryRunStatus.Complete,
      tests: results,
      mutantCoverage: coverageOf(mutantCoverage, tests),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, disableBail } = options;
    const clean = this.#ready();
    const shared = instruments();
    shared.hitLimit = hitLimit;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    shared.activeMutant = activeMutant.id;
    try {
      const { tests, problem } = this.#loadedFor(options, clean);
      const inOrder = this.#killers.first(activeMutant.fileName, tests);
      const result = toMutantRunResult(await runUntilFailure(inOrder, disableBail), disableBail);
      if (result.status === MutantRunStatus.Survived && problem !== undefined) throw problem;
      if ('killedBy' in result) this.#killers.note(activeMutant.fileName, result.killedBy);
      return result;
    } catch (error) {
      return toMutantRunResult({ status: DryRunStatus.Error, errorMessage: String(error) });
    } finally {
      shared.activeMutant = undefined;
    }
  }

  #ready(): Clean {
    if (this.#clean) return this.#clean;
    const { tests, problem } = load(this.#loadable(), () => true);
    if (problem !== undefined) throw new Error(problem);
    const { perTest = {} } = instruments().mutantCoverage ?? {};
    this.#clean = { tests, metOnLoad: new Set(Object.values(perTest).flatMap((met) => Object.keys(met))) };
    return this.#clean;
  }

  /** Of tests that are made on load, from what the mutant may have changed, the ids of before say nothing. */
  #loadedFor(
    { activeMutant, testFilter, sandboxFileName }: MutantRunOptions,
    { tests, metOnLoad }: Clean,
  ): Loaded {
    const wanted = testFilter && new Set(testFilter);
    const files = wanted
      ? new Set(tests.flatMap(({ id, file }) => (wanted.has(id) ? [file] : [])))
      : this.#loadable().testFilesOn(relative(process.cwd(), sandboxFileName));
    const loaded = load(this.#loadable(), (file) => files.has(file));
    return wanted && !metOnLoad.has(activeMutant.id)
      ? { ...loaded, tests: loaded.tests.filter(({ id }) => wanted.has(id)) }
      : loaded;
  }

  #loadable(): Bundle {
    if (!this.#bundle) throw new Error('init() comes first');
    return this.#bundle;
  }
}

async function runUntilFailure(
  tests: readonly RegisteredTest[],
  disableBail: boolean,
): Promise<DryRunResult> {
  const results: TestResult[] = [];
  for (const test of tests) {
    const result = await resultOf(test);
    const { hitCount, hitLimit } = instruments();
    const endless = determineHitLimitReached(hitCount, hitLimit);
    if (endless) return endless;
    results.push(result);
    if (result.status === TestStatus.Failed && !disableBail) break;
  }
  return { status: DryRunStatus.Complete, tests: results };
}

async function resultOf({ id, name, file, run }: RegisteredTest): Promise<TestResult> {
  const started = performance.now();
  const about = () => ({ id, name, fileName: file, timeSpentMs: performance.now() - started });
  try {
    await run();
    return { ...about(), status: TestStatus.Success };
  } catch (error) {
    return { ...about(), status: TestStatus.Failed, failureMessage: String(error) };
  }
}
