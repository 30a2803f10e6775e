import type { RegisteredTest } from './registration.ts';

/** Which test killed last, by source file: neighbours mostly die of the same test, and a run ends at the first that fails. */
export class Killers {
  readonly #byFile = new Map<string, Map<string, number>>();
  #count = 0;

  note(file: string, testIds: readonly string[]): void {
    const ofFile = this.#byFile.get(file) ?? new Map<string, number>();
    this.#byFile.set(file, ofFile);
    this.#count += 1;
    for (const id of testIds) ofFile.set(id, this.#count);
  }

  /** The same tests, the latest killer of a mutant in this file first. */
  first(file: string, tests: readonly RegisteredTest[]): RegisteredTest[] {
    const ofFile = this.#byFile.get(file);
    const lastKill = ({ id }: RegisteredTest): number => ofFile?.get(id) ?? 0;
    return tests.toSorted((a, b) => lastKill(b) - lastKill(a));
  }
}
