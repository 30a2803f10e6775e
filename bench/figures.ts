/** The value below which `share` of the values lie (nearest rank). Throws on an empty list: there is nothing to report. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('A percentile of nothing was asked for.');
  return value;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** How often each key occurs, in the order of the keys. */
export function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys.toSorted()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
