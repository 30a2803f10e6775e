import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { unzipSync } from 'fflate';

/** Extracts a packaged function into a new temporary folder, and returns the folder. Its owner removes it. */
export async function extractArtifact(zip: Uint8Array): Promise<string> {
  const files = Object.entries(unzipSync(zip));
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'sandbox-function-'));
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    if (relative(folder, path).startsWith('..')) throw new Error(`The entry ${name} leaves the folder.`);
    if (name.endsWith('/')) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  return folder;
}
