import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ChildFigures } from './child.ts';

/** What a child said of itself. */
export type ChildRun<Figures = ChildFigures> = Figures & {
  /** What it wrote to its log. */
  readonly lines: readonly string[];
};

/** The programs of the children, bundled as the functions are: unbundled, the SDK alone is 60 MB more. */
export interface Programs<Work extends string, Figures = ChildFigures> {
  /** Runs one to its end, with nothing in its environment but this. Rejects where it fails. */
  run(work: Work, environment: Readonly<Record<string, string>>): Promise<ChildRun<Figures>>;
  remove(): Promise<void>;
}

/** Of each its source, beside this file. */
export async function bundlePrograms<Work extends string, Figures = ChildFigures>(
  sources: Readonly<Record<Work, string>>,
): Promise<Programs<Work, Figures>> {
  const folder = await mkdtemp(join(tmpdir(), 'eni-warden-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const entryPoints = Object.entries<string>(sources).map(([work, source]) => [
    work,
    fileURLToPath(new URL(source, import.meta.url)),
  ]);
  try {
    // The settings of serverless.yml.
    await build({
      entryPoints: Object.fromEntries(entryPoints),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      legalComments: 'none',
      logLevel: 'error',
    });
  } catch (error) {
    await remove();
    throw error;
  }
  return { run: (work, environment) => runChild(join(folder, `${work}.mjs`), environment), remove };
}

async function runChild<Figures>(
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildRun<Figures>> {
  const child = fork(program, [], { env: environment, execArgv: [], silent: true });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  let figures: Figures | undefined;
  child.on('message', (message) => {
    figures = message as Figures;
  });
  const [code] = await once(child, 'close');
  if (code === 0 && figures !== undefined) return { ...figures, lines };
  throw new Error(`${program} ended with ${code}:\n${lines.slice(-20).join('\n')}`);
}
