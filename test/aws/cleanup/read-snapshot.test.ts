import { addOrphans, cloud, warmUp } from './cloud.ts';

const byText = (a: string, b: string) => (a < b ? -1 : 1);

beforeAll(warmUp);

test('every ENI of the account is counted, and those that are firmly attached are not kept', async () => {
  const here = cloud();
  const { world, subnets, snapshot } = here;
  const { instanceId } = world.addInstance({ subnetId: subnets[0].subnetId });
  const [orphan = ''] = addOrphans(here, 1);
  const { subnetId } = subnets[1];
  const attachTo = { instanceId, deviceIndex: 1 };
  world.addNetworkInterface({ subnetId, attachTo });
  const onTheWay = world.addNetworkInterface({ subnetId, attachTo: { ...attachTo, status: 'detaching' } });
  const marked = world.addNetworkInterface({
    subnetId,
    attachTo,
    tags: { 'eni-warden:unattached-since': '2026-01-01T00:00:00Z' },
  });
  const { enis, eniCount, eniCountByVpc, unread, accountId } = await snapshot();
  expect(enis.map(({ id }) => id).sort(byText)).toEqual(
    [orphan, onTheWay.networkInterfaceId, marked.networkInterfaceId].sort(byText),
  );
  expect(eniCount).toBe(5);
  expect(eniCountByVpc).toEqual(new Map([[subnets[0].vpcId, 5]]));
  expect(unread).toEqual([]);
  expect(accountId).toBe('123456789012');
});

test('an account of many pages is read page by page, each ENI once', async () => {
  const here = cloud();
  const ids = addOrphans(here, 2_345);
  const { enis, eniCount, unread } = await here.snapshot();
  expect(enis.map(({ id }) => id).sort(byText)).toEqual(ids.sort(byText));
  expect(eniCount).toBe(2_345);
  expect(unread).toEqual([]);
  expect(here.calls('DescribeNetworkInterfaces')).toBe(3);
});

test('an ENI that AWS hides by default is seen, with its operator', async () => {
  const here = cloud();
  const operator = { principal: 'workspaces.amazonaws.com', hiddenByDefault: true };
  const { subnetId } = here.subnets[0];
  here.world.addNetworkInterface({ subnetId, operator });
  const { enis } = await here.snapshot();
  expect(enis).toMatchObject([{ operator: { managed: true, ...operator } }]);
});

test('it is known what refers to the ENIs: Elastic IPs, routes, permissions, reservations', async () => {
  const here = cloud();
  const { world, subnets } = here;
  const [eni = ''] = addOrphans(here, 1);
  const [{ subnetId, vpcId }] = subnets;
  const free = world.addAddress();
  const bound = world.addAddress({ networkInterfaceId: eni });
  const permission = world.addNetworkInterfacePermission({
    networkInterfaceId: eni,
    awsAccountId: '210987654321',
  });
  const { routeTableId } = world.addRouteTable({ vpcId });
  const target = { kind: 'networkInterfaceId', id: eni } as const;
  for (const destination of ['172.16.0.0/12', '2001:db8:9::/48', 'pl-0123456789abcdef0'])
    world.addRoute({ routeTableId, destination, target });
  const explicit = world.addReservation({ subnetId, cidr: '10.0.1.0/28' });
  world.addReservation({ subnetId, cidr: '10.0.2.0/28', reservationType: 'prefix' });
  world.addReservation({ subnetId: subnets[1].subnetId, cidr: '10.0.17.0/28' });
  const { references, enis, unread } = await here.snapshot();
  const address = enis[0]?.privateIpv4Addresses[0]?.address;
  expect(unread).toEqual([]);
  expect(references.elasticIps).toEqual([
    { allocationId: free.allocationId, publicIp: free.publicIp },
    { allocationId: bound.allocationId, publicIp: bound.publicIp, eniId: eni, privateIpAddress: address },
  ]);
  expect(references.routes.map(({ destination, eniId, state }) => [destination, eniId, state])).toEqual([
    ['172.16.0.0/12', eni, 'blackhole'],
    ['2001:db8:9::/48', eni, 'blackhole'],
    ['pl-0123456789abcdef0', eni, 'blackhole'],
  ]);
  expect(references.permissions).toEqual([
    { id: permission.networkInterfacePermissionId, eniId: eni, grantee: '210987654321' },
  ]);
  expect(references.reservations).toEqual([
    { id: explicit.subnetCidrReservationId, subnetId, cidr: '10.0.1.0/28' },
  ]);
});

test('no route table and no permission is missed because there are many', async () => {
  const here = cloud();
  const { world, subnets } = here;
  const [eni = ''] = addOrphans(here, 1);
  const [{ vpcId }] = subnets;
  for (let n = 0; n < 250; n++) {
    const { routeTableId } = world.addRouteTable({ vpcId });
    world.addRoute({
      routeTableId,
      destination: '0.0.0.0/0',
      target: { kind: 'networkInterfaceId', id: eni },
    });
  }
  for (let n = 0; n < 260; n++)
    world.addNetworkInterfacePermission({ networkInterfaceId: eni, awsAccountId: `${210_000_000_000 + n}` });
  const { references } = await here.snapshot();
  expect(references.routes).toHaveLength(250);
  expect(references.permissions).toHaveLength(260);
});

