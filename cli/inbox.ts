import { styleText } from 'node:util';
import type { News } from './news.ts';
import { seconds, table, wrap } from './table.ts';

/** The subjects as an inbox lists them, then the latest alert of each kind whole, as it was sent. */
export function inbox(
  news: readonly Pick<News, 'at' | 'kind' | 'severity' | 'subject' | 'text'>[],
  zero: number,
  width: number,
): readonly string[] {
  if (news.length === 0) return ['Nothing.'];
  const subjects = [...Map.groupBy(news, ({ subject }) => subject)].map(([subject, same]) => [
    `+${seconds((same[0]?.at ?? zero) - zero)}`.padStart(7),
    same[0]?.severity ?? '',
    same.length === 1 ? subject : `${subject} (${same.length} times)`,
  ]);
  const latest = [...Map.groupBy(news, ({ kind }) => kind).values()].flatMap((same) => same.at(-1) ?? []);
  return [...table(subjects), ...latest.flatMap((item) => mail(item, width))];
}

/** A whole alert, as it was sent. */
export function mail({ subject, text }: Pick<News, 'subject' | 'text'>, width: number): readonly string[] {
  const body = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrapIndented(line, width - 2));
  return ['', styleText('bold', subject), ...body.map((line) => `│ ${line}`.trimEnd())];
}

/** What goes on in the next line is indented a little more than its beginning. */
function wrapIndented(line: string, width: number): readonly string[] {
  if ([...line].length <= width) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const parts = wrap(line.slice(indent.length), width - indent.length - 2);
  return parts.map((part, index) => `${indent}${index === 0 ? '' : '  '}${part}`);
}
