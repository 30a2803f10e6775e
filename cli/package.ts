import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The service as `serverless package` leaves it, in a temporary folder of its own. */
export interface PackagedService {
  /** The compiled CloudFormation template; the zips of the functions lie beside it. */
  readonly templatePath: string;
  remove(): Promise<void>;
}

/**
 * Packages the service as a deployment would, quietly. Two runs in one folder overwrite each other's files, hence the
 * folder. Rejects with the tool's own output when it fails, and with the signal's reason when that is aborted.
 */
export async function packageService(signal: AbortSignal): Promise<PackagedService> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'eni-warden-packaged-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await linkSources(folder);
    await runServerless(folder, signal);
  } catch (error) {
    await remove();
    throw error;
  }
  return { templatePath: join(folder, '.serverless', 'cloudformation-template-update-stack.json'), remove };
}

/** Everything by reference, except serverless.yml: where that file lies is where the tool writes. */
async function linkSources(folder: string): Promise<void> {
  const names = (await readdir(root)).filter((name) => !name.startsWith('.'));
  for (const name of names) {
    if (name === 'serverless.yml') await copyFile(join(root, name), join(folder, name));
    else await symlink(join(root, name), join(folder, name), 'junction');
  }
}

async function runServerless(cwd: string, signal: AbortSignal): Promise<void> {
  const packageFile = createRequire(import.meta.url).resolve('serverless/package.json');
  const cli = join(dirname(packageFile), 'bin', 'serverless.js');
  const child = spawn(process.execPath, [cli, 'package'], {
    cwd,
    signal,
    killSignal: 'SIGKILL',
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  // Only when it is gone may its folder be removed.
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
  if (code !== 0) throw new Error(`serverless package failed with status ${code}:\n${output.trim()}`);
}

/** Without anything that names an account, a region or an endpoint: packaging needs none of them. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const quiet = { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', FORCE_COLOR: '0' };
  return { ...Object.fromEntries(own), ...quiet };
}
