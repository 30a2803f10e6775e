import { desk, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

test('who has an address: the ENI, its instance, its group, its owner and since when', async () => {
  const here = desk();
  const { address, eniId, activeId } = withGroup(here);
  const { status, out, err } = await here.run(`who ${address}`);
  expect(status).toBe(0);
  expect(err).toContain('Reading eu-west-1 as an audit does');
  expect(out).toMatch(
    new RegExp(`^${address} +primary +${eniId} +${activeId} +fw-a +fw +60 min ago +vpc-`, 'm'),
  );
  const { answer } = await here.json(`who ${address}`);
  expect(answer.rows).toMatchObject([{ address, eniId, group: 'fw', since: '2026-01-05T08:00:00Z' }]);
});

test('an Elastic IP is found, and so is an address in a delegated prefix', async () => {
  const here = desk();
  const { eniId, subnetId } = withGroup(here);
  const { publicIp } = here.world.addAddress({ networkInterfaceId: eniId });
  const other = here.world.addNetworkInterface({ subnetId, ipv4Prefixes: ['10.0.2.0/28'] });
  const elastic = await here.json(`who ${publicIp}`);
  expect(elastic.answer.rows).toMatchObject([{ kind: 'elastic-ip', eniId }]);
  const delegated = await here.json('who 10.0.2.5');
  expect(delegated.answer.rows).toMatchObject([{ kind: 'prefix', eniId: other.networkInterfaceId }]);
});

test('who claims an address that nobody has', async () => {
  const here = desk();
  const { subnetId } = withGroup(here);
  const tags = { 'eni-warden:address': '10.0.3.3 vip' };
  const { networkInterfaceId } = here.world.addNetworkInterface({ subnetId, tags });
  const { status, out } = await here.run('who 10.0.3.3');
  expect(status).toBe(0);
  expect(out).toMatch(new RegExp(`10\\.0\\.3\\.3 is claimed: .*${networkInterfaceId}`));
});

test('of a free address it says to which subnet it belongs', async () => {
  const here = desk();
  const { subnetId } = withGroup(here);
  const { status, out } = await here.run('who 10.0.3.200');
  expect(status).toBe(1);
  expect(out).toContain('Nobody has 10.0.3.200 here');
  expect(out).toContain(`10.0.3.200 belongs to ${subnetId}`);
  const far = await here.run('who 192.0.2.1');
  expect(far.out).toContain('It belongs to no subnet in eu-west-1.');
});

test.each(['10.0.1', 'fw', '10.0.0.0/40', '10.0.0.1%eth0'])('%s is no address', async (text) => {
  const { status, err } = await desk().run(`who ${text}`);
  expect(status).toBe(2);
  expect(err).toContain(`${text} is no address and no CIDR`);
});

test('without the ENIs there is no answer, rather than a wrong one', async () => {
  const here = desk();
  const { address } = withGroup(here);
  here.deny('DescribeNetworkInterfaces');
  const { status, answer } = await here.json(`who ${address}`);
  expect(status).toBe(3);
  expect(answer).toMatchObject({
    command: 'who',
    error: { message: expect.stringContaining('enis'), remedy: expect.stringMatching(/^Allow the actions/) },
  });
});
