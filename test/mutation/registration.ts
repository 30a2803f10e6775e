import { expect } from 'expect';
import { bind } from 'jest-each';

export interface RegisteredTest {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly run: () => unknown;
}

/** What a test file finds as its globals: Jest's `expect` and `each`, and a list in place of its scheduler. */
export interface Registration {
  readonly tests: readonly RegisteredTest[];
  readonly file: (path: string, load: () => unknown) => void;
  readonly describe: unknown;
  readonly test: unknown;
  readonly expect: typeof expect;
}

/**
 * An empty list, to which the test files add that are wanted. Hooks and skipped tests are not known here: a test file that
 * uses them does not load.
 */
export function register(loadFile: (path: string, load: () => unknown) => void): Registration {
  const tests: RegisteredTest[] = [];
  let file = '';
  let path: readonly string[] = [];
  const describe = (title: string, body: () => void): void => {
    const outer = path;
    path = [...outer, title];
    body();
    path = outer;
  };
  const test = (title: string, run: () => unknown): void => {
    const name = [...path, title].join(' ');
    tests.push({ id: `${file} ${name}`, name, file, run });
  };
  return {
    tests,
    file(ofTests, load) {
      file = ofTests;
      loadFile(ofTests, load);
    },
    describe: Object.assign(describe, { each: bind(describe as never, false) }),
    test: Object.assign(test, { each: bind(test as never, false) }),
    expect,
  };
}
