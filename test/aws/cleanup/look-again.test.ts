import { lookAgain } from '../../../aws/cleanup/look-again.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { addOrphans, type Cloud, cloud, warmUp } from './cloud.ts';

beforeAll(warmUp);

async function swept(here: Cloud, eniId: string) {
  const snapshot = await here.snapshot();
  const eni = snapshot.enis.find(({ id }) => id === eniId);
  if (eni === undefined) throw new Error(`${eniId} does not concern the cleanup`);
  return { snapshot, eni };
}

function look(here: Cloud, before: Awaited<ReturnType<typeof swept>>): Promise<CleanupSnapshot | undefined> {
  return here.clock.run(lookAgain(here.ec2, before, here.deadline));
}

test('the ENI and what refers to it are fresh; counts and groups are those of the sweep', async () => {
  const here = cloud();
  const { world, subnets, clock } = here;
  const [eni = ''] = addOrphans(here, 3);
  world.addInstance({ subnetId: subnets[0].subnetId, tags: { 'eni-warden:group': 'db' } });
  const before = await swept(here, eni);
  await clock.advance(60_000);
  world.setTag(eni, 'eni-warden:keep', 'licence');
  const { publicIp } = world.addAddress({ networkInterfaceId: eni });
  world.addAddress();
  world.addNetworkInterfacePermission({ networkInterfaceId: eni, awsAccountId: '210987654321' });
  world.addReservation({ subnetId: subnets[0].subnetId, cidr: '10.0.1.0/28' });
  const after = await look(here, before);
  expect(after?.enis).toMatchObject([{ id: eni, tags: { 'eni-warden:keep': 'licence' } }]);
  expect(after?.references.elasticIps).toMatchObject([{ eniId: eni, publicIp }]);
  expect(after?.references.permissions).toHaveLength(1);
  expect(after?.references.reservations).toHaveLength(1);
  expect(after?.takenAt).toBeGreaterThanOrEqual(before.snapshot.takenAt + 60_000);
  expect(after).toMatchObject({ eniCount: 4, groupNames: new Set(['db']), unread: [] });
});

test('a protected ENI of its VPC that is between two places is seen; one of another VPC does not matter', async () => {
  const here = cloud();
  const { world, subnets } = here;
  const [eni = ''] = addOrphans(here, 1);
  const before = await swept(here, eni);
  const tags = { 'eni-warden:group': 'db' };
  const moving = world.addNetworkInterface({ subnetId: subnets[1].subnetId, tags });
  const other = world.addNetwork();
  world.addNetworkInterface({ subnetId: other.subnets[0].subnetId, tags });
  const after = await look(here, before);
  expect(after?.enis.map(({ id }) => id)).toEqual([eni, moving.networkInterfaceId]);
});

test('one that has joined a group meanwhile is there once', async () => {
  const here = cloud();
  const [eni = ''] = addOrphans(here, 1);
  const before = await swept(here, eni);
  here.world.setTag(eni, 'eni-warden:group', 'db');
  expect((await look(here, before))?.enis).toMatchObject([{ id: eni, tags: { 'eni-warden:group': 'db' } }]);
});

test('one that is attached meanwhile is seen as such', async () => {
  const here = cloud();
  const [eni = ''] = addOrphans(here, 1);
  const before = await swept(here, eni);
  const { instanceId } = here.world.addInstance({ subnetId: here.subnets[0].subnetId });
  here.world.attach(eni, { instanceId, deviceIndex: 1 });
  expect((await look(here, before))?.enis).toMatchObject([
    { id: eni, status: 'in-use', attachment: { instanceId } },
  ]);
});

test('who claims an address of its VPC is fresh: what came since is there, and what went is not', async () => {
  const here = cloud();
  const { world, subnets } = here;
  const [eni = ''] = addOrphans(here, 1);
  const [{ subnetId, vpcId }, { subnetId: beside }] = subnets;
  const { instanceId } = world.addInstance({ subnetId, tags: { 'eni-warden:address': '10.0.1.77' } });
  const before = await swept(here, eni);
  expect(before.snapshot.references.claims).toMatchObject([{ by: instanceId }]);
  world.removeTag(instanceId, 'eni-warden:address');
  const tags = { 'eni-warden:address': '10.0.1.9' };
  const other = world.addNetworkInterface({ subnetId: beside, tags });
  const later = world.addInstance({ subnetId, tags: { 'eni-warden:address': '10.0.1.10' } });
  world.addNetworkInterface({ subnetId: world.addNetwork().subnets[0].subnetId, tags });
  const after = await look(here, before);
  expect(after?.references.claims).toEqual([
    { cidr: '10.0.1.9', vpcId, by: other.networkInterfaceId },
    { cidr: '10.0.1.10', vpcId, by: later.instanceId },
  ]);
  expect(after?.enis.map(({ id }) => id)).toEqual([eni]);
});

test('an ENI that two reads do not show is gone', async () => {
  const here = cloud();
  const [eni = ''] = addOrphans(here, 1);
  const before = await swept(here, eni);
  const gone = { snapshot: before.snapshot, eni: { ...before.eni, id: 'eni-0123456789abcdef0' } };
  expect(await look(here, gone)).toBeUndefined();
});

test('the reads of an ENI that was made just now may miss it once', async () => {
  const here = cloud();
  const [eni = ''] = addOrphans(here, 1);
  const before = await swept(here, eni);
  let reads = 0;
  here.edits.edit = (action, xml) =>
    action === 'DescribeNetworkInterfaces' && ++reads === 2
      ? xml.replace(/<networkInterfaceSet>.*<\/networkInterfaceSet>/s, '<networkInterfaceSet/>')
      : xml;
  expect((await look(here, before))?.enis).toMatchObject([{ id: eni }]);
});

test('a reference that cannot be read is said; an ENI that cannot be read is an error', async () => {
  const here = cloud();
  const [eni = ''] = addOrphans(here, 1);
  const before = await swept(here, eni);
  const denied = { code: 'UnauthorizedOperation', status: 403 };
  here.faults.failNext({ action: 'DescribeAddresses', ...denied });
  expect((await look(here, before))?.unread).toEqual([expect.stringContaining('DescribeAddresses')]);
  here.faults.failNext({ action: 'DescribeNetworkInterfaces', times: 2, ...denied });
  await expect(look(here, before)).rejects.toThrow();
});

test("EC2's clock is as far from ours as it was", async () => {
  const here = cloud();
  const [eni = ''] = addOrphans(here, 1);
  here.edits.date = () => new Date(here.clock.now() + 60_000).toUTCString();
  const before = await swept(here, eni);
  await here.clock.advance(300_000);
  const after = await look(here, before);
  const skew = ({ takenAt, ec2Time = 0 }: CleanupSnapshot) => ec2Time - takenAt;
  expect(after && skew(after)).toBe(skew(before.snapshot));
});
