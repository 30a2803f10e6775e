import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

/** What `serverless package` made of one function, unpacked as Lambda unpacks it. */
export interface Bundle {
  /** The file that Lambda loads. */
  readonly program: string;
  readonly bytes: number;
}

export interface Bundles {
  /** By the name of the function. */
  readonly of: Readonly<Record<string, Bundle>>;
  remove(): Promise<void>;
}

/** Packages the service as a deployment would; `amend` may change serverless.yml before. Takes seconds. */
export async function packageBundles(
  amend: (serverlessYml: string) => string = (text) => text,
): Promise<Bundles> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'eni-warden-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await runServerless(folder, amend);
    return { of: await unpack(folder), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** In a folder of its own, because it writes where serverless.yml lies. */
async function runServerless(folder: string, amend: (text: string) => string): Promise<void> {
  const names = (await readdir(root)).filter((name) => !name.startsWith('.') && name !== 'serverless.yml');
  for (const name of names) await symlink(join(root, name), join(folder, name), 'junction');
  const serverlessYml = await readFile(join(root, 'serverless.yml'), 'utf8');
  await writeFile(join(folder, 'serverless.yml'), amend(serverlessYml));
  const packageFile = createRequire(import.meta.url).resolve('serverless/package.json');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
  await run(process.execPath, [join(dirname(packageFile), 'bin', 'serverless.js'), 'package'], {
    cwd: folder,
    env: { ...env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
  });
}

async function unpack(folder: string): Promise<Record<string, Bundle>> {
  const bundles: Record<string, Bundle> = {};
  const zips = (await readdir(join(folder, '.serverless'))).filter((name) => name.endsWith('.zip'));
  for (const zip of zips) {
    const name = zip.slice(0, -'.zip'.length);
    const [file, ...others] = Object.entries(unzipSync(await readFile(join(folder, '.serverless', zip))));
    if (file === undefined || others.length > 0) throw new Error(`${zip} does not hold one file.`);
    const [path, content] = file;
    const program = join(folder, 'task', name, path);
    await mkdir(dirname(program), { recursive: true });
    await writeFile(program, content);
    // Lambda has no package.json beside it; that of this package would make an ES module of any `.js`.
    await writeFile(join(folder, 'task', name, 'package.json'), '{}');
    bundles[name] = { program, bytes: content.length };
  }
  return bundles;
}
