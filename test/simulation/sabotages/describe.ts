import type { SabotageReport } from './run.ts';

/** The report as a table for people: each bug, and what it took to catch it. */
export function describeSabotages({ sabotages, caught, each }: SabotageReport): string {
  const width = Math.max(...each.map(({ name }) => name.length));
  const lines = each.map(({ name, caught: isCaught, seeds, invariant }) =>
    isCaught
      ? `${name.padEnd(width)}  caught after ${String(seeds).padStart(3)} ${seeds === 1 ? 'history  ' : 'histories'} by ${invariant}`
      : `${name.padEnd(width)}  NOT CAUGHT in ${seeds} histories`,
  );
  return [...lines, '', `${caught} of ${sabotages} caught.`].join('\n');
}
