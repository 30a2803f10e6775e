import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../fixtures/events');

/** Every sample event, by the name of its file. */
export const fixtureNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length));

/** A fresh copy of a whole sample event, to be changed at will. */
// biome-ignore lint/suspicious/noExplicitAny: a sample is JSON, and the tests change it in ways that no type allows.
export function fixture(name: string): any {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}
