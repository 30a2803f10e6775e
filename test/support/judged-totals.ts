import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCounts } from '../../cli/judged-calls.ts';

/** The variable that says where every file of tests leaves what its stories asked for. */
export const totalsFolder = 'ENI_WARDEN_TEST_JUDGED_FOLDER';

type Counts = readonly (readonly [string, number])[];

/** Before all tests, in this process: the workers inherit the variable. */
export function prepareTotals(): void {
  process.env[totalsFolder] = mkdtempSync(join(tmpdir(), 'eni-warden-judged-'));
}

/** What all stories together asked for, each of which was allowed or has failed its test. */
export function printTotals(): void {
  const folder = process.env[totalsFolder];
  if (folder === undefined) return;
  const totals = readdirSync(folder).map((name): [Counts, readonly string[]] =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  );
  rmSync(folder, { recursive: true });
  const counts = totals.flatMap(([each]) => each);
  if (counts.length === 0) return;
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const { size } = new Set(totals.flatMap(([, authorizations]) => authorizations));
  process.stderr.write(
    `\nCalls in stories, judged by the role of the function: ${total} (${describeCounts(counts)}), of ${size} kinds of authorization.\n`,
  );
}
