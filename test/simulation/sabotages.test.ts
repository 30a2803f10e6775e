import { stripTypeScriptTypes } from 'node:module';
import { sabotages } from './sabotages/all.ts';
import { editedSources } from './sabotages/edited-source.ts';
import { runSabotages } from './sabotages/run.ts';

// A thread has to load the whole function and run a few histories.
jest.setTimeout(120_000);

test.each(sabotages)('$name still fits the source', (sabotage) => {
  const files = new Set(sabotage.edits.map(({ file }) => file));
  const sources = [...editedSources(sabotage).values()];
  expect(sources).toHaveLength(files.size);
  for (const source of sources) expect(() => stripTypeScriptTypes(source)).not.toThrow();
});

test('no two sabotages have the same name', () => {
  expect(new Set(sabotages.map(({ name }) => name)).size).toBe(sabotages.length);
});

test('an edit that does not fit the source any more names the sabotage, the file and the text', () => {
  const edits = [{ file: 'domain/verdict.ts', find: 'a text that nobody wrote', replace: '' }];
  expect(() => editedSources({ name: 'outdated', what: '', breaks: [], edits })).toThrow(
    /outdated .*domain\/verdict\.ts.* 0 times, not once:\na text that nobody wrote/,
  );
});

test('an edit whose text is there twice is refused, since it would be unclear which one it means', () => {
  const edits = [{ file: 'domain/verdict.ts', find: 'return undefined;', replace: 'return;' }];
  expect(() => editedSources({ name: 'ambiguous', what: '', breaks: [], edits })).toThrow(/not once/);
});

test('a bug that is switched on is caught, by the promise that it breaks', async () => {
  const report = await runSabotages(['hold-of-the-eni-ignored'], { seedsMax: 20, threads: 1 });
  expect(report).toMatchObject({ sabotages: 1, caught: 1, each: [{ caught: true, invariant: 'hands-off' }] });
});

test('a name that stands for no bug is an error, and not a bug that was not caught', async () => {
  await expect(runSabotages(['no-such-bug'], { seedsMax: 1, threads: 1 })).rejects.toThrow(
    'There is no sabotage no-such-bug.',
  );
});
