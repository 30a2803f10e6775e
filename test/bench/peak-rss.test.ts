import { execFileSync } from 'node:child_process';
import { peakRssBytes } from '../../bench/peak-rss.ts';

const megabyte = 1_048_576;

test('the most memory that a process has had is not forgotten when it is given back', () => {
  const before = peakRssBytes();
  let filled: Buffer | undefined = Buffer.alloc(64 * megabyte, 1);
  const most = process.memoryUsage().rss;
  expect(filled).toHaveLength(64 * megabyte);
  filled = undefined;
  expect(peakRssBytes()).toBeGreaterThanOrEqual(Math.max(before, most - megabyte));
});

test('what a process was started by does not count', () => {
  const filled = Buffer.alloc(256 * megabyte, 1);
  const source = `import(${JSON.stringify(new URL('../../bench/peak-rss.ts', `file://${__filename}`).href)}).then(({ peakRssBytes }) => console.log(peakRssBytes()))`;
  const said = Number(execFileSync(process.execPath, ['-e', source], { encoding: 'utf8' }));
  expect(filled).toHaveLength(256 * megabyte);
  expect(said).toBeGreaterThan(20 * megabyte);
  expect(said).toBeLessThan(200 * megabyte);
});
