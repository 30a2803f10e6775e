import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgedUntilNow, takeDenied } from './judged-stories.ts';
import { totalsFolder } from './judged-totals.ts';

afterEach(() => expect(takeDenied()).toEqual([]));

afterAll(() => {
  const { counts, authorizations } = judgedUntilNow();
  const folder = process.env[totalsFolder];
  if (folder === undefined || counts.size === 0) return;
  const name = expect.getState().testPath?.replaceAll(/\W/g, '-');
  writeFileSync(join(folder, `${name}.json`), JSON.stringify([[...counts], [...authorizations]]));
});
