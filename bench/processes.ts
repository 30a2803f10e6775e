import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ChildFigures } from './child.ts';
import { packageBundles } from './packaged-bundles.ts';

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

/** A program, and the function of the service that it takes the place of. */
export interface Child {
  /** Below the root, without the `.ts`. */
  readonly source: string;
  readonly inPlaceOf: string;
}

/** The service is packaged with the children in the place of functions: what is measured is bundled as what is deployed. */
export async function bundlePrograms<Work extends string, Figures = ChildFigures>(
  children: Readonly<Record<Work, Child>>,
): Promise<Programs<Work, Figures>> {
  const { of, remove } = await packageBundles((text) => withChildren(text, Object.values(children)));
  const programOf = (work: Work) => {
    const bundle = of[children[work].inPlaceOf];
    if (bundle === undefined) throw new Error(`${children[work].source} was not packaged.`);
    return bundle.program;
  };
  return { run: (work, environment) => runChild(programOf(work), environment), remove };
}

/** That a child exports no handler would matter only to Lambda. */
export function withChildren(serverlessYml: string, children: readonly Child[]): string {
  return children.reduce((text, { source, inPlaceOf }) => {
    const amended = text.replace(` handlers/${inPlaceOf}.handler\n`, ` ${source}.handler\n`);
    if (amended === text)
      throw new Error(`serverless.yml has no function ${inPlaceOf} to take the place of.`);
    return amended;
  }, serverlessYml);
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
