import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { sabotages } from './all.ts';
import { editedSources } from './edited-source.ts';

/**
 * Switches a bug on, in this thread and for good. To be called before any production file is loaded, since what is loaded
 * stays as it is. Throws for an unknown name, and where the sabotage does not fit the source any more.
 */
export function switchOn(name: string): void {
  const sabotage = sabotages.find((known) => known.name === name);
  if (sabotage === undefined) throw new Error(`There is no sabotage ${name}.`);
  const sources = new Map(
    [...editedSources(sabotage)].map(([path, source]) => [pathToFileURL(path).href, source]),
  );
  registerHooks({
    load(url, context, nextLoad) {
      const source = sources.get(url);
      if (source === undefined) return nextLoad(url, context);
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}