test('a group counts while it has a member that is not terminated', async () => {
  const here = cloud();
  const { world, subnets, clock } = here;
  const { subnetId } = subnets[0];
  world.addInstance({ subnetId, tags: { 'eni-warden:group': 'db web' } });
  world.addInstance({ subnetId, tags: { 'eni-warden:group': 'cache' }, state: 'stopped' });
  const gone = world.addInstance({ subnetId, tags: { 'eni-warden:group': 'old' } });
  world.terminate(gone.instanceId);
  await clock.advance(120_000);
  expect((await here.snapshot()).groupNames).toEqual(new Set(['db', 'web', 'cache']));
});

test("EC2's own time is that of the beginning, however long the first page took", async () => {
  const { edits, clock, faults, snapshot } = cloud();
  edits.date = () => new Date(clock.now() + 90_000).toUTCString();
  faults.failNext({ action: 'DescribeNetworkInterfaces', times: 8 });
  const { takenAt, ec2Time } = await snapshot();
  expect(clock.now() - takenAt).toBeGreaterThan(5_000);
  expect(Math.abs((ec2Time ?? 0) - takenAt - 90_000)).toBeLessThan(1_100);
});

test('where EC2 gives no time, none is told, and where it cannot be read, that is told', async () => {
  const { edits, snapshot } = cloud();
  expect(await snapshot()).not.toHaveProperty('ec2Time');
  edits.date = () => 'yesterday';
  expect(await snapshot()).toHaveProperty('ec2Time', Number.NaN);
});

describe('Who claims an address', () => {
  const claiming = (value: string) => ({ tags: { 'eni-warden:address': value } });

  test('is known of every ENI, in use or not, and of every instance that is not over', async () => {
    const here = cloud();
    const { world, subnets, clock, snapshot } = here;
    const [{ subnetId, vpcId }] = subnets;
    const { instanceId } = world.addInstance({ subnetId, ...claiming('10.0.1.9 vip 2001:DB8::9') });
    const attachTo = { instanceId, deviceIndex: 1 };
    const inUse = world.addNetworkInterface({ subnetId, attachTo, ...claiming('10.0.1.10') });
    const unattached = world.addNetworkInterface({ subnetId, ...claiming('10.0.1.11 10.0.1.12') });
    const stopped = world.addInstance({ subnetId, state: 'stopped', ...claiming('10.0.1.13') });
    const [gone, going] = [14, 15].map((host) =>
      world.addInstance({ subnetId, ...claiming(`10.0.1.${host}`) }),
    );
    world.terminate(gone?.instanceId ?? '');
    await clock.advance(120_000);
    world.terminate(going?.instanceId ?? '');
    world.addNetworkInterface({ subnetId, attachTo: { ...attachTo, deviceIndex: 2 } });
    await clock.advance(1_000);
    expect([gone, going].map((each) => world.instance(each?.instanceId ?? '').state)).toEqual([
      'terminated',
      'shutting-down',
    ]);
    const { references, unread } = await snapshot();
    expect(unread).toEqual([]);
    expect(references.claims.toSorted((a, b) => byText(a.cidr, b.cidr))).toEqual([
      { cidr: '10.0.1.10', vpcId, by: inUse.networkInterfaceId },
      { cidr: '10.0.1.11', vpcId, by: unattached.networkInterfaceId },
      { cidr: '10.0.1.12', vpcId, by: unattached.networkInterfaceId },
      { cidr: '10.0.1.13', vpcId, by: stopped.instanceId },
      { cidr: '10.0.1.9', vpcId, by: instanceId },
      { cidr: '2001:db8::9', vpcId, by: instanceId },
    ]);
  });

  test('who only claims is no member of a group, and who is only a member claims nothing', async () => {
    const { world, subnets, snapshot } = cloud();
    const [{ subnetId }] = subnets;
    world.addInstance({ subnetId, ...claiming('10.0.1.9') });
    world.addInstance({ subnetId, tags: { 'eni-warden:group': 'db' } });
    const { references, groupNames } = await snapshot();
    expect(references.claims).toMatchObject([{ cidr: '10.0.1.9' }]);
    expect(groupNames).toEqual(new Set(['db']));
  });

  test('what cannot be read is kept as it is written', async () => {
    const { world, subnets, snapshot } = cloud();
    const [{ subnetId, vpcId }] = subnets;
    const { instanceId } = world.addInstance({ subnetId, ...claiming('10.0.1.9 vpi') });
    expect((await snapshot()).references.claims).toEqual([{ cidr: '10.0.1.9 vpi', vpcId, by: instanceId }]);
  });

  test('a claim on the last of many pages is not missed', async () => {
    const here = cloud();
    addOrphans(here, 2_100);
    here.world.addNetworkInterface({ subnetId: here.subnets[0].subnetId, ...claiming('10.0.1.9') });
    for (let n = 0; n < 1_100; n++)
      here.world.addInstance({ subnetId: here.subnets[1].subnetId, ...claiming(`10.1.0.${n % 250}`) });
    expect((await here.snapshot()).references.claims).toHaveLength(1_101);
  });
});
