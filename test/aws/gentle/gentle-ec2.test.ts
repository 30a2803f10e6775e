import { DescribeAddressesCommand, DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import {
  callGently,
  createGentleEc2,
  GaveWay,
  type GentleEc2,
  shareOfAudit,
} from '../../../aws/gentle/gentle-ec2.ts';
import { addOrphans, cloud, warmUp } from '../cleanup/cloud.ts';

beforeAll(warmUp);

function asking(here: ReturnType<typeof cloud>, deadline = here.deadline) {
  return callGently(here.ec2, 'DescribeAddresses', deadline, (client) =>
    client.send(new DescribeAddressesCommand({})),
  );
}

test('whatever it has to do, half of the bucket and half of its refill are left to a failover', async () => {
  const here = cloud();
  const at: number[] = [];
  const from = here.clock.now();
  const calls = Array.from({ length: 200 }, () => asking(here).then(() => at.push(here.clock.now() - from)));
  await here.clock.run(Promise.all(calls));
  const within = (ms: number) => at.filter((each) => each <= ms).length;
  expect(within(100)).toBeLessThanOrEqual(51);
  expect(within(5_000)).toBeLessThanOrEqual(101);
  expect(within(15_100)).toBe(200);
});

test('the calls of a failover that come at once with a sweep of a large account are not throttled', async () => {
  const here = cloud();
  addOrphans(here, 3_000);
  for (const { subnetId } of here.subnets) here.world.addNetworkInterface({ subnetId });
  const failover = Array.from({ length: 45 }, () =>
    here.ec2.client.send(new DescribeNetworkInterfacesCommand({ MaxResults: 5 })),
  );
  const [ended] = await here.clock.run(
    Promise.all([Promise.allSettled(failover), here.snapshot().catch((error) => error)]),
  );
  expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
});

test('at a throttle it gives way, and says which call it was', async () => {
  const here = cloud();
  here.faults.throttle('DescribeAddresses');
  const call = here.clock.run(asking(here));
  await expect(call).rejects.toThrow(GaveWay);
  await expect(call).rejects.toThrow(/DescribeAddresses.*RequestLimitExceeded/);
  expect(here.calls('DescribeAddresses')).toBe(1);
});

test('an error that would come again is thrown as it came', async () => {
  const here = cloud();
  here.faults.failNext({ code: 'UnauthorizedOperation', status: 403 });
  await expect(here.clock.run(asking(here))).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
});

test('the cleanup and the audit at the same time leave a quarter of the bucket and of its refill', async () => {
  const here = cloud();
  const audit = createGentleEc2(here.ec2.client, here.clock, () => 0.5, shareOfAudit);
  let sent = 0;
  const ask = async (ec2: GentleEc2) => {
    await callGently(ec2, 'DescribeAddresses', here.deadline, async () => undefined);
    sent += 1;
  };
  const all = [here.ec2, audit].flatMap((ec2) => Array.from({ length: 400 }, () => ask(ec2)));
  await here.clock.advance(0);
  expect(sent).toBeLessThanOrEqual(75);
  await here.clock.advance(10_000);
  expect(sent).toBeLessThanOrEqual(75 + 150);
  await here.clock.run(Promise.all(all));
  expect(sent).toBe(800);
});

test('where there is an objection, nothing is sent', async () => {
  const here = cloud();
  const ec2 = { ...here.ec2, objection: () => 'the run is over' };
  const asked = callGently(ec2, 'DescribeAddresses', here.deadline, (client) =>
    client.send(new DescribeAddressesCommand({})),
  );
  await expect(here.clock.run(asked)).rejects.toThrow('the run is over');
  expect(here.calls('DescribeAddresses')).toBe(0);
});
