import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeSpans, documents, matches, read, root } from './documents.ts';
import { anchorsOf } from './runbook-page.ts';

const manifest = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
const scripts = Object.keys(manifest.scripts);
const folders = 'aws|bench|cli|deploy|docs|domain|events|handlers|report|sandbox|test';

describe.each(documents())('%s', (path) => {
  const text = read(path);

  test('links only to what exists', () => {
    const targets = matches(text, /\]\((?!https?:)([^)#\s]+)/g);
    expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });

  test('links only to headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)];
    const dead = links.filter(([, target = '', anchor = '']) => {
      const page = target === '' ? text : read(join(dirname(path), target));
      return !anchorsOf(page).includes(anchor);
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });

  test('names only files and folders that exist', () => {
    const pattern = new RegExp(`^(?:${folders})/[\\w./-]*$`);
    const named = codeSpans(text).filter((span) => pattern.test(span));
    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  test('names only npm scripts that exist', () => {
    const named = [...matches(text, /npm run ([\w-]+)/g), ...matches(text, /npm (start|test)\b/g)];
    expect(scripts).toEqual(expect.arrayContaining(named));
  });

  test('names only benches that exist', () => {
    const benches = matches(read('bench/main.ts'), /^ {2}([a-z][a-z-]+) {2,}/gm);
    expect(benches).toEqual(expect.arrayContaining([...matches(text, /npm run bench -- ([a-z-]+)/g)]));
  });
});

test('CONTRIBUTING names every npm script', () => {
  const text = read('CONTRIBUTING.md');
  const named = [...matches(text, /npm run ([\w-]+)/g), ...matches(text, /npm (start|test)\b/g)];
  expect([...new Set(named)].sort()).toEqual([...scripts].sort());
});

test('the decisions are numbered without a gap', () => {
  const numbers = documents().flatMap((path) => matches(path, /docs\/adr\/(\d{4})-/g));
  expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
});
