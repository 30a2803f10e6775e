import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createInstrumenter } from 'istanbul-lib-instrument';

/** A branch of the decision, and how often the histories took it. */
export interface Branch {
  /** `domain/home.ts:64:9 if (bar !== undefined)`: place, and the beginning of the code. */
  readonly name: string;
  readonly count: number;
}

/** How often each branch was taken, by its name. */
export type BranchCounts = Readonly<Record<string, number>>;

interface Place {
  readonly line: number;
  readonly column: number;
}

interface FileCoverage {
  readonly branchMap: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly locations: readonly { readonly start: Partial<Place>; readonly end: Partial<Place> }[];
        readonly loc: { readonly start: Place; readonly end: Place };
      }
    >
  >;
  readonly b: Readonly<Record<string, readonly number[]>>;
  readonly fnMap: Readonly<
    Record<string, { readonly name: string; readonly loc: { readonly start: Place } }>
  >;
  readonly f: Readonly<Record<string, number>>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const coverageVariable = '__branchesOfTheDecision__';

/** Every source file that `planFailover` runs on: its imports, types aside, and theirs. */
export function filesOfPlanFailover(): readonly string[] {
  const found = new Set<string>();
  const visit = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    const text = readFileSync(join(root, path), 'utf8');
    const imports = text.matchAll(/^import (?!type\b)[^;]*? from '(\.[^']+)';/gm);
    for (const [, from = ''] of imports) visit(normalize(join(dirname(path), from)));
  };
  visit('domain/failover.ts');
  return [...found].sort();
}

/** From now on, in this thread, the files of the decision are loaded with counters in every branch and function. */
export function countBranches(): void {
  const files = new Set(filesOfPlanFailover().map((path) => pathToFileURL(join(root, path)).href));
  const instrumenter = createInstrumenter({
    esModules: true,
    parserPlugins: ['typescript'],
    coverageVariable,
    compact: false,
    produceSourceMap: false,
  });
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!files.has(url)) return loaded;
      const source = instrumenter.instrumentSync(String(loaded.source), fileURLToPath(url));
      return { ...loaded, source };
    },
  });
}

/** What this thread has counted. */
export function branchCounts(): BranchCounts {
  const coverage = (globalThis as Record<string, unknown>)[coverageVariable] as
    | Readonly<Record<string, FileCoverage>>
    | undefined;
  const counts: Record<string, number> = {};
  for (const path of filesOfPlanFailover()) {
    const file = coverage?.[join(root, path)];
    if (file === undefined) throw new Error(`Nobody has counted the branches of ${path}.`);
    countFile(path, file, counts);
  }
  return counts;
}

function countFile(
  path: string,
  { branchMap, b, fnMap, f }: FileCoverage,
  counts: Record<string, number>,
): void {
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  const add = (name: string, count: number) => {
    counts[name] = (counts[name] ?? 0) + count;
  };
  for (const [id, { name, loc }] of Object.entries(fnMap))
    add(`${path}:${loc.start.line} function ${name}`, f[id] ?? 0);
  for (const [id, { type, locations, loc }] of Object.entries(branchMap)) {
    for (const [index, location] of locations.entries()) {
      const place = location.start.line === undefined ? loc : (location as typeof loc);
      const way = type === 'if' ? ['then', 'else'][index] : `${index + 1} of ${locations.length}`;
      add(`${path}:${place.start.line} ${type} ${way}: ${codeAt(lines, place)}`, b[id]?.[index] ?? 0);
    }
  }
}

function codeAt(
  lines: readonly string[],
  { start, end }: { readonly start: Place; readonly end: Place },
): string {
  const line = lines[start.line - 1] ?? '';
  return line
    .slice(start.column, start.line === end.line ? end.column : undefined)
    .trim()
    .slice(0, 80);
}

/** Adds up what several threads have counted. */
export function sumOfCounts(reports: readonly BranchCounts[]): readonly Branch[] {
  const sums = new Map<string, number>();
  for (const report of reports) {
    for (const [name, count] of Object.entries(report)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].map(([name, count]) => ({ name, count }));
}
