import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ChildFigures } from './cleanup-child.ts';

/** `bare` only pages with the SDK, `sweep` is the function. */
export type Work = 'bare' | 'sweep';

export interface ChildRun extends ChildFigures {
  /** What it wrote to its log. */
  readonly lines: readonly string[];
}

/** The programs of the children, bundled as the functions are: unbundled, the SDK alone is 60 MB more. */
export interface Programs {
  /** Runs one to its end, with nothing in its environment but this. Rejects where it fails. */
  run(work: Work, environment: Readonly<Record<string, string>>): Promise<ChildRun>;
  remove(): Promise<void>;
}

export async function bundlePrograms(): Promise<Programs> {
  const folder = await mkdtemp(join(tmpdir(), 'eni-warden-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const source = (work: Work) => fileURLToPath(new URL(`./cleanup-child-${work}.ts`, import.meta.url));
  try {
    // The settings of serverless.yml.
    await build({
      entryPoints: { bare: source('bare'), sweep: source('sweep') },
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

async function runChild(program: string, environment: Readonly<Record<string, string>>): Promise<ChildRun> {
  const child = fork(program, [], { env: environment, execArgv: [], silent: true });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  let figures: ChildFigures | undefined;
  child.on('message', (message) => {
    figures = message as ChildFigures;
  });
  const [code] = await once(child, 'close');
  if (code === 0 && figures !== undefined) return { ...figures, lines };
  throw new Error(`${program} ended with ${code}:\n${lines.slice(-20).join('\n')}`);
}
