import { DeleteNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import { auditedCloud, warmUp } from './town.ts';

beforeAll(warmUp);

/** A cloud of one subnet with ten ENIs, in which something happens when EC2 has answered an action so many times. */
function happening(action: string, times: number, happen: (here: ReturnType<typeof auditedCloud>) => void) {
  const here = auditedCloud();
  const [{ subnetId }] = here.subnets;
  const enis = Array.from({ length: 10 }, () => here.world.addNetworkInterface({ subnetId }));
  let count = 0;
  here.edits.edit = (asked, xml) => {
    if (asked === action && ++count === times) happen(here);
    return xml;
  };
  return { ...here, subnetId, enis };
}

/** How many IPv4 addresses of the subnet are taken, of which the snapshot shows no ENI. */
async function unexplained({ audit, subnetId }: ReturnType<typeof happening>): Promise<number> {
  const { subnets, enis, unread } = await audit();
  expect(unread).toEqual([]);
  const available = subnets.find(({ id }) => id === subnetId)?.availableIpAddressCount ?? 0;
  const explained = enis.filter((eni) => eni.subnetId === subnetId).length;
  return 4_096 - 5 - available - explained;
}

test('addresses that are taken before the reading are all explained', async () => {
  expect(await unexplained(happening('none', 0, () => undefined))).toBe(0);
});

test('an ENI that comes after the ENIs were read is no consumption that nobody explains', async () => {
  const here = happening('DescribeNetworkInterfaces', 1, ({ world, subnets }) => {
    world.addNetworkInterface({ subnetId: subnets[0].subnetId });
  });
  expect(await unexplained(here)).toBeLessThanOrEqual(0);
});

test('an ENI that goes before the ENIs are read is no consumption that nobody explains', async () => {
  const here = happening('DescribeSubnets', 1, ({ ec2 }) => {
    const NetworkInterfaceId = here.enis[0]?.networkInterfaceId;
    void ec2.client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  });
  expect(await unexplained(here)).toBeLessThanOrEqual(0);
});

test('an ENI that two pages show is one ENI', async () => {
  const here = happening('none', 0, () => undefined);
  here.edits.edit = (action, xml) =>
    action === 'DescribeNetworkInterfaces'
      ? xml.replace(
          /<networkInterfaceSet>(<item>.*?<\/interfaceType>.*?<\/item>)(?=<item><networkInterfaceId>)/s,
          '<networkInterfaceSet>$1$1',
        )
      : xml;
  const { enis, unread } = await here.audit();
  expect(unread).toEqual([]);
  expect(enis).toHaveLength(10);
});

test('a subnet that is gone when it is read again is gone', async () => {
  const here = happening('none', 0, () => undefined);
  let count = 0;
  here.edits.edit = (action, xml) =>
    action === 'DescribeSubnets' && ++count === 2
      ? xml.replace(/<subnetSet>.*<\/subnetSet>/s, '<subnetSet/>')
      : xml;
  expect((await here.audit()).subnets).toEqual([]);
});
