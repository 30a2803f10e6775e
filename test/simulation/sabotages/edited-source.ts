import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sabotage } from './sabotage.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The edited text of each file that the sabotage touches, by absolute path. Throws where an edit does not fit the source. */
export function editedSources({ name, edits }: Sabotage): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const path = join(root, file);
    const source = sources.get(path) ?? readFileSync(path, 'utf8');
    const parts = source.split(find);
    if (parts.length !== 2) {
      throw new Error(
        `Sabotage ${name} does not fit ${file}: a text that it replaces is there ${parts.length - 1} times, not once:\n${find}`,
      );
    }
    sources.set(path, parts.join(replace));
  }
  return sources;
}
