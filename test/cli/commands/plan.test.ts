import { desk, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

test('it says where each ENI of the instance would go, and changes nothing', async () => {
  const here = desk();
  const { activeId, standbyId, eniId } = withGroup(here);
  const { status, out } = await here.run(`plan --instance ${activeId}`);
  expect(status).toBe(0);
  expect(out).toContain(`If fw-a (${activeId}) died now:`);
  expect(out).toContain(`moves  group fw would go to fw-b (${standbyId})`);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(`fw-b (${standbyId}) is the only candidate`);
  expect(here.world.networkInterface(eniId)?.attachment?.instanceId).toBe(activeId);
  const onEc2 = here.sandbox.log.calls.filter(({ service }) => service === 'ec2');
  expect(onEc2.every(({ action }) => action.startsWith('Describe'))).toBe(true);
});

test('it says what would be left behind, and what is against each standby', async () => {
  const here = desk();
  const { activeId, standbyId, eniId } = withGroup(here);
  here.world.stop(standbyId);
  await here.clock.advance(300_000);
  const { status, answer } = await here.json(`plan --instance ${activeId}`);
  expect(status).toBe(1);
  expect(answer).toMatchObject({
    instanceId: activeId,
    name: 'fw-a',
    groups: [
      {
        group: 'fw',
        survives: false,
        enis: [{ id: eniId, moves: false, because: expect.stringContaining('no standby can take it') }],
        standbys: [{ id: standbyId, able: false, reasons: ['it is stopped'] }],
      },
    ],
    standbyFor: [],
  });
});

test('of a standby it says that nothing would move', async () => {
  const here = desk();
  const { standbyId } = withGroup(here);
  const { status, out } = await here.run(`plan --instance ${standbyId}`);
  expect(status).toBe(0);
  expect(out).toContain('It is only a standby of fw: no ENI of theirs would move.');
});

test.each([
  ['an instance of no group', 'plan --instance i-0123456789abcdef0', /member of no group/],
  ['what is no instance', 'plan --instance eni-0123456789abcdef0', /takes the id of an instance/],
  ['no instance', 'plan', /--instance/],
])('%s is called wrongly', async (_what, line, words) => {
  const here = desk();
  withGroup(here);
  const { status, out, err } = await here.run(line);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(words);
});
