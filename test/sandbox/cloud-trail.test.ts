import { parseCleanupEvent } from '../../events/parse-cleanup.ts';
import type { AwsEvent } from '../../sandbox/events/aws-events.ts';
import { createEventBus } from '../../sandbox/events/bus.ts';
import { addCloudTrail, wantsCloudTrail } from '../../sandbox/events/cloud-trail.ts';
import { ec2On } from './ec2-on.ts';

const minute = 60_000;

/** A fleet of one instance and one free ENI, with a trail and a rule that takes everything of it. */
function trailOn() {
  const on = ec2On({ timings: { apiCall: { medianMs: 1, p99Ms: 1 } } });
  const { sandbox, subnetId } = on;
  const { instanceId } = sandbox.world.addInstance({ subnetId, instanceType: 't3.medium', tags: {} });
  const { networkInterfaceId } = sandbox.world.addNetworkInterface({ subnetId, tags: {} });
  const bus = createEventBus(sandbox);
  const received: AwsEvent[] = [];
  const target = { id: 'test', deliver: (event: AwsEvent) => void received.push(event) };
  bus.addRule({
    name: 'calls',
    pattern: { 'detail-type': ['AWS API Call via CloudTrail'] },
    targets: [target],
  });
  const stop = addCloudTrail(sandbox, bus);
  const attach = (DeviceIndex = '1') =>
    on.call('AttachNetworkInterface', {
      NetworkInterfaceId: networkInterfaceId,
      InstanceId: instanceId,
      DeviceIndex,
    });
  const attachmentId = () =>
    sandbox.world.networkInterfaces.get(networkInterfaceId)?.attachment?.attachmentId ?? '';
  return { ...on, received, stop, attach, attachmentId, networkInterfaceId };
}

test('an attach and a detach come to the bus minutes later, with the times of the calls', async () => {
  const { clock, call, received, attach, attachmentId, networkInterfaceId } = trailOn();
  const attachedAt = clock.now();
  await attach();
  await clock.advance(10_000);
  const detachedAt = clock.now();
  const id = attachmentId();
  await call('DetachNetworkInterface', { AttachmentId: id });
  expect(received).toEqual([]);
  await clock.advance(60 * minute);
  const found = received.map(parseCleanupEvent);
  expect(found).toHaveLength(2);
  const whole = (at: number) => at - (at % 1_000);
  expect(found).toContainEqual({
    kind: 'call',
    call: { kind: 'attach', at: whole(attachedAt), eniId: networkInterfaceId },
  });
  expect(found).toContainEqual({
    kind: 'call',
    call: { kind: 'detach', at: whole(detachedAt), attachmentId: id },
  });
  expect(received.map(({ detail }) => detail.responseElements)).toContainEqual(
    expect.objectContaining({ attachmentId: id }),
  );
});

test('a call that EC2 refused is told with its error code', async () => {
  const { clock, received, attach } = trailOn();
  await attach('0');
  await clock.advance(60 * minute);
  expect(received).toMatchObject([
    { detail: { eventName: 'AttachNetworkInterface', errorCode: expect.stringMatching(/^Client\./) } },
  ]);
});

test('a call whose reply was lost is told as what it was: done', async () => {
  const { clock, sandbox, received, attach } = trailOn();
  sandbox.faults.loseReplyNext({ action: 'AttachNetworkInterface' });
  await expect(attach()).rejects.toThrow();
  await clock.advance(60 * minute);
  expect(received).toHaveLength(1);
  expect(received[0]?.detail).not.toHaveProperty('errorCode');
});

test('nobody is told of a look', async () => {
  const { clock, call, received, subnetId } = trailOn();
  await call('DescribeInstances');
  await call('GetSubnetCidrReservations', { SubnetId: subnetId });
  await clock.advance(60 * minute);
  expect(received).toEqual([]);
});

test('nothing is told after the trail ended', async () => {
  const { clock, received, stop, attach } = trailOn();
  await attach();
  stop();
  await clock.advance(60 * minute);
  expect(received).toEqual([]);
});

test('only a rule for calls via CloudTrail wants a trail', () => {
  expect(wantsCloudTrail({ 'detail-type': ['AWS API Call via CloudTrail'] })).toBe(true);
  expect(wantsCloudTrail({ 'detail-type': ['EC2 Instance State-change Notification'] })).toBe(false);
  expect(wantsCloudTrail({ source: ['aws.ec2'] })).toBe(false);
  expect(wantsCloudTrail(undefined)).toBe(false);
});

test('every call that changes addresses is told, with what it names, and no list of them', async () => {
  const { clock, call, sandbox, subnetId, received, networkInterfaceId: NetworkInterfaceId } = trailOn();
  const { allocationId: AllocationId } = sandbox.world.addAddress();
  const [{ vpcId } = { vpcId: '' }] = sandbox.world.vpcs.values();
  const idIn = ({ body }: { readonly body: string }, prefix: string) =>
    new RegExp(`${prefix}-[0-9a-f]{17}`).exec(body)?.[0] ?? '';
  const RouteTableId = idIn(await call('CreateRouteTable', { VpcId: vpcId }), 'rtb');
  const overlay = { RouteTableId, DestinationCidrBlock: '192.0.2.0/24' };
  const made = await call('CreateNetworkInterface', { SubnetId: subnetId });
  const addresses = { NetworkInterfaceId, 'PrivateIpAddress.1': '10.0.0.77' };
  await call('AssignPrivateIpAddresses', { ...addresses, AllowReassignment: 'true' });
  const associated = await call('AssociateAddress', { AllocationId, NetworkInterfaceId });
  const AssociationId = idIn(associated, 'eipassoc');
  await call('DisassociateAddress', { AssociationId });
  await call('CreateRoute', { ...overlay, NetworkInterfaceId });
  await call('ReplaceRoute', { ...overlay, NetworkInterfaceId });
  await call('DeleteRoute', overlay);
  await call('UnassignPrivateIpAddresses', addresses);
  await clock.advance(2_000);
  const id = idIn(made, 'eni');
  await call('DeleteNetworkInterface', { NetworkInterfaceId: id });
  await clock.advance(60 * minute);
  const named = Object.fromEntries(
    received.map(({ detail }) => [detail.eventName as string, detail.requestParameters]),
  );
  const route = { routeTableId: RouteTableId, destinationCidrBlock: '192.0.2.0/24' };
  expect(named).toEqual({
    CreateRouteTable: { vpcId },
    CreateNetworkInterface: { subnetId },
    AssignPrivateIpAddresses: { networkInterfaceId: NetworkInterfaceId, allowReassignment: true },
    AssociateAddress: { allocationId: AllocationId, networkInterfaceId: NetworkInterfaceId },
    DisassociateAddress: { associationId: AssociationId },
    CreateRoute: { ...route, networkInterfaceId: NetworkInterfaceId },
    ReplaceRoute: { ...route, networkInterfaceId: NetworkInterfaceId },
    DeleteRoute: route,
    UnassignPrivateIpAddresses: { networkInterfaceId: NetworkInterfaceId },
    DeleteNetworkInterface: { networkInterfaceId: id },
  });
  expect(received.filter(({ detail }) => 'errorCode' in detail)).toEqual([]);
});

test('an action that EC2 does not know leaves no trace in the trail', async () => {
  const { clock, call, received } = trailOn();
  await call('MoveNetworkInterface');
  await clock.advance(60 * minute);
  expect(received).toEqual([]);
});
