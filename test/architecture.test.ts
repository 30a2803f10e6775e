import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

const root = join(__dirname, '..');
const layers = ['domain', 'events', 'report', 'aws', 'handlers', 'sandbox'] as const;
type Layer = (typeof layers)[number];

/** Whom the files of a layer may import: folders of ours, and packages (a trailing slash stands for a whole scope). */
const mayImport: Readonly<
  Record<Layer, { readonly folders: readonly string[]; readonly packages: readonly string[] }>
> = {
  domain: { folders: ['domain'], packages: ['ipaddr.js'] },
  events: { folders: ['events', 'domain'], packages: ['zod/'] },
  report: {
    folders: ['report', 'domain'],
    packages: ['preact', 'preact-render-to-string', 'csv-stringify/', 'node:crypto'],
  },
  aws: { folders: ['aws', 'domain'], packages: ['@aws-sdk/', 'zod/'] },
  handlers: {
    folders: ['handlers', 'events', 'domain', 'aws', 'report'],
    packages: ['@middy/', '@aws-lambda-powertools/', 'aws-lambda'],
  },
  sandbox: { folders: ['sandbox'], packages: ['node:', 'zod/', 'fflate', 'ipaddr.js'] },
};

/** Types leave no trace in the program, so the handlers may name those of the SDK. */
const typesOnly: Readonly<Partial<Record<Layer, readonly string[]>>> = { handlers: ['@aws-sdk/'] };

const linesMax = 200;

interface Source {
  readonly path: string;
  readonly text: string;
}

function sourcesOf(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = join(folder, name);
      return { path, text: readFileSync(join(root, path), 'utf8') };
    });
}

interface Import {
  readonly typeOnly: boolean;
  readonly from: string;
}

/** Static imports, re-exports and dynamic imports. */
function importsOf({ text }: Source): Import[] {
  const fixed = [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'/gm)];
  const bare = [...text.matchAll(/^\s*import\s+()'([^']+)'/gm)];
  const dynamic = [...text.matchAll(/\b(?:import|require)\(\s*()['"`]([^'"`]+)['"`]/g)];
  return [...fixed, ...bare, ...dynamic].map(([, type, from = '']) => ({
    typeOnly: type !== undefined && type !== '',
    from,
  }));
}

function isAllowed(layer: Layer, { path }: Source, { from, typeOnly }: Import): boolean {
  const { folders, packages } = mayImport[layer];
  if (from.startsWith('.')) return folders.includes(normalize(join(path, '..', from)).split('/')[0] ?? '');
  const known = typeOnly ? [...packages, ...(typesOnly[layer] ?? [])] : packages;
  return known.some((name) => from === name || from.startsWith(name) || `${from}/` === name);
}

/** The program without its comments. */
function codeOf({ text }: Source): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

describe.each(layers)('%s/', (layer) => {
  const sources = sourcesOf(layer);

  test('has source files', () => {
    expect(sources.length).toBeGreaterThan(3);
  });

  test('imports only what the layout allows', () => {
    const forbidden = sources.flatMap((source) =>
      importsOf(source)
        .filter((imported) => !isAllowed(layer, source, imported))
        .map(({ from }) => `${source.path} imports ${from}`),
    );
    expect(forbidden).toEqual([]);
  });

  test(`has no file of more than ${linesMax} lines`, () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > linesMax);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('prints nothing of its own accord', () => {
    const printing = sources.filter((source) => /\bconsole\b|process\.std(out|err)/.test(codeOf(source)));
    expect(printing.map(({ path }) => path)).toEqual([]);
  });

  test('names nothing by a word that says nothing', () => {
    const empty = /util|helper|manager|service|common|misc/i;
    expect(sources.map(({ path }) => path).filter((path) => empty.test(path))).toEqual([]);
  });
});

test.each([
  ['a clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b/],
  ['chance', /\bMath\.random\b|\brandomUUID\b|\bcrypto\b/],
  ['the environment', /\bprocess\b|\bglobalThis\b/],
  ['a promise', /\bPromise\b|\basync\b|\bawait\b(?!-)/],
  ['a timer', /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
])('the domain knows no %s', (_what, sign) => {
  const found = sourcesOf('domain').filter((source) => sign.test(codeOf(source)));
  expect(found.map(({ path }) => path)).toEqual([]);
});

test('a report is made of what it is given: it knows no clock, no chance and no environment', () => {
  const own = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandom(UUID|Bytes)\b|\bprocess\b/;
  const knowing = sourcesOf('report').filter((source) => own.test(codeOf(source)));
  expect(knowing.map(({ path }) => path)).toEqual([]);
});

test('only aws/ imports the SDK at run time', () => {
  const others = layers.filter((layer) => layer !== 'aws').flatMap(sourcesOf);
  const users = others.filter((source) =>
    importsOf(source).some(({ from, typeOnly }) => from.startsWith('@aws-sdk/') && !typeOnly),
  );
  expect(users.map(({ path }) => path)).toEqual([]);
});

test('the layers that wait or draw lots are given a clock and chance: they take none themselves', () => {
  const own = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bset(Timeout|Interval)\b/;
  const givers = [
    'aws/clock.ts',
    'handlers/audit.ts',
    'handlers/cleanup.ts',
    'handlers/failover.ts',
    'handlers/restore.ts',
  ];
  const takers = ['events', 'aws', 'handlers']
    .flatMap(sourcesOf)
    .filter((source) => own.test(codeOf(source)));
  expect(takers.map(({ path }) => path).filter((path) => !givers.includes(path))).toEqual([]);
});
