import { ec2On } from './ec2-on.ts';

const minute = 60_000;

function withInterface(options = {}) {
  const ec2 = ec2On(options);
  const { world, faults } = ec2.sandbox;
  const { instanceId } = world.addInstance({ subnetId: ec2.subnetId });
  const { networkInterfaceId } = world.addNetworkInterface({ subnetId: ec2.subnetId });
  const place = { InstanceId: instanceId, DeviceIndex: '1', NetworkCardIndex: '0' };
  const attach = () =>
    ec2.call('AttachNetworkInterface', { NetworkInterfaceId: networkInterfaceId, ...place });
  return { ...ec2, world, faults, instanceId, networkInterfaceId, attach };
}

describe('Faults', () => {
  test('planned failures are answered without any effect, as often as planned', async () => {
    const { faults, attach, world, networkInterfaceId } = withInterface();
    faults.failNext({ action: 'AttachNetworkInterface', times: 2, code: 'Unavailable', status: 503 });
    for (let time = 0; time < 2; time++)
      expect(await attach()).toMatchObject({ status: 503, code: 'Unavailable' });
    expect(world.networkInterface(networkInterfaceId).status).toBe('available');
    expect((await attach()).status).toBe(200);
  });

  test('a failure planned for one action spares the others, one for no action in particular takes the next call', async () => {
    const { faults, call, attach } = withInterface();
    faults.failNext({ action: 'DetachNetworkInterface' });
    expect((await attach()).status).toBe(200);
    faults.failNext({});
    expect((await call('DescribeVpcs')).code).toBe('InternalError');
    expect((await call('DescribeVpcs')).code).toBeUndefined();
  });

  test('a lost reply leaves the effect and breaks the connection', async () => {
    const { faults, attach, world, networkInterfaceId, sandbox } = withInterface();
    faults.loseReplyNext({ action: 'AttachNetworkInterface' });
    await expect(attach()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(world.networkInterface(networkInterfaceId).status).toBe('in-use');
    expect(sandbox.log.calls.at(-1)).toMatchObject({
      action: 'AttachNetworkInterface',
      errorCode: 'ConnectionLost',
    });
  });

  test('a stuck detachment takes as long as it is told, even with Force', async () => {
    const { faults, attach, call, clock, world, networkInterfaceId } = withInterface();
    await attach();
    await clock.advance(minute);
    faults.stickDetach({ networkInterfaceId, ms: 4 * minute });
    const AttachmentId = world.networkInterface(networkInterfaceId).attachment?.attachmentId ?? '';
    await call('DetachNetworkInterface', { AttachmentId });
    await call('DetachNetworkInterface', { AttachmentId, Force: 'true' });
    await clock.advance(3.9 * minute);
    expect(world.networkInterface(networkInterfaceId).attachment?.status).toBe('detaching');
    await clock.advance(minute);
    expect(world.networkInterface(networkInterfaceId).status).toBe('available');
  });

  test('a hidden instance is not found for a while, though it lives', async () => {
    const { faults, call, clock, instanceId } = withInterface();
    faults.hideInstance(instanceId, minute);
    const named = { 'InstanceId.1': instanceId };
    expect((await call('DescribeInstances', named)).code).toBe('InvalidInstanceID.NotFound');
    expect((await call('DescribeInstances')).body).not.toContain(`<instanceId>${instanceId}`);
    expect((await call('DescribeInstanceStatus')).body).not.toContain(instanceId);
    await clock.advance(minute);
    expect((await call('DescribeInstances', named)).body).toContain(instanceId);
  });

  test('each status check can be impaired by itself', async () => {
    const { faults, call, clock, instanceId } = withInterface();
    faults.impair(instanceId, 'system');
    faults.impair(instanceId, 'attached-ebs');
    await clock.advance(minute);
    const { body } = await call('DescribeInstanceStatus');
    expect(body).toContain('<systemStatus><status>impaired</status>');
    expect(body).toContain('<attachedEbsStatus><status>impaired</status>');
    expect(body).toContain('<instanceStatus><status>ok</status>');
    const filter = (name: string, value: string) =>
      call('DescribeInstanceStatus', { 'Filter.1.Name': name, 'Filter.1.Value.1': value });
    expect((await filter('system-status.status', 'impaired')).body).toContain(instanceId);
    expect((await filter('attached-ebs-status.reachability', 'failed')).body).toContain(instanceId);
    expect((await filter('instance-status.reachability', 'failed')).body).not.toContain(instanceId);
  });
});

describe('Status checks (5)', () => {
  test('a check that fails later leaves the time since which another one fails as it is', async () => {
    const { faults, clock, world, instanceId } = withInterface();
    faults.impair(instanceId, 'system');
    await clock.advance(minute);
    const { impairedSince } = world.instance(instanceId).checks.system;
    faults.impair(instanceId, 'instance');
    await clock.advance(minute);
    const { system, instance } = world.instance(instanceId).checks;
    expect(system).toEqual({ status: 'impaired', impairedSince });
    expect(instance.impairedSince).toBe((impairedSince ?? 0) + minute);
  });

  test('a new instance is initializing for a minute or two, and then its checks pass', async () => {
    const { clock, world, instanceId } = withInterface({
      timings: { start: { medianMs: 1000, p99Ms: 1000 } },
    });
    world.stop(instanceId, { force: true });
    await clock.advance(5 * minute);
    world.start(instanceId);
    await clock.advance(2000);
    expect(world.instance(instanceId)).toMatchObject({
      state: 'running',
      checks: { instance: { status: 'initializing' } },
    });
    await clock.advance(2 * minute);
    expect(world.instance(instanceId).checks.instance).toEqual({ status: 'ok' });
  });
});

describe('Stale reads (1.3)', () => {
  test('a Describe may show the past, but never a past older than the limit, and errors come from the present', async () => {
    const { faults, attach, call, clock, networkInterfaceId } = withInterface();
    await clock.advance(minute);
    faults.staleReads(10_000);
    await attach();
    const seen = new Set<string>();
    const look = async () => {
      const { body } = await call('DescribeNetworkInterfaces', {
        'NetworkInterfaceId.1': networkInterfaceId,
      });
      return /<status>([a-z-]+)<\/status><macAddress>/.exec(body)?.[1] ?? '';
    };
    for (let time = 0; time < 20; time++) seen.add(await look());
    expect([...seen].sort()).toEqual(['available', 'in-use']);
    expect((await attach()).code).toBe('InvalidParameterValue');
    await clock.advance(10_000);
    for (let time = 0; time < 20; time++) expect(await look()).toBe('in-use');
  });

  test('what is new may not be found yet, and what is deleted may still be shown', async () => {
    const { call, clock, world, faults, networkInterfaceId } = withInterface();
    await clock.advance(minute);
    faults.staleReads(20_000);
    await call('DeleteNetworkInterface', { NetworkInterfaceId: networkInterfaceId });
    expect(world.networkInterfaces.has(networkInterfaceId)).toBe(false);
    await clock.advance(5_000);
    const codes = new Set<string | undefined>();
    for (let time = 0; time < 30; time++) {
      codes.add(
        (await call('DescribeNetworkInterfaces', { 'NetworkInterfaceId.1': networkInterfaceId })).code,
      );
    }
    expect(codes).toEqual(new Set([undefined, 'InvalidNetworkInterfaceID.NotFound']));
    const shown = new Set<boolean>();
    for (let time = 0; time < 30; time++) {
      shown.add((await call('DescribeNetworkInterfaces')).body.includes(networkInterfaceId));
    }
    expect(shown).toEqual(new Set([true, false]));
  });
});
