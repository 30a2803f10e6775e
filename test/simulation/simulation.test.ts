import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeCounts } from '../../cli/judged-calls.ts';
import { callsOf } from '../../deploy/permissions/table.ts';

const run = promisify(execFile);
const root = join(__dirname, '../..');

// A few hundred histories take a minute or two on two processors.
jest.setTimeout(280_000);

const of = (role: string) => (call: string) => `${role} ${call}`;

function simulate(...options: readonly string[]): Promise<{ readonly stdout: string }> {
  return run(process.execPath, ['test/simulation/main.ts', ...options], { cwd: root, maxBuffer: 2 ** 28 });
}

test.each([
  ['without the cleanup', '7'],
  ['with the cleanup', '6'],
])('two runs of a seed %s give the same log, to the byte', async (_what, seed) => {
  const [first, second] = await Promise.all([1, 2].map(() => simulate('--seed', seed, '--trace')));

  expect(first?.stdout.split('\n').length).toBeGreaterThan(100);
  expect(first?.stdout).toBe(second?.stdout);
});

test('every seed that ever failed keeps every promise now', async () => {
  const { stdout } = await simulate('--known', '--json');

  expect(JSON.parse(stdout)).toMatchObject({ violations: 0 });
});

test('fresh seeds, new at each run, keep every promise, and make every call that the roles are given', async () => {
  const from = String(1_000_000 + Math.floor(Math.random() * 1_000_000_000));
  process.stdout.write(`simulating 200 histories from seed ${from}\n`);

  const { stdout } = await simulate('--seeds', '200', '--from', from, '--json');

  const { judged, ...report } = JSON.parse(stdout);
  expect(report).toMatchObject({ seeds: 200, violations: 0 });
  process.stdout.write(`their calls, judged by the roles: ${describeCounts(Object.entries(judged))}\n`);
  const made = [...callsOf('failover').map(of('failover')), ...callsOf('cleanup').map(of('cleanup'))];
  expect(Object.keys(judged).sort()).toEqual(made.sort());
});

test('a wrong option is refused with the usage', async () => {
  await expect(simulate('--seeds', 'many')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--seeds takes a whole number from 1, not many'),
  });
});
