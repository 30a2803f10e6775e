import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes the report where a browser can open it, into a new temporary folder that stays. Returns its path. */
export async function writeReport(html: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'eni-warden-')), 'eni-warden-report.html');
  await writeFile(path, html);
  return path;
}
