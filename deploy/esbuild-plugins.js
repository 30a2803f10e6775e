import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';

/**
 * What esbuild cannot see by itself, for the bundles of the functions. Nothing here changes what the code does.
 *
 * The SDK keeps the shapes of a whole service in one file of schemas: `{ [_xN]: _iI }`, where `_xN` is a constant with
 * the text of the key. To esbuild such a key may do anything when it is made into text, so it keeps every schema whether used or
 * not: 540 KB for EC2. With the text itself in its place it sees that a schema does nothing, and drops the unused.
 */
export const constantSchemaKeys = {
  name: 'constant-schema-keys',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas_\d+\.js$/ }, async ({ path }) => ({
      contents: withConstantKeys(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** The module with each computed key that names a constant text of this module replaced by that text. */
export function withConstantKeys(source) {
  const texts = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\\n]*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return source.replace(/\[(\w+)\]:/g, (key, name) => (texts.has(name) ? `[${texts.get(name)}]:` : key));
}

/**
 * Lambda gives a function its credentials in the environment and nowhere else. The SDK's chain would look there first, and
 * brings clients of STS, SSO and sign-in for the places after it, where a developer's machine has its credentials.
 */
export const credentialsOfLambda = {
  name: 'credentials-of-lambda',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, () => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      loader: 'js',
    }));
  },
};

const builtin = /^(?:node:)?(.+)$/;

/**
 * Importing a module of Node's own makes Node read each of its exports, and some of `node:http` are getters that load a whole
 * second HTTP client. `process.getBuiltinModule` gives the module itself, and reads nothing.
 */
export const builtinsUnread = {
  name: 'builtins-unread',
  setup(build) {
    build.onResolve({ filter: builtin }, ({ path }) => {
      const name = builtin.exec(path)[1];
      return builtinModules.includes(name) ? { path: name, namespace: 'builtins-unread' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'builtins-unread' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(`node:${path}`)});`,
      loader: 'js',
    }));
  },
};

export default [constantSchemaKeys, credentialsOfLambda, builtinsUnread];
