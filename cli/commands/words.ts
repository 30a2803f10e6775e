import Table from 'cli-table3';
import type { Instance } from '../../domain/instance.ts';
import { describeInstance } from '../../domain/instance.ts';
import type { Instant } from '../../domain/instant.ts';
import { hangingIndent } from '../table.ts';
import type { Session } from './answer.ts';

const noBorders = Object.fromEntries(
  [
    'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right',
    'left left-mid mid mid-mid right right-mid',
  ].flatMap((names) => names.split(' ').map((name) => [name, ''])),
);

/** Columns as wide as they have to be, without lines between them: what is in a cell can be copied. */
export function columns(
  { paint }: Pick<Session, 'paint'>,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const table = new Table({
    head: head.map((cell) => paint.bold(cell)),
    chars: { ...noBorders, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** A point of a list, wrapped. */
export function point(text: string, { width }: Pick<Session, 'width'>, head = '  - '): readonly string[] {
  return hangingIndent(head, text, width);
}

/** How long ago, in the one unit that matters. */
export function ago(at: Instant, now: Instant): string {
  const minutes = Math.floor(Math.max(0, now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  if (minutes < 2_880) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1_440)} days ago`;
}

export function nameOf(id: string, instances: ReadonlyMap<string, Instance>): string {
  return describeInstance(instances.get(id), id);
}
