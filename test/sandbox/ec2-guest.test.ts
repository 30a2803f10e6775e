import type { VirtualClock } from '../../sandbox/clock.ts';
import { ec2On } from './ec2-on.ts';

describe('A guest that hangs', () => {
  const minute = 60_000;

  function hung(options = {}) {
    const ec2 = ec2On(options);
    const { world } = ec2.sandbox;
    const { instanceId } = world.addInstance({ subnetId: ec2.subnetId });
    const attachTo = { instanceId, deviceIndex: 1 };
    const { networkInterfaceId, attachment } = world.addNetworkInterface({
      subnetId: ec2.subnetId,
      attachTo,
    });
    ec2.sandbox.faults.hang(instanceId);
    const AttachmentId = attachment?.attachmentId ?? '';
    const interfaceNow = () => world.networkInterface(networkInterfaceId);
    return { ...ec2, world, instanceId, networkInterfaceId, AttachmentId, interfaceNow };
  }

  test('1.5: a plain detach goes on for ever, and Force ends it', async () => {
    const { call, clock, AttachmentId, interfaceNow } = hung();
    await call('DetachNetworkInterface', { AttachmentId });
    await clock.advance(24 * 60 * minute);
    expect(interfaceNow().attachment?.status).toBe('detaching');
    await call('DetachNetworkInterface', { AttachmentId, Force: 'true' });
    await clock.advance(5 * minute);
    expect(interfaceNow()).toMatchObject({ status: 'available' });
    expect(interfaceNow().attachment).toBeUndefined();
  });

  test('a plain detach ends when the guest recovers', async () => {
    const { call, clock, AttachmentId, interfaceNow, sandbox, instanceId } = hung();
    await call('DetachNetworkInterface', { AttachmentId });
    sandbox.faults.recover(instanceId);
    await clock.advance(5 * minute);
    expect(interfaceNow().status).toBe('available');
  });

  test('a plain detach ends when the instance is terminated', async () => {
    const { call, clock, AttachmentId, interfaceNow, instanceId } = hung();
    await call('DetachNetworkInterface', { AttachmentId });
    await call('TerminateInstances', { 'InstanceId.1': instanceId });
    await clock.advance(10 * minute);
    expect(interfaceNow().status).toBe('available');
  });

  test('what is on its way in or out has arrived when the instance is stopped', async () => {
    const timings = { attach: { medianMs: 60 * minute, p99Ms: 60 * minute } };
    const { call, clock, world, instanceId, AttachmentId, interfaceNow, subnetId } = hung({ timings });
    const { networkInterfaceId } = world.addNetworkInterface({ subnetId });
    const place = { InstanceId: instanceId, DeviceIndex: '2', NetworkCardIndex: '0' };
    await call('AttachNetworkInterface', { NetworkInterfaceId: networkInterfaceId, ...place });
    await call('DetachNetworkInterface', { AttachmentId });
    world.stop(instanceId, { force: true });
    await clock.advance(10 * minute);
    expect(world.networkInterface(networkInterfaceId).attachment?.status).toBe('attached');
    expect(interfaceNow().status).toBe('available');
  });

  test('1.6: a plain stop stays stopping for minutes, until the guest is switched off', async () => {
    const { call, clock, world, instanceId } = hung();
    await call('StopInstances', { 'InstanceId.1': instanceId });
    await clock.advance(4 * minute - 1);
    expect(world.instance(instanceId).state).toBe('stopping');
    await clock.advance(10 * minute);
    expect(world.instance(instanceId)).toMatchObject({ state: 'stopped', hung: false });
  });

  test('1.6: Force ends a stop before the guest is switched off', async () => {
    const { call, clock, world, instanceId } = hung();
    await call('StopInstances', { 'InstanceId.1': instanceId });
    await call('StopInstances', { 'InstanceId.1': instanceId, Force: 'true' });
    await clock.advance(3 * minute);
    expect(world.instance(instanceId)).toMatchObject({ state: 'stopped', hung: false });
  });

  test('5: within a minute the instance status check is impaired, since then, and the state stays running', async () => {
    const { call, clock, instanceId } = hung();
    const status = async () => (await call('DescribeInstanceStatus', { 'InstanceId.1': instanceId })).body;
    expect(await status()).not.toContain('impaired');
    await clock.advance(minute);
    const impaired = await status();
    expect(impaired).toContain('<instanceStatus><status>impaired</status>');
    expect(impaired).toContain('<systemStatus><status>ok</status>');
    expect(impaired).toContain('<name>running</name>');
    const since = (text: string) => /<impairedSince>([^<]+)</.exec(text)?.[1];
    await clock.advance(5 * minute);
    expect(since(await status())).toBe(since(impaired));
    expect(since(impaired)).toMatch(/^2026-01-05T09:0[01]:\d\d\.\d{3}Z$/);
  });

  test('5: after it recovers, the next status checks pass', async () => {
    const { call, clock, sandbox, instanceId } = hung();
    await clock.advance(minute);
    sandbox.faults.recover(instanceId);
    await clock.advance(minute);
    const { body } = await call('DescribeInstanceStatus', { 'InstanceId.1': instanceId });
    expect(body).not.toContain('impaired');
  });

  test('a reboot brings it back some minutes later', async () => {
    const { call, clock, world, instanceId } = hung();
    await call('RebootInstances', { 'InstanceId.1': instanceId });
    await clock.advance(3 * minute);
    expect(world.instance(instanceId).hung).toBe(true);
    await clock.advance(2 * minute);
    expect(world.instance(instanceId).hung).toBe(false);
  });

  test('1.5: after Force another interface cannot have the index before the next stop, the same one can', async () => {
    const { call, clock, world, instanceId, AttachmentId, networkInterfaceId, subnetId } = hung();
    await call('DetachNetworkInterface', { AttachmentId, Force: 'true' });
    await clock.advance(5 * minute);
    const another = world.addNetworkInterface({ subnetId }).networkInterfaceId;
    const place = { InstanceId: instanceId, DeviceIndex: '1', NetworkCardIndex: '0' };
    const attach = (NetworkInterfaceId: string) =>
      call('AttachNetworkInterface', { NetworkInterfaceId, ...place });
    expect((await attach(another)).code).toBe('InvalidParameterValue');
    expect((await attach(networkInterfaceId)).code).toBeUndefined();
    world.stop(instanceId, { force: true });
    await clock.advance(10 * minute);
    const attachmentId = world.networkInterface(networkInterfaceId).attachment?.attachmentId ?? '';
    await call('DetachNetworkInterface', { AttachmentId: attachmentId });
    await clock.advance(5 * minute);
    expect((await attach(another)).code).toBeUndefined();
  });

  test('1.5: where Force is not known to block the index, another interface can have it at once', async () => {
    const { call, clock, world, instanceId, AttachmentId, subnetId } = hung({
      unknowns: { forcedDetachBlocksIndex: false },
    });
    await call('DetachNetworkInterface', { AttachmentId, Force: 'true' });
    await clock.advance(5 * minute);
    const { networkInterfaceId } = world.addNetworkInterface({ subnetId });
    const place = { InstanceId: instanceId, DeviceIndex: '1', NetworkCardIndex: '0' };
    const answer = await call('AttachNetworkInterface', { NetworkInterfaceId: networkInterfaceId, ...place });
    expect(answer.code).toBeUndefined();
  });

  test.each([
    [true, undefined],
    [false, 'available'],
  ])(
    '1.7: what is detaching with DeleteOnTermination is deleted with its instance: %p',
    async (deletes, status) => {
      const { call, clock, world, sandbox, subnetId } = hung({
        unknowns: { deletesDetachingOnTermination: deletes },
      });
      const { instanceId } = world.addInstance({ subnetId });
      const attachTo = { instanceId, deviceIndex: 1, deleteOnTermination: true };
      const { networkInterfaceId, attachment } = world.addNetworkInterface({ subnetId, attachTo });
      sandbox.faults.hang(instanceId);
      await call('DetachNetworkInterface', { AttachmentId: attachment?.attachmentId ?? '' });
      world.terminate(instanceId);
      await (clock as VirtualClock).advance(10 * minute);
      expect(world.networkInterfaces.get(networkInterfaceId)?.status).toBe(status);
    },
  );
});
