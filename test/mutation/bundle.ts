import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { type BuildResult, build, type Metafile, type Plugin } from 'esbuild';
import { fewerCases } from './fewer-cases.ts';
import type { Registration } from './registration.ts';

export interface Bundle {
  /** Evaluates what the tests import, then the test files that are wanted: all of it afresh. */
  readonly evaluate: (registration: Registration) => void;
  /** The test files that import a file, be it through others. */
  readonly testFilesOn: (file: string) => ReadonlySet<string>;
}

/** A bundle has one `__dirname`; a test that reads its neighbours means the one of its own file. */
const ownDirectories: Plugin = {
  name: 'own-directories',
  setup({ onLoad }) {
    onLoad({ filter: /\.test\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const directory = text.includes('__dirname')
        ? `const __dirname = ${JSON.stringify(dirname(path))};`
        : '';
      return { contents: directory + text, loader: 'ts' };
    });
  },
};

function bundled(
  directory: string,
  contents: string,
): Promise<BuildResult<{ write: false; metafile: true }>> {
  return build({
    absWorkingDir: directory,
    stdin: { contents, resolveDir: directory, loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    packages: 'external',
    plugins: [ownDirectories],
    logLevel: 'error',
  });
}

const requireOf = (file: string): string => `require(${JSON.stringify(`./${file}`)})`;

const loadOf = (file: string): string =>
  `registration.file(${JSON.stringify(file)}, () => ${requireOf(file)});`;

/** Examples are quick and say more than properties, so they go first: a run ends at the first test that fails. */
function inOrder(files: readonly string[]): string[] {
  const isProperty = (file: string): number => Number(file.includes('.property.'));
  return files.toSorted((a, b) => isProperty(a) - isProperty(b) || (a < b ? -1 : 1));
}

/** The file and all that it imports, be it through others. */
function reach({ inputs }: Metafile, file: string, reached = new Set<string>()): ReadonlySet<string> {
  if (reached.has(file)) return reached;
  reached.add(file);
  const own = inputs[file]?.imports.filter(({ external }) => external !== true) ?? [];
  for (const { path } of own) reach({ inputs, outputs: {} }, path, reached);
  return reached;
}

/** One script of all test files, with the packages left outside: those are loaded once. */
export async function bundle(
  directory: string,
  pattern: string,
  leftOut: readonly string[],
): Promise<Bundle> {
  const testFiles = inOrder(globSync(pattern, { cwd: directory, exclude: leftOut }));
  const loads = testFiles.map(loadOf).join('\n');
  const { metafile } = await bundled(directory, loads);
  const imported = Object.keys(metafile.inputs).filter(
    (file) => file !== '<stdin>' && !testFiles.includes(file),
  );
  const { outputFiles } = await bundled(directory, [...imported.map(requireOf), loads].join('\n'));
  const script = new Script(`(function (require, module, registration, describe, test, it, expect) {
${outputFiles[0]?.text}
})`);
  const load = createRequire(join(directory, 'package.json'));
  const require = (name: string): unknown => (name === 'fast-check' ? fewerCases : load(name));
  const reaches = testFiles.map((file) => ({ file, reached: reach(metafile, file) }));
  return {
    evaluate(registration) {
      const { describe, test, expect } = registration;
      script.runInThisContext()(require, { exports: {} }, registration, describe, test, test, expect);
    },
    testFilesOn: (source) =>
      new Set(reaches.filter(({ reached }) => reached.has(source)).map(({ file }) => file)),
  };
}
