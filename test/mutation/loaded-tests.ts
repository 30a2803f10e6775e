import type { MutantCoverage } from '@stryker-mutator/api/core';
import type { Bundle } from './bundle.ts';
import { instruments } from './instruments.ts';
import { type RegisteredTest, register } from './registration.ts';

export interface Loaded {
  readonly tests: readonly RegisteredTest[];
  /** Of the first test file that threw while it was read: what its tests would say is not known. */
  readonly problem?: string;
}

/** Loads the test files that are wanted, with whichever mutant is on. What a file meets on its load is noted under its name. */
export function load({ evaluate }: Bundle, isWanted: (file: string) => boolean): Loaded {
  const shared = instruments();
  const problems: string[] = [];
  const registration = register((file, loadFile) => {
    if (!isWanted(file)) return;
    shared.currentTestId = file;
    try {
      loadFile();
    } catch (error) {
      problems.push(`${file}: ${error}`);
    } finally {
      shared.currentTestId = undefined;
    }
  });
  evaluate(registration);
  const [problem] = problems;
  return { tests: registration.tests, ...(problem !== undefined && { problem }) };
}

/** The mutants that a test file meets on its load, as those of each of its tests. */
export function coverageOf(
  { static: onImport, perTest }: MutantCoverage,
  tests: readonly RegisteredTest[],
): MutantCoverage {
  const byTest = tests.map(({ id, file }) => [id, { ...perTest[file], ...perTest[id] }] as const);
  return { static: onImport, perTest: Object.fromEntries(byTest) };
}
