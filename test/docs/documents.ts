import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const root = join(__dirname, '../..');

/** A file of the project as text, by its path from the top. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every document, by its path from the top. */
export function documents(): readonly string[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs.sort()];
}

/** The text below a heading, up to the next heading of the same or a higher level. */
export function sectionOf(text: string, heading: string): string {
  const start = text.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`There is no heading "${heading}".`);
  const body = text.slice(start + heading.length + 2);
  const level = heading.indexOf(' ');
  const end = body.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end < 0 ? body : body.slice(0, end);
}

/** The cells of each row of the tables in a text, without the headers. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const isRule = (line: string | undefined) => line !== undefined && /^\|[-| ]+\|$/.test(line);
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines
    .filter((line, index) => !isRule(line) && !isRule(lines[index + 1]))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The first cell of each row of the tables in a text. */
export function firstCells(text: string): readonly string[] {
  return tableRows(text).map(([first = '']) => first);
}

/** Everything between backticks in a text, without its code blocks. */
export function codeSpans(text: string): readonly string[] {
  return matches(text.replace(/^```[\s\S]*?^```/gm, ''), /`([^`\n]+)`/g);
}

/** The first group of each match, each once. */
export function matches(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, group]) => group ?? ''))].sort();
}
