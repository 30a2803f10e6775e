import { createStage } from '../../support/stage.ts';
import { desk, deskBefore, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

/** A desk before a stack with the real failover function in it. */
function deployed() {
  const { sandbox, clock, bus } = createStage({ rules: true });
  return { ...deskBefore(sandbox, clock), bus };
}

test('a group is moved to its best standby, and watched until it is there', async () => {
  const here = deployed();
  const { eniId, activeId, standbyId } = withGroup(here);
  const { status, answer } = await here.json('switchover fw --reason "kernel update" --requester jo --yes');
  expect(status).toBe(0);
  expect(answer).toMatchObject({
    group: 'fw',
    outcome: 'done',
    from: [activeId],
    to: standbyId,
    eventId: expect.any(String),
  });
  expect(here.world.networkInterface(eniId)?.attachment).toMatchObject({
    instanceId: standbyId,
    status: 'attached',
  });
});

test('the request names the target, so that one that comes twice moves the group once', async () => {
  const here = deployed();
  const { standbyId } = withGroup(here);
  await here.run('switchover fw --reason "kernel update" --yes', { environment: { USER: 'jo' } });
  const requests = here.bus.records.filter(({ event }) => event.source === 'eni-warden');
  expect(requests.map(({ event }) => event.detail)).toEqual([
    { group: 'fw', target: standbyId, reason: 'kernel update', requester: 'jo' },
  ]);
});

test('it is asked first, and names the group and where it would go', async () => {
  const here = deployed();
  const { eniId, activeId, standbyId } = withGroup(here);
  const no = await here.run('switchover fw --reason why', { answer: 'n' });
  expect(no.status).toBe(2);
  expect(no.err).toContain('nothing moves');
  expect(here.world.networkInterface(eniId)?.attachment?.instanceId).toBe(activeId);
  const yes = await here.run('switchover fw --reason why', { answer: 'yes' });
  expect(yes.status).toBe(0);
  expect(yes.out).toBe(`done: group fw is on fw-b (${standbyId})`);
});

test('where nobody can be asked, nothing moves without --yes', async () => {
  const here = deployed();
  withGroup(here);
  const { status, err } = await here.run('switchover fw --reason why');
  expect(status).toBe(2);
  expect(err).toContain('say --yes');
  expect(here.sandbox.log.calls.map(({ action }) => action)).not.toContain('PutEvents');
});

test('what the function would refuse is not even asked for', async () => {
  const here = deployed();
  const { eniId } = withGroup(here);
  await here.run(`hold ${eniId} --reason "until 17:00"`);
  const { status, answer } = await here.json('switchover fw --reason why --yes');
  expect(status).toBe(1);
  expect(answer).toMatchObject({ outcome: 'refused', because: `${eniId}: it is on hold: until 17:00` });
  expect(answer).not.toHaveProperty('eventId');
});

test('a group that is there already is done', async () => {
  const here = deployed();
  const { activeId } = withGroup(here);
  const { status, answer } = await here.json(`switchover fw --to ${activeId} --reason why --yes`);
  expect(status).toBe(0);
  expect(answer).toMatchObject({ outcome: 'done', to: activeId, because: 'it is there already' });
});

test('where nobody carries it out, the watch ends and says what to look at', async () => {
  const here = desk();
  withGroup(here);
  const before = here.clock.now();
  const { status, answer } = await here.json('switchover fw --reason why --yes --wait 30');
  expect(status).toBe(1);
  expect(answer).toMatchObject({ outcome: 'unfinished', because: expect.stringContaining('mode act') });
  expect(here.clock.now() - before).toBeLessThan(40_000);
});

test('what becomes impossible while it is watched is refused', async () => {
  const here = desk();
  const { standbyId } = withGroup(here);
  here.clock.after(10_000, () => here.world.stop(standbyId));
  const { status, answer } = await here.json('switchover fw --reason why --yes --wait 600');
  expect(status).toBe(1);
  expect(answer.outcome).toBe('refused');
  expect(answer.because).toMatch(/it is stopp/);
});

test.each([
  ['a group that does not exist', 'switchover wf --reason why --yes', /there is no group wf/],
  ['no instance', 'switchover fw --to fw-b --reason why --yes', /--to takes the id/],
  ['an empty reason', 'switchover fw --reason " " --yes', /1 to 500 characters/],
  ['no time', 'switchover fw --reason why --yes --wait long', /whole number of seconds/],
])('%s is called wrongly', async (_what, line, words) => {
  const here = desk();
  withGroup(here);
  const { status, err } = await here.run(line);
  expect(status).toBe(2);
  expect(err).toMatch(words);
});
