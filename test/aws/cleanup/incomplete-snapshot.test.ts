import { DeadlinePassed } from '../../../aws/ec2.ts';
import { GaveWay } from '../../../aws/gentle/gentle-ec2.ts';
import { addOrphans, cloud, warmUp } from './cloud.ts';

beforeAll(warmUp);

const denied = { code: 'UnauthorizedOperation', status: 403, message: 'You are not authorized' };

/** A world in which every kind of call is made, with something to be found. */
function town() {
  const here = cloud();
  const { world, subnets } = here;
  const [eni = ''] = addOrphans(here, 3);
  world.addInstance({ subnetId: subnets[0].subnetId, tags: { 'eni-warden:group': 'db' } });
  world.addAddress({ networkInterfaceId: eni });
  world.addNetworkInterfacePermission({ networkInterfaceId: eni, awsAccountId: '210987654321' });
  world.addReservation({ subnetId: subnets[0].subnetId, cidr: '10.0.1.0/28' });
  return here;
}

describe.each([
  'DescribeNetworkInterfaces',
  'DescribeAddresses',
  'DescribeRouteTables',
  'DescribeNetworkInterfacePermissions',
  'GetSubnetCidrReservations',
  'DescribeInstances',
])('%s', (action) => {
  test('denied: it is said what could not be read and why, and the rest is there', async () => {
    const here = town();
    here.faults.failNext({ action, ...denied });
    const { unread, enis, references, groupNames } = await here.snapshot();
    expect(unread).toEqual([
      expect.stringMatching(new RegExp(`^${action}.*UnauthorizedOperation.*not authorized`)),
    ]);
    expect(enis).toHaveLength(action === 'DescribeNetworkInterfaces' ? 0 : 3);
    expect(references.elasticIps).toHaveLength(action === 'DescribeAddresses' ? 0 : 1);
    expect(groupNames.size).toBe(action === 'DescribeInstances' ? 0 : 1);
  });

  test('throttled once: the sweep gives way, and EC2 is left alone', async () => {
    const here = town();
    here.faults.failNext({ action, code: 'RequestLimitExceeded', status: 503 });
    const reading = here.snapshot();
    await expect(reading).rejects.toThrow(GaveWay);
    await expect(reading).rejects.toThrow(action);
    const calls = here.sandbox.log.calls.length;
    await here.clock.advance(60_000);
    expect(here.sandbox.log.calls).toHaveLength(calls);
  });

  test('failing for a while: it is asked again', async () => {
    const here = town();
    here.faults.failNext({ action, times: 3 });
    here.faults.loseReplyNext({ action });
    expect((await here.snapshot()).unread).toEqual([]);
  });

  test('failing for ever: at the deadline it is given up', async () => {
    const here = town();
    here.faults.failNext({ action, times: 10_000 });
    await expect(here.snapshot()).rejects.toThrow(DeadlinePassed);
    expect(here.clock.now()).toBeLessThanOrEqual(here.deadline + 100);
  });
});

test('a third page that is denied leaves two, and the snapshot says that it is not whole', async () => {
  const here = cloud();
  addOrphans(here, 3_500);
  let page = 0;
  here.edits.edit = (action, xml) => {
    // The third page is asked for with the token of the second.
    if (action === 'DescribeNetworkInterfaces' && ++page === 2)
      here.faults.failNext({ action: 'DescribeNetworkInterfaces', ...denied });
    return xml;
  };
  const { unread, enis, eniCount } = await here.snapshot();
  expect(unread).toEqual([expect.stringContaining('DescribeNetworkInterfaces: UnauthorizedOperation')]);
  expect(enis).toHaveLength(2_000);
  expect(eniCount).toBe(2_000);
});

test('a throttle at the third page ends the reading', async () => {
  const here = cloud();
  addOrphans(here, 3_500);
  let page = 0;
  here.edits.edit = (action, xml) => {
    if (action === 'DescribeNetworkInterfaces' && ++page === 2) here.faults.throttle(action);
    return xml;
  };
  await expect(here.snapshot()).rejects.toThrow(GaveWay);
  expect(here.calls('DescribeNetworkInterfaces')).toBe(3);
});

