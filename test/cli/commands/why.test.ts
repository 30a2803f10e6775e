import { desk, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

test('every rule that spares an ENI is named, and where it stands in its group', async () => {
  const here = desk();
  const { eniId, activeId, address } = withGroup(here);
  const { status, out } = await here.run(`why ${eniId}`);
  expect(status).toBe(0);
  expect(out).toContain(`${eniId} (${address}) is in-use.`);
  expect(out).toContain('3 rules spare it');
  expect(out).toContain('  - in-use (rule 1): ');
  expect(out).toContain(`  - attached (rule 2): it is attached to ${activeId}`);
  expect(out).toContain('  - protected (rule 13): it is protected in group fw');
  expect(out).toContain(`next look: nothing (settled): it is attached to ${activeId}`);
});

test('an ENI that nobody needs is condemned, and by the policy of the stack it is marked', async () => {
  const here = desk();
  const { subnetId } = withGroup(here);
  const { networkInterfaceId } = here.world.addNetworkInterface({ subnetId });
  const { answer } = await here.json(`why ${networkInterfaceId}`);
  expect(answer).toMatchObject({
    exists: true,
    status: 'available',
    cleanup: { verdict: 'fresh', reasons: [], mode: 'observe', unread: [] },
  });
  expect(answer).not.toHaveProperty('failover');
  expect(answer.cleanup.next).toMatch(/^nothing: it would be marked, but the mode is observe/);
  const environment = { ENI_WARDEN_CLEANUP_MODE: 'delete', ENI_WARDEN_CLEANUP_GRACE_DAYS: '3' };
  const other = await here.json(`why ${networkInterfaceId}`, { environment });
  expect(other.answer.cleanup).toMatchObject({
    mode: 'delete',
    next: expect.stringMatching(/^it is marked .* deleted from 2026-01-08/),
  });
});

test('what refers to an ENI spares it', async () => {
  const here = desk();
  const { subnetId, network } = withGroup(here);
  const { networkInterfaceId } = here.world.addNetworkInterface({ subnetId });
  const { routeTableId } = here.world.addRouteTable({ vpcId: network.vpc.vpcId });
  const target = { kind: 'networkInterfaceId', id: networkInterfaceId } as const;
  here.world.addRoute({ routeTableId, destination: '192.168.0.0/16', target });
  const { answer } = await here.json(`why ${networkInterfaceId}`);
  expect(answer.cleanup).toMatchObject({
    verdict: 'kept',
    reasons: [{ rule: 'route-target', because: expect.stringContaining(routeTableId) }],
  });
  const others: readonly { readonly rule: string }[] = answer.cleanup.others;
  expect(others.map(({ rule }) => rule)).not.toContain('route-target');
});

test('an ENI of a group that is on nothing is about to be attached', async () => {
  const here = desk();
  const { subnetId, activeId } = withGroup(here);
  const tags = { 'eni-warden:group': 'fw', 'eni-warden:hold': 'a while' };
  const { networkInterfaceId } = here.world.addNetworkInterface({ subnetId, tags });
  const { out } = await here.run(`why ${networkInterfaceId}`);
  expect(out).toContain('on hold: a while');
  await here.run(`release ${networkInterfaceId}`);
  const { answer } = await here.json(`why ${networkInterfaceId}`);
  expect(answer.failover).toMatchObject({ group: 'fw', next: expect.stringContaining(activeId) });
});

test('an ENI that does not exist is answered with how to find its manifest', async () => {
  const here = desk();
  withGroup(here);
  const { status, out } = await here.run('why eni-0123456789abcdef0');
  expect(status).toBe(1);
  expect(out).toContain('eni-warden restore --list eni-0123456789abcdef0');
});

test('where the rules could not read everything, that is said', async () => {
  const here = desk();
  const { eniId } = withGroup(here);
  here.deny('DescribeRouteTables');
  const { status, out } = await here.run(`why ${eniId}`);
  expect(status).toBe(3);
  expect(out).toMatch(/not read, so nothing is deleted: .*DescribeRouteTables/);
});

test.each([
  ['what is no ENI', 'why i-0123456789abcdef0', {}, /no id of an ENI/],
  [
    'a policy that cannot be',
    'why eni-0123456789abcdef0',
    { ENI_WARDEN_CLEANUP_MODE: 'x' },
    /ENI_WARDEN_CLEANUP_MODE/,
  ],
  ['no account', 'why eni-0123456789abcdef0 --account 12', {}, /twelve digits|does not exist/],
])('%s is not answered', async (_what, line, environment, words) => {
  const { status, err, out } = await desk().run(line, { environment });
  expect(status).not.toBe(0);
  expect(err + out).toMatch(words);
});
