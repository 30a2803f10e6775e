/** A page of a Describe call. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** More pages than this are a fault, not a fleet: a thousand pages of a thousand. */
const pagesMax = 1_000;

/** Reads every page, or fails: part of an answer is never taken for the whole. */
export async function readPages<T>(
  what: string,
  readPage: (token?: string) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const { items: found, nextToken } = await readPage(token);
    items.push(...found);
    if (nextToken === undefined || nextToken === '') return items;
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
