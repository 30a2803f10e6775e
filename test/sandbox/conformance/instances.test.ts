import {
  RebootInstancesCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  closeTarget,
  codeOf,
  conformance,
  failureOf,
  look,
  lookAt,
  newInstance,
  newInterface,
  openTarget,
  reach,
  sandboxOnly,
  type Target,
} from './target.ts';

conformance('Instances', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const launch = (input: object = {}) =>
    target.client.send(
      new RunInstancesCommand({
        ImageId: target.imageId,
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
        SubnetId: target.subnetId,
        ...input,
      }),
    );
  const stop = (instanceId: string, Force = false) =>
    target.client.send(new StopInstancesCommand({ InstanceIds: [instanceId], Force }));
  const start = (instanceId: string) =>
    target.client.send(new StartInstancesCommand({ InstanceIds: [instanceId] }));
  const terminate = (instanceId: string) =>
    target.client.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));

  async function launched(): Promise<string> {
    const { Instances: [instance] = [] } = await target.run(launch());
    const instanceId = instance?.InstanceId ?? '';
    target.made.instanceIds.add(instanceId);
    return instanceId;
  }

  test('1.1: a new instance is pending (0), then running (16)', async () => {
    const { Instances: [instance] = [] } = await target.run(launch());
    target.made.instanceIds.add(instance?.InstanceId ?? '');
    expect(instance?.State).toEqual({ Code: 0, Name: 'pending' });
    await reach(target, instance?.InstanceId ?? '', 'running');
    expect((await lookAt(target, instance?.InstanceId ?? '')).State).toEqual({ Code: 16, Name: 'running' });
  });

  test('1.1 and 1.7: stop goes through stopping (64) to stopped (80), start through pending, and the interfaces stay', async () => {
    const instance = await newInstance(target);
    const before = (await lookAt(target, instance)).NetworkInterfaces?.map(
      ({ NetworkInterfaceId }) => NetworkInterfaceId,
    );
    const { StoppingInstances: [stopping] = [] } = await target.run(stop(instance));
    expect(stopping?.CurrentState).toEqual({ Code: 64, Name: 'stopping' });
    expect(stopping?.PreviousState).toEqual({ Code: 16, Name: 'running' });
    await reach(target, instance, 'stopped');
    const { StartingInstances: [starting] = [] } = await target.run(start(instance));
    expect(starting?.CurrentState?.Name).toBe('pending');
    expect(starting?.PreviousState).toEqual({ Code: 80, Name: 'stopped' });
    await reach(target, instance, 'running');
    const after = (await lookAt(target, instance)).NetworkInterfaces?.map(
      ({ NetworkInterfaceId }) => NetworkInterfaceId,
    );
    expect(after).toEqual(before);
  });

  test('1.1: terminate goes through shutting-down (32) to terminated (48), and again it changes nothing', async () => {
    const instance = await newInstance(target);
    const { TerminatingInstances: [change] = [] } = await target.run(terminate(instance));
    expect(change?.CurrentState).toEqual({ Code: 32, Name: 'shutting-down' });
    await reach(target, instance, 'terminated');
    const again = await target.run(terminate(instance));
    expect(again.TerminatingInstances?.[0]?.CurrentState).toEqual({ Code: 48, Name: 'terminated' });
    expect((await lookAt(target, instance)).NetworkInterfaces).toEqual([]);
  });

  test('1.7: a primary interface made at launch is deleted with the instance, by default', async () => {
    const instance = await newInstance(target);
    const [primary] = (await lookAt(target, instance)).NetworkInterfaces ?? [];
    expect(primary?.Attachment).toMatchObject({
      DeviceIndex: 0,
      NetworkCardIndex: 0,
      DeleteOnTermination: true,
    });
  });

  test('1.7: a reboot keeps the instance running and its interfaces attached', async () => {
    const instance = await newInstance(target);
    await target.run(target.client.send(new RebootInstancesCommand({ InstanceIds: [instance] })));
    expect((await lookAt(target, instance)).State?.Name).toBe('running');
  });

  test('2: a pending instance cannot be stopped', async () => {
    const instance = await launched();
    expect(await codeOf(target, stop(instance))).toBe('IncorrectInstanceState');
  });

  test('2: nothing but terminate works on a terminated instance', async () => {
    const instance = await newInstance(target);
    await target.run(terminate(instance));
    await reach(target, instance, 'terminated');
    for (const call of [start, stop]) {
      expect(['InvalidInstanceID', 'IncorrectInstanceState']).toContain(await codeOf(target, call(instance)));
    }
  });

  test('2: launching with an interface that is in use is InvalidNetworkInterface.InUse', async () => {
    const instance = await newInstance(target);
    const NetworkInterfaceId = (await lookAt(target, instance)).NetworkInterfaces?.[0]?.NetworkInterfaceId;
    const NetworkInterfaces = [{ DeviceIndex: 0, NetworkInterfaceId }];
    expect(await failureOf(target, launch({ SubnetId: undefined, NetworkInterfaces }))).toMatchObject({
      code: 'InvalidNetworkInterface.InUse',
      message: `Interface: [${NetworkInterfaceId}] in use.`,
    });
  });

  test('1.4: an instance can be launched with an interface that is there, which then outlives it', async () => {
    const eni = await newInterface(target);
    const NetworkInterfaces = [{ DeviceIndex: 0, NetworkInterfaceId: eni }];
    const { Instances: [instance] = [] } = await target.run(
      launch({ SubnetId: undefined, NetworkInterfaces }),
    );
    target.made.instanceIds.add(instance?.InstanceId ?? '');
    expect((await look(target, eni)).Attachment).toMatchObject({
      InstanceId: instance?.InstanceId,
      DeleteOnTermination: false,
    });
  });

  test('2: a launch asks for no place twice and for no more interfaces than the type takes, or nothing is launched', async () => {
    const at = (DeviceIndex: number) => ({ DeviceIndex, SubnetId: target.subnetId });
    const launchWith = (...NetworkInterfaces: object[]) =>
      codeOf(target, launch({ SubnetId: undefined, NetworkInterfaces }));
    expect(await launchWith(at(0), at(0))).not.toBe('no error');
    expect(await launchWith(at(0), at(1), at(2))).toBe('AttachmentLimitExceeded');
    const elsewhere = { DeviceIndex: 1, SubnetId: target.otherZoneSubnetId };
    expect(await launchWith(at(0), elsewhere)).toMatch(/^InvalidParameter/);
    if (target.sandbox !== undefined) expect(target.sandbox.world.instances.size).toBe(0);
  });

  test('2: the same client token launches once, and with another request it is IdempotentParameterMismatch', async () => {
    const ClientToken = `token-${Math.floor(Date.now())}`;
    const [first, second] = [
      await target.run(launch({ ClientToken })),
      await target.run(launch({ ClientToken })),
    ];
    target.made.instanceIds.add(first.Instances?.[0]?.InstanceId ?? '');
    expect(second.Instances?.[0]?.InstanceId).toBe(first.Instances?.[0]?.InstanceId);
    expect(await codeOf(target, launch({ ClientToken, InstanceType: 't3.small' }))).toBe(
      'IdempotentParameterMismatch',
    );
  });

  sandboxOnly('1.1: an instance that is terminated before it runs never runs', async () => {
    const instance = await launched();
    await target.run(terminate(instance));
    await target.sleep(10 * 60_000);
    expect((await lookAt(target, instance)).State?.Name).toBe('terminated');
    const kinds = target.sandbox?.log.transitions.map(({ kind }) => kind);
    expect(kinds).not.toContain('instance running');
  });

  sandboxOnly(
    'A terminated instance loses its tags some minutes later and vanishes after about an hour',
    async () => {
      const world = target.sandbox?.world;
      const { instanceId = '' } = world?.addInstance({ subnetId: target.subnetId, tags: { a: 'b' } }) ?? {};
      await target.run(terminate(instanceId));
      await reach(target, instanceId, 'terminated');
      expect((await lookAt(target, instanceId)).Tags).toEqual([{ Key: 'a', Value: 'b' }]);
      await target.sleep(6 * 60_000);
      expect((await lookAt(target, instanceId)).Tags).toEqual([]);
      await target.sleep(60 * 60_000);
      expect(await codeOf(target, lookAt(target, instanceId))).toBe('InvalidInstanceID.NotFound');
    },
  );
});
