import { availableParallelism } from 'node:os';
import { runSeeds } from '../run-seeds.ts';
import type { Result } from '../simulate.ts';

export interface SabotageOptions {
  /** A bug that none of the seeds from 1 to this one shows is not caught. */
  readonly seedsMax: number;
  /** How many bugs are tried at once; as many as there are processors when omitted. */
  readonly threads?: number;
}

/** What became of one bug. */
export interface Finding {
  readonly name: string;
  readonly caught: boolean;
  /** How many histories it took. */
  readonly seeds: number;
  /** The first seed that showed it, and the promise that was broken; absent where none did. */
  readonly seed?: string;
  readonly invariant?: string;
  readonly words?: string;
}

export interface SabotageReport {
  readonly sabotages: number;
  readonly caught: number;
  readonly each: readonly Finding[];
}

/** Switches each bug on alone, and runs history after history until one breaks a promise that it keeps without the bug. */
export async function runSabotages(
  names: readonly string[],
  { seedsMax, threads = availableParallelism() }: SabotageOptions,
): Promise<SabotageReport> {
  const findings = new Map<string, Finding>();
  let open = names.map((name) => ({ name, from: 1 }));
  while (open.length > 0) {
    const found = await sideBySide(open, threads, ({ name, from }) => seek(name, from, seedsMax));
    for (const finding of found) findings.set(finding.name, finding);
    const broken = await brokenAnyway(
      found.flatMap(({ seed }) => seed ?? []),
      threads,
    );
    open = found.flatMap(({ name, seed, seeds }) =>
      seed !== undefined && broken.has(seed) ? [{ name, from: seeds + 1 }] : [],
    );
  }
  const each = names.flatMap((name) => findings.get(name) ?? []);
  return { sabotages: names.length, caught: each.filter(({ caught }) => caught).length, each };
}

/** Seeds are the numbers from 1 on. */
async function seek(name: string, from: number, seedsMax: number): Promise<Finding> {
  const seeds = Array.from({ length: Math.max(0, seedsMax - from + 1) }, (_, index) => String(from + index));
  const { results } =
    seeds.length === 0
      ? { results: [] }
      : await runSeeds(seeds, { threads: 1, sabotage: name, onResult: isBroken });
  const last = results.at(-1);
  const [violation] = last?.violations ?? [];
  if (last === undefined || violation === undefined) return { name, caught: false, seeds: seedsMax };
  const { invariant, words } = violation;
  return { name, caught: true, seeds: from - 1 + results.length, seed: last.seed, invariant, words };
}

/** The histories that break a promise without any bug of ours: they say nothing of one. */
async function brokenAnyway(seeds: readonly string[], threads: number): Promise<ReadonlySet<string>> {
  if (seeds.length === 0) return new Set();
  const { results } = await runSeeds([...new Set(seeds)], { threads });
  return new Set(results.filter(isBroken).map(({ seed }) => seed));
}

function isBroken({ violations }: Result): boolean {
  return violations.length > 0;
}

async function sideBySide<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const waiting = [...items];
  const results: R[] = [];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
      results.push(await work(item));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
