import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

jest.setTimeout(60_000);

test.each(['start', 'sandbox'])(
  'cli/%s.ts refuses an option that it does not know, and starts nothing',
  (name) => {
    const path = fileURLToPath(new URL(`../../cli/${name}.ts`, import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, '--anything'], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^[^\n]*--anything[^\n]*\n$/);
  },
);
