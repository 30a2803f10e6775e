import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDefaultSettings } from '../../bench/cold-start-bundles.ts';

const serverlessYml = readFileSync(join(__dirname, '../../serverless.yml'), 'utf8');

describe('the service that the cold start is compared with', () => {
  test('has no setting of the plugin, and is the same otherwise', () => {
    const amended = withDefaultSettings(serverlessYml);
    const taken = serverlessYml.split('\n').filter((line) => !amended.split('\n').includes(line));
    expect(taken).toContain('  esbuild:');
    expect(taken).toContain('    mainFields: [module, main]');
    expect(taken.every((line) => /^ {2}esbuild:$|^ {4}/.test(line))).toBe(true);
    expect(amended).toMatch(/^ {2}- serverless-esbuild$/m);
    expect(amended).toMatch(/^functions:\n {2}failover:$/m);
  });

  test('is refused where the settings are not found', () => {
    expect(() => withDefaultSettings('custom:\n  other: 1\n')).toThrow('no block');
  });
});
