import { desk, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

const commands = ['status', 'plan', 'who', 'findings', 'why', 'hold', 'release', 'switchover', 'restore'];

test('--help names every command, the exit statuses and examples', async () => {
  const { status, out } = await desk().run('--help');
  expect(status).toBe(0);
  for (const command of commands) expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  expect(out).toContain('3 AWS could not');
  expect(out).toContain('eni-warden status ');
});

test.each(commands)('%s teaches: what it does, its exit status, its JSON and an example', async (command) => {
  const { status, out } = await desk().run(`${command} --help`);
  expect(status).toBe(0);
  expect(out).toMatch(/^Exit status: 0 /m);
  expect(out).toMatch(/^JSON: \{ command, region, at/m);
  expect(out).toMatch(new RegExp(`^Examples?:\\n {2}eni-warden ${command}\\b`, 'm'));
  expect(out).toContain('--json');
});

test.each([
  ['', 2],
  ['statsu', 2],
  ['status --jsn', 2],
  ['status fw nat', 2],
  ['findings --severity bad', 2],
])('"%s" is called wrongly, and nothing is asked of AWS', async (line, expected) => {
  const here = desk();
  const { status } = await here.run(line);
  expect(status).toBe(expected);
  expect(here.sandbox.log.calls).toEqual([]);
});

test.each([
  ['denied', { code: 'UnauthorizedOperation', status: 403 }, /Allow the action/],
  ['without credentials', { code: 'AuthFailure', status: 401 }, /Give it working credentials/],
  ['with an old token', { code: 'RequestExpired', status: 400 }, /Give it working credentials/],
  ['while AWS fails', { code: 'InternalError', status: 500 }, /could not be reached, or failed/],
  ['throttled', { code: 'RequestLimitExceeded', status: 503 }, /try again in a minute/],
])('%s, the exit status is 3, with what to do and no stack trace', async (_what, failure, words) => {
  const here = desk();
  withGroup(here);
  here.faults.failNext({ ...failure, times: 1_000 });
  const { status, out, err } = await here.run('status');
  expect([status, out]).toEqual([3, '']);
  expect(err).toContain(failure.code);
  expect(err).toMatch(words);
  expect(err).not.toMatch(/^ {4}at /m);
});

test('a failure is JSON, too, where JSON is asked for', async () => {
  const here = desk();
  withGroup(here);
  here.deny('DescribeInstances');
  const { status, answer } = await here.json('status');
  expect(status).toBe(3);
  expect(answer).toEqual({
    command: 'status',
    error: {
      message: expect.stringContaining('UnauthorizedOperation'),
      remedy: expect.stringContaining('Allow'),
    },
  });
});

test.each([
  ['status --jsn', 'status', /^unknown option '--jsn'\n\(Did you mean --json\?\)$/],
  ['status fw nat', 'status', /^too many arguments for 'status'/],
  ['plan', 'plan', /^required option '--instance <id>' not specified$/],
  ['plan --instance', 'plan', /takes the id of an instance, i-…, not --json/],
  ['plan --instance nat', 'plan', /takes the id of an instance/],
  ['who', 'who', /^missing required argument 'address'$/],
  ['findings --severity bad', 'findings', /argument 'bad' is invalid/],
  ['statsu', 'eni-warden', /^unknown command 'statsu'/],
  ['', 'eni-warden', /^unknown option '--json'/],
  ['help statsu', 'eni-warden', /^there is no such command/],
])('"%s --json" says in JSON how it was called wrongly', async (line, command, message) => {
  const { out, err, status } = await desk().run(`${line} --json`);
  expect([status, out.split('\n').length]).toEqual([2, 1]);
  expect(JSON.parse(out)).toEqual({ command, error: { message: expect.stringMatching(message) } });
  expect(err).not.toBe('');
});

test('help is no failure, where JSON is asked for, too', async () => {
  const { out, status } = await desk().run('status --json --help');
  expect(status).toBe(0);
  expect(out).toMatch(/^Usage: eni-warden status /);
});

test('colours are there for a terminal, and only there', async () => {
  const here = desk();
  withGroup(here);
  const control = String.fromCharCode(27);
  expect((await here.run('status', { colours: true })).out).toContain(`${control}[32myes${control}[39m`);
  expect((await here.run('status')).out).not.toContain(control);
});

test('what a tag says drives no terminal', async () => {
  const here = desk();
  const { eniId } = withGroup(here);
  const [control, bell] = [27, 7].map((code) => String.fromCharCode(code));
  const { networkInterfaceId } = here.world.addNetworkInterface({
    subnetId: here.world.networkInterface(eniId)?.subnetId ?? '',
    tags: { 'eni-warden:group': 'fw', 'eni-warden:hold': `a${control}]0;owned${bell}\u202eb` },
  });
  const { out } = await here.run('status', { colours: true });
  expect(out).toContain(`${networkInterfaceId}: it is on hold: a?]0;owned??b`);
});
