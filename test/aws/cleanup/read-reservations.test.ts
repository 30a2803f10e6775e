import { cloud, warmUp } from './cloud.ts';

beforeAll(warmUp);

/** So many subnets, each with an unattached ENI and a reservation. */
function cloudOfSubnets(count: number) {
  const here = cloud();
  const { world, sandbox } = here;
  const { vpcId } = world.addVpc({ cidr: '10.9.0.0/16' });
  for (let n = 0; n < count; n++) {
    const availabilityZone = `${sandbox.region}a`;
    const { subnetId } = world.addSubnet({ vpcId, cidr: `10.9.${n}.0/24`, availabilityZone });
    world.addNetworkInterface({ subnetId });
    world.addReservation({ subnetId, cidr: `10.9.${n}.64/27` });
  }
  return here;
}

test('the reservations of many subnets are read a few at a time', async () => {
  const here = cloudOfSubnets(40);
  const { references, unread } = await here.snapshot();
  const calls = here.sandbox.log.calls.filter(({ action }) => action === 'GetSubnetCidrReservations');
  const first = Math.min(...calls.map(({ at }) => at));
  const last = Math.max(...calls.map(({ at, latencyMs }) => at + latencyMs));
  expect(unread).toEqual([]);
  expect(references.reservations).toHaveLength(40);
  expect(last - first).toBeLessThan((40 * 10) / 2);
});

test('a throttle ends the reading of reservations, however many are under way', async () => {
  const here = cloudOfSubnets(40);
  here.faults.failNext({
    action: 'GetSubnetCidrReservations',
    times: 1,
    code: 'RequestLimitExceeded',
    status: 503,
  });
  await expect(here.snapshot()).rejects.toThrow('GetSubnetCidrReservations');
  const asked = here.calls('GetSubnetCidrReservations');
  await here.clock.advance(60_000);
  expect(asked).toBeLessThan(10);
  expect(here.calls('GetSubnetCidrReservations')).toBe(asked);
});
