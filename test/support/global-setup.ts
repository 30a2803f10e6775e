import { prepareTotals } from './judged-totals.ts';
import { makeSharedFolder } from './shared-folder.ts';

/** Jest calls it before all tests; the workers inherit the environment. */
export default function setUp(): void {
  makeSharedFolder();
  prepareTotals();
}
