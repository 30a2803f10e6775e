import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withChildren } from '../../bench/processes.ts';

const serverlessYml = readFileSync(join(__dirname, '../../serverless.yml'), 'utf8');
const child = { source: 'bench/audit-child', inPlaceOf: 'audit' };

test('a child is packaged in the place of a function, and nothing else is other than deployed', () => {
  const [before, after] = [serverlessYml, withChildren(serverlessYml, [child])].map((text) =>
    text.split('\n'),
  );
  const changed = after?.filter((line, index) => line !== before?.[index]);
  expect(after).toHaveLength(before?.length ?? 0);
  expect(changed).toEqual(['    handler: bench/audit-child.handler']);
});

test('the place of a function that is not there cannot be taken', () => {
  expect(() => withChildren(serverlessYml, [{ ...child, inPlaceOf: 'sweep' }])).toThrow(/no function sweep/);
});
