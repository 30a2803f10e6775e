import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const variable = 'ENI_WARDEN_TEST_FOLDER';

/** For Jest's globalSetup: a folder for what all workers of a run share. They inherit the environment. */
export function makeSharedFolder(): void {
  process.env[variable] = mkdtempSync(join(tmpdir(), 'eni-warden-run-'));
}

export function removeSharedFolder(): void {
  const folder = process.env[variable];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/**
 * The folder of this name, filled by whichever worker asks first; the others wait for it. Rejects for all of them with what it
 * could not be filled for.
 */
export async function filledOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const shared = process.env[variable];
  if (shared === undefined) throw new Error(`${variable} is not set: is this run by Jest?`);
  const folder = join(shared, name);
  const outcome = `${folder}.outcome`;
  // Of all who make the same folder, mkdir lets one succeed.
  if (isFirst(folder)) {
    const problem = await fill(folder).then(() => '', String);
    writeFileSync(outcome, JSON.stringify({ problem }), { flag: 'wx' });
  }
  while (!existsSync(outcome) || readFileSync(outcome, 'utf8') === '') await setTimeout(50);
  const { problem } = JSON.parse(readFileSync(outcome, 'utf8')) as { problem: string };
  if (problem !== '') throw new Error(problem);
  return folder;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
