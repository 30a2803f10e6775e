import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Packages the service as a deployment would, quietly, and returns the path of the compiled template; the zips of
 * the functions lie beside it. Rejects with the tool's own output when it fails.
 */
export async function packageService(): Promise<string> {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve('serverless/package.json')),
    'bin',
    'serverless.js',
  );
  const child = spawn(process.execPath, [cli, 'package'], {
    cwd: root,
    env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`serverless package failed with status ${code}:\n${output.trim()}`);
  return join(root, '.serverless', 'cloudformation-template-update-stack.json');
}
