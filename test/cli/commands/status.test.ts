import { desk, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

test('a group that is in order is shown with who holds it, since when, and who stands by', async () => {
  const here = desk();
  const { activeId, standbyId, eniId, address } = withGroup(here);
  const { status, out, err } = await here.run('status');
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(out).toContain('eu-west-1 at 2026-01-05T09:00:00Z: 1 group, all ready to fail over');
  expect(out).toMatch(
    new RegExp(`^fw +yes +fw-a \\(${activeId}\\) +60 min ago +1 +fw-b \\(${standbyId}\\)$`, 'm'),
  );
  const { answer } = await here.json('status');
  expect(answer).toEqual({
    command: 'status',
    region: 'eu-west-1',
    at: expect.stringMatching(/^2026-01-05T09:00:\d\dZ$/),
    groups: [
      {
        group: 'fw',
        ready: true,
        underWay: false,
        reasons: [],
        holders: [{ id: activeId, name: 'fw-a', state: 'running' }],
        since: '2026-01-05T08:00:00Z',
        enis: [
          {
            id: eniId,
            address,
            status: 'attached',
            instanceId: activeId,
            deviceIndex: 1,
            attachedAt: '2026-01-05T08:00:00Z',
          },
        ],
        standbys: [{ id: standbyId, name: 'fw-b', state: 'running', able: true, reasons: [] }],
      },
    ],
    problems: [],
  });
});

test('a group without an able standby is not ready, with the reasons, and the exit status says so', async () => {
  const here = desk();
  const { standbyId } = withGroup(here);
  here.world.stop(standbyId);
  await here.clock.advance(300_000);
  const { status, out } = await here.run('status');
  expect(status).toBe(1);
  expect(out).toContain('1 NOT ready to fail over');
  expect(out).toContain('fw is not ready to fail over:');
  expect(out.replaceAll(/\s+/g, ' ')).toContain(`fw-b (${standbyId}): it is stopped`);
});

test('with the name of a group, its ENIs and standbys are shown', async () => {
  const here = desk();
  const { eniId, address, standbyId, activeId } = withGroup(here);
  const { out } = await here.run('status fw');
  expect(out).toMatch(new RegExp(`^${eniId} +${address} +attached +${activeId} index 1$`, 'm'));
  expect(out).toContain(`standby fw-b (${standbyId}): could take over`);
});

test('the last move of a group is that of the ENI that came last', async () => {
  const here = desk();
  const { subnetId, activeId } = withGroup(here);
  const attachTo = { instanceId: activeId, deviceIndex: 2, attachTime: here.clock.now() - 600_000 };
  here.world.addNetworkInterface({ subnetId, tags: { 'eni-warden:group': 'fw' }, attachTo });
  const { answer } = await here.json('status');
  expect(answer.groups).toMatchObject([{ since: '2026-01-05T08:50:00Z' }]);
});

test('an ENI that is on nothing is held by nobody, and its group is moving', async () => {
  const here = desk();
  const { subnetId } = withGroup(here);
  const { networkInterfaceId } = here.world.addNetworkInterface({
    subnetId,
    tags: { 'eni-warden:group': 'nat' },
  });
  const { answer, status } = await here.json('status nat');
  expect(status).toBe(1);
  expect(answer.groups).toMatchObject([
    { group: 'nat', ready: false, underWay: true, holders: [], enis: [{ id: networkInterfaceId }] },
  ]);
  expect(answer.groups[0]).not.toHaveProperty('since');
});

test('a tag that cannot be read is something to mend', async () => {
  const here = desk();
  const { subnetId } = withGroup(here);
  const { networkInterfaceId } = here.world.addNetworkInterface({
    subnetId,
    tags: { 'eni-warden:group': 'one two' },
  });
  const { status, out } = await here.run('status');
  expect(status).toBe(1);
  expect(out).toContain(`to mend: ${networkInterfaceId}: `);
});

test('where nothing is enrolled, that is no good news', async () => {
  const { status, out } = await desk().run('status');
  expect(status).toBe(1);
  expect(out).toBe('Nothing is enrolled in eu-west-1: no ENI carries the tag eni-warden:group.');
});

test('a group that does not exist is answered with those that do', async () => {
  const here = desk();
  withGroup(here);
  const { status, err } = await here.run('status wf');
  expect(status).toBe(2);
  expect(err).toContain('there is no group wf in eu-west-1: there are fw.');
});
