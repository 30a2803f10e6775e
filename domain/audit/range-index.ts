import type { AddressRange } from '../cidr.ts';

/** Things by the range that they cover, so that looking one up does not go through all. */
export interface RangeIndex<T> {
  /** Those that share an address with the range, in address order, the wider first. */
  readonly overlapping: (range: AddressRange) => readonly T[];
}

export interface Ranged<T> {
  readonly range: AddressRange;
  readonly item: T;
}

/** By family, then by address, the wider first: of ranges that are CIDRs, each follows those that contain it. */
export function compareRanges(a: AddressRange, b: AddressRange): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  if (a.last !== b.last) return a.last > b.last ? -1 : 1;
  return 0;
}

export function indexRanges<T>(items: readonly Ranged<T>[]): RangeIndex<T> {
  const byFamily = Map.groupBy(
    items.toSorted((a, b) => compareRanges(a.range, b.range)),
    ({ range }) => range.family,
  );
  const reaches = new Map([...byFamily].map(([family, sorted]) => [family, reachOf(sorted)]));
  return {
    overlapping: (range) => {
      const sorted = byFamily.get(range.family) ?? [];
      const reach = reaches.get(range.family) ?? [];
      const found: T[] = [];
      for (let at = countUpTo(sorted, range.last) - 1; at >= 0 && (reach[at] ?? -1n) >= range.first; at--) {
        const each = sorted[at];
        if (each !== undefined && each.range.last >= range.first) found.push(each.item);
      }
      return found.reverse();
    },
  };
}

/** The last address of each and of all before it: a walk back may stop where it ends too early. */
function reachOf(sorted: readonly Ranged<unknown>[]): readonly bigint[] {
  let reach = -1n;
  return sorted.map(({ range }) => {
    if (range.last > reach) reach = range.last;
    return reach;
  });
}

/** How many begin at the address or before it. */
function countUpTo(sorted: readonly Ranged<unknown>[], address: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.range.first ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
