import { availableParallelism } from 'node:os';

/**
 * Mutation testing of `domain/`: every mutator that Stryker has, on every file, also on texts and on what is evaluated on
 * load. The tests are those of `test/domain` but for the few that `test/mutation/domain-test-runner.ts` names, and a
 * property is tried with fewer cases (`test/mutation/fewer-cases.ts`): what is left out could only kill more.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['domain/**/*.ts'],
  plugins: ['./test/mutation/plugin.ts'],
  testRunner: 'domain',
  coverageAnalysis: 'perTest',
  concurrency: availableParallelism(),
  // Longer than Stryker's own, for a machine that has other work too: a mutant that is slow is not one that is found.
  timeoutMS: 10_000,
  // Without tsconfig.json, which Stryker would read by a programming interface that TypeScript 7 does not have.
  ignorePatterns: ['**', '!package.json', '!{domain,events,report,aws,sandbox,handlers,test}/**'],
  reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportMutants: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
};
