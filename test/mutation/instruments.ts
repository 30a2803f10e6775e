import type { MutantCoverage } from '@stryker-mutator/api/core';

/** What the instrumented code and a test runner tell each other: which mutant is on, and which were met by which test. */
export interface Instruments {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

/** The object of that name which Stryker's instrumented code looks for. */
export function instruments(): Instruments {
  const holder = globalThis as typeof globalThis & { __stryker__?: Instruments };
  holder.__stryker__ ??= {};
  return holder.__stryker__;
}
