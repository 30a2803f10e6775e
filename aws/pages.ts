import type { Clock } from './clock.ts';
import { apartMaxMs } from './together.ts';

/** A page of a Describe call. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** More pages than this are a fault, not a fleet: a thousand pages of a thousand. */
const pagesMax = 1_000;

/** A reading whose pages come late each time is taken as it is in the end: it will not get better. */
const readingsMax = 3;

/**
 * Reads every page, or fails: part of an answer is never taken for the whole. When a page is late, what came before it has
 * grown old, and the reading begins anew.
 */
export async function readPages<T>(
  clock: Clock,
  what: string,
  readPage: (token?: string) => Promise<Page<T>>,
): Promise<T[]> {
  for (let reading = 1; ; reading++) {
    const { items, wasLate } = await readOnce(clock, what, readPage);
    if (!wasLate || reading >= readingsMax) return items;
  }
}

async function readOnce<T>(
  clock: Clock,
  what: string,
  readPage: (token?: string) => Promise<Page<T>>,
): Promise<{ readonly items: T[]; readonly wasLate: boolean }> {
  const items: T[] = [];
  let token: string | undefined;
  let wasLate = false;
  for (let page = 0; page < pagesMax; page++) {
    const askedAt = clock.now();
    const { items: found, nextToken } = await readPage(token);
    wasLate ||= page > 0 && clock.now() - askedAt > apartMaxMs;
    items.push(...found);
    if (nextToken === undefined || nextToken === '') return { items, wasLate };
    if (nextToken === token)
      throw new Error(`${what}: EC2 returned the same page token twice, so the reading is not whole`);
    token = nextToken;
  }
  throw new Error(`${what}: more than ${pagesMax} pages`);
}

/** Splits a list for calls that take so many values at most. */
export function inBatches<T>(items: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += size) batches.push(items.slice(start, start + size));
  return batches;
}
