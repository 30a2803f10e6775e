import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';

const {
  withConstantKeys,
}: { readonly withConstantKeys: (source: string) => string } = require('../../deploy/esbuild-plugins.js');

/** The file of schemas of a client, as its package has it. */
function schemaFileOf(client: string): { readonly path: string; readonly source: string } {
  const folder = dirname(require.resolve(`@aws-sdk/${client}/package.json`));
  const path = join(folder, 'dist-es/schemas/schemas_0.js');
  return { path, source: readFileSync(path, 'utf8') };
}

/** What a module exports, as text: schemas are lists, and name each other by functions. */
function exportsOf(path: string, source: string): string {
  const { code } = transformSync(source, { format: 'cjs', platform: 'node' });
  const module = { exports: {} };
  // Its imports are the errors of the client and the registry that knows them.
  const load = createRequire(path);
  const found = (name: string) => (name.startsWith('.') ? errorsOf() : load(name));
  new Function('module', 'exports', 'require', code)(module, module.exports, found);
  return JSON.stringify(module.exports, (_key, value) =>
    typeof value === 'function' ? String(value) : value,
  );
}

function errorsOf(): object {
  return new Proxy(
    {},
    {
      get: (_errors, name) =>
        class extends Error {
          override readonly name = String(name);
        },
    },
  );
}

describe.each(['client-ec2', 'client-sns', 'client-s3', 'client-cloudwatch'])(
  'the schemas of %s',
  (client) => {
    const { path, source } = schemaFileOf(client);

    test('are the same with the keys in the place of their names', () => {
      const before = exportsOf(path, source);
      expect(before.length).toBeGreaterThan(1_000);
      expect(exportsOf(path, withConstantKeys(source)) === before).toBe(true);
    });

    test('have no key left that is computed from a name', () => {
      expect(withConstantKeys(source)).not.toMatch(/\[_\w+\]:/);
    });
  },
);

test('a key is left alone where what its name stands for is not plain to see', () => {
  const source = 'const _a = "a\\n";\nlet _b = "b";\nexport var X = { [_a]: 1, [_b]: 2, [_c]: 3 };\n';
  expect(withConstantKeys(source)).toBe(source);
});