test('when the sweep gives way, the subnets that are still to be asked about are not', async () => {
  const here = cloud();
  for (let n = 0; n < 20; n++) {
    for (const { subnetId } of here.world.addNetwork().subnets) here.world.addNetworkInterface({ subnetId });
  }
  here.faults.throttle('DescribeAddresses');
  await expect(here.snapshot()).rejects.toThrow(GaveWay);
  const asked = here.calls('GetSubnetCidrReservations');
  await here.clock.advance(60_000);
  expect(asked).toBeLessThan(30);
  expect(here.calls('GetSubnetCidrReservations')).toBe(asked);
});

test('the same page token twice: the snapshot says that it is not whole', async () => {
  const here = cloud();
  addOrphans(here, 1_500);
  let first: string | undefined;
  here.edits.edit = (action, xml) => {
    if (action !== 'DescribeNetworkInterfaces') return xml;
    first ??= /<nextToken>.*<\/nextToken>/.exec(xml)?.[0] ?? '';
    return xml.replace(/<nextToken>.*<\/nextToken>|(?=<\/DescribeNetworkInterfacesResponse>)/, first);
  };
  const { unread } = await here.snapshot();
  expect(unread).toEqual(['DescribeNetworkInterfaces: EC2 returned the same page token twice']);
  expect(here.calls('DescribeNetworkInterfaces')).toBeLessThan(5);
});

test('an EC2 that does not know how to show managed resources is a part that could not be read', async () => {
  const here = cloud();
  addOrphans(here, 1);
  const message = 'The parameter IncludeManagedResources is not recognized';
  here.faults.failNext({
    action: 'DescribeNetworkInterfaces',
    code: 'UnknownParameter',
    status: 400,
    message,
  });
  expect((await here.snapshot()).unread).toEqual([expect.stringContaining(message)]);
});

test('many subnets whose reservations are denied make one sentence, not many', async () => {
  const here = cloud();
  for (const { subnetId } of here.subnets) here.world.addNetworkInterface({ subnetId });
  here.faults.failNext({ action: 'GetSubnetCidrReservations', times: 9, ...denied });
  expect((await here.snapshot()).unread).toHaveLength(1);
});

test('a further page of reservations that EC2 does not give is a part that could not be read', async () => {
  const here = cloud();
  addOrphans(here, 1);
  here.world.addReservation({ subnetId: here.subnets[0].subnetId, cidr: '10.0.1.0/28' });
  here.edits.edit = (action, xml) =>
    action === 'GetSubnetCidrReservations'
      ? xml.replace('</GetSubnetCidrReservationsResponse>', '<nextToken>more</nextToken>$&')
      : xml;
  const { unread, references } = await here.snapshot();
  expect(unread).toEqual([expect.stringMatching(/^GetSubnetCidrReservations of subnet-.*InvalidNextToken/)]);
  expect(references.reservations).toHaveLength(1);
});

test('a subnet that has gone meanwhile has no reservations, and nothing is wrong', async () => {
  const here = cloud();
  const [eni = ''] = addOrphans(here, 1);
  here.edits.edit = (action, xml) =>
    action === 'DescribeNetworkInterfaces'
      ? xml.replace(/<subnetId>[^<]*/, '<subnetId>subnet-0123456789abcdef0')
      : xml;
  const { unread, enis } = await here.snapshot();
  expect(unread).toEqual([]);
  expect(enis).toMatchObject([{ id: eni, subnetId: 'subnet-0123456789abcdef0' }]);
});

test('records that have lost the very thing that they are about are unread, and the others are read', async () => {
  const here = cloud();
  addOrphans(here, 3);
  here.edits.edit = (action, xml) =>
    action === 'DescribeNetworkInterfaces'
      ? xml.replace(/<networkInterfaceId>[^<]*<\/networkInterfaceId>/, '')
      : xml;
  const { unread, enis, eniCount } = await here.snapshot();
  expect(unread).toEqual([expect.stringMatching(/without NetworkInterfaceId.*no id/)]);
  expect(enis).toHaveLength(2);
  expect(eniCount).toBe(3);
});
