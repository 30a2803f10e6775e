import { printTotals } from './judged-totals.ts';
import { removeSharedFolder } from './shared-folder.ts';

/** Jest calls it after all tests. */
export default function tearDown(): void {
  printTotals();
  removeSharedFolder();
}
