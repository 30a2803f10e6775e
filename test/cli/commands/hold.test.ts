import { desk, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

test('an ENI is put on hold with a reason, and released', async () => {
  const here = desk();
  const { eniId } = withGroup(here);
  const tags = () => here.world.networkInterface(eniId)?.tags;
  const held = await here.run(`hold ${eniId} --reason "changing rules until 17:00"`);
  expect(held.status).toBe(0);
  expect(held.out).toContain(`${eniId} is on hold: changing rules until 17:00`);
  expect(tags()).toEqual({ 'eni-warden:group': 'fw', 'eni-warden:hold': 'changing rules until 17:00' });
  expect((await here.run('status')).out).toContain(`${eniId}: it is on hold: changing rules until 17:00`);
  const released = await here.json(`release ${eniId}`);
  expect(released).toMatchObject({
    status: 0,
    answer: { resourceId: eniId, hold: null, before: 'changing rules until 17:00' },
  });
  expect(tags()).toEqual({ 'eni-warden:group': 'fw' });
});

test('an instance can be on hold, and what was its reason before is told', async () => {
  const here = desk();
  const { standbyId } = withGroup(here);
  await here.run(`hold ${standbyId} --reason first`);
  const { out } = await here.run(`hold ${standbyId} --reason second`);
  expect(out).toContain('The reason was before: first');
  expect(here.world.instance(standbyId)?.tags['eni-warden:hold']).toBe('second');
});

test('releasing what is not on hold is fine', async () => {
  const here = desk();
  const { eniId } = withGroup(here);
  const { status, out } = await here.run(`release ${eniId}`);
  expect([status, out]).toEqual([0, `${eniId} was not on hold.`]);
});

test('what does not exist is said, and nothing is tagged', async () => {
  const here = desk();
  const { status, out } = await here.run('hold eni-0123456789abcdef0 --reason why');
  expect([status, out]).toEqual([1, 'There is no eni-0123456789abcdef0 in eu-west-1.']);
  expect(here.sandbox.log.calls.map(({ action }) => action)).toEqual(['DescribeNetworkInterfaces']);
});

test.each([
  ['a subnet', 'hold subnet-0123456789abcdef0 --reason why', /no ENI .* and of no instance/],
  ['no reason', 'hold eni-0123456789abcdef0', /--reason/],
  ['an empty reason', 'hold eni-0123456789abcdef0 --reason " "', /1 to 256 characters/],
])('%s is called wrongly', async (_what, line, words) => {
  const { status, err } = await desk().run(line);
  expect(status).toBe(2);
  expect(err).toMatch(words);
});

test('a denial names what to allow, and leaves the tags as they were', async () => {
  const here = desk();
  const { eniId } = withGroup(here);
  here.deny('CreateTags');
  const { status, err } = await here.run(`hold ${eniId} --reason why`);
  expect(status).toBe(3);
  expect(err).toMatch(/UnauthorizedOperation[\s\S]*Allow the action/);
  expect(err).not.toContain('    at ');
  expect(here.world.networkInterface(eniId)?.tags).toEqual({ 'eni-warden:group': 'fw' });
});
