import {
  AttachNetworkInterfaceCommand,
  DetachNetworkInterfaceCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  attachmentStatus,
  closeTarget,
  codeOf,
  conformance,
  failureOf,
  look,
  newInstance,
  newInterface,
  openTarget,
  reach,
  sandboxOnly,
  type Target,
  until,
} from './target.ts';

conformance('AttachNetworkInterface', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const attach = (NetworkInterfaceId: string, InstanceId: string, DeviceIndex = 1) =>
    target.client.send(
      new AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId, DeviceIndex, NetworkCardIndex: 0 }),
    );

  test('1.1: an attachment goes from attaching to attached while the interface is in-use', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    const { AttachmentId } = await target.run(attach(eni, instance));
    const early = await look(target, eni);
    expect(early).toMatchObject({ Status: 'in-use', Attachment: { AttachmentId, InstanceId: instance } });
    await until(target, async () =>
      (await attachmentStatus(target, eni)) === 'attached' ? true : undefined,
    );
    expect(AttachmentId).toMatch(/^eni-attach-[0-9a-f]{17}$/);
  });

  test('1.1: attaching to a stopped instance is complete at once', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    await target.run(target.client.send(new StopInstancesCommand({ InstanceIds: [instance], Force: true })));
    await reach(target, instance, 'stopped');
    await target.run(attach(eni, instance));
    expect(await attachmentStatus(target, eni)).toBe('attached');
  });

  test('1.4: an attachment tells its card, whole seconds and that it outlives the instance', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    const answer = await target.run(attach(eni, instance));
    const { Attachment } = await look(target, eni);
    expect(answer.NetworkCardIndex).toBe(0);
    expect(Attachment).toMatchObject({ DeviceIndex: 1, NetworkCardIndex: 0, DeleteOnTermination: false });
    expect((Attachment?.AttachTime?.getTime() ?? 1) % 1000).toBe(0);
  });

  test('1.4 and 2: an interface in use is never stolen, not even for the instance that has it', async () => {
    const [eni, holder, thief] = [
      await newInterface(target),
      await newInstance(target),
      await newInstance(target),
    ];
    await target.run(attach(eni, holder));
    for (const instance of [holder, thief]) {
      const failure = await failureOf(target, attach(eni, instance));
      expect(['InvalidParameterValue', 'InvalidNetworkInterface.InUse']).toContain(failure.code);
    }
    expect((await look(target, eni)).Attachment?.InstanceId).toBe(holder);
  });

  test('1.4: of two attaches at the same time exactly one wins', async () => {
    const [eni, one, other] = [
      await newInterface(target),
      await newInstance(target),
      await newInstance(target),
    ];
    const both = Promise.allSettled([attach(eni, one), attach(eni, other)]);
    const outcomes = (await target.run(both)).map(({ status }) => status).sort();
    expect(outcomes).toEqual(['fulfilled', 'rejected']);
  });

  test('1.4: the subnet may differ, the Availability Zone may not (2: InvalidParameterCombination)', async () => {
    const [eni, elsewhere] = [
      await newInterface(target),
      await newInstance(target, target.otherZoneSubnetId),
    ];
    expect(await failureOf(target, attach(eni, elsewhere))).toEqual({
      code: 'InvalidParameterCombination',
      message:
        'You may not attach a network interface to an instance if they are not in the same availability zone',
      status: 400,
    });
  });

  sandboxOnly('1.4: another subnet, even another VPC, of the same zone will do', async () => {
    const world = target.sandbox?.world;
    const instance = await newInstance(target);
    const zone = world?.instance(instance).availabilityZone ?? '';
    const vpcId = world?.addVpc({ cidr: '10.9.0.0/16' }).vpcId ?? '';
    const subnetId = world?.addSubnet({ vpcId, cidr: '10.9.0.0/24', availabilityZone: zone }).subnetId ?? '';
    const eni = await newInterface(target, { SubnetId: subnetId });
    expect(await codeOf(target, attach(eni, instance))).toBe('no error');
  });

  test('2: a device index that is taken is InvalidParameterValue', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    expect(await failureOf(target, attach(eni, instance, 0))).toEqual({
      code: 'InvalidParameterValue',
      message: `Instance '${instance}' already has an interface attached at device index '0'.`,
      status: 400,
    });
  });

  test('2: more interfaces than the type takes is AttachmentLimitExceeded', async () => {
    const [first, second] = [await newInterface(target), await newInterface(target)];
    const instance = await newInstance(target);
    await target.run(attach(first, instance, 1));
    const failure = await failureOf(target, attach(second, instance, 2));
    expect(failure).toMatchObject({ code: 'AttachmentLimitExceeded' });
    expect(failure.message).toBe('Interface count 3 exceeds the limit for t3.micro');
  });

  test('2: ids that name nothing and ids of the wrong form have errors of their own', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    const nothing = '0123456789abcdef0';
    expect(await codeOf(target, attach(`eni-${nothing}`, instance))).toBe(
      'InvalidNetworkInterfaceID.NotFound',
    );
    expect(await codeOf(target, attach('eni-x', instance))).toBe('InvalidNetworkInterfaceId.Malformed');
    expect(await codeOf(target, attach(eni, `i-${nothing}`))).toBe('InvalidInstanceID.NotFound');
    expect(await codeOf(target, attach(eni, 'x'))).toBe('InvalidInstanceID.Malformed');
  });

  test('2: an instance that is neither running nor stopped takes no interface', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    await target.run(target.client.send(new TerminateInstancesCommand({ InstanceIds: [instance] })));
    expect(await codeOf(target, attach(eni, instance))).toMatch(/^Incorrect(Instance)?State$/);
    await reach(target, instance, 'terminated');
    expect(await codeOf(target, attach(eni, instance))).not.toBe('no error');
  });

  sandboxOnly('2: nor does one that is pending or stopping', async () => {
    const world = target.sandbox?.world;
    const eni = await newInterface(target);
    const { instanceId = '' } = world?.addInstance({ subnetId: target.subnetId }) ?? {};
    world?.stop(instanceId);
    expect(world?.instance(instanceId).state).toBe('stopping');
    expect(await codeOf(target, attach(eni, instanceId))).toBe('IncorrectState');
    await reach(target, instanceId, 'stopped');
    world?.start(instanceId);
    expect(world?.instance(instanceId).state).toBe('pending');
    expect(await codeOf(target, attach(eni, instanceId))).toBe('IncorrectState');
  });

  test('2: a device index out of range is InvalidParameterValue', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    expect(await codeOf(target, attach(eni, instance, 99))).toBe('InvalidParameterValue');
  });

  test('2: DryRun of a good request is DryRunOperation with status 412 and changes nothing', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    const input = { NetworkInterfaceId: eni, InstanceId: instance, DeviceIndex: 1, DryRun: true };
    const failure = await failureOf(target, target.client.send(new AttachNetworkInterfaceCommand(input)));
    expect(failure).toMatchObject({ code: 'DryRunOperation', status: 412 });
    expect((await look(target, eni)).Status).toBe('available');
  });

  test('1.4 and 11: an interface that is still detaching cannot be attached', async () => {
    const [eni, one, other] = [
      await newInterface(target),
      await newInstance(target),
      await newInstance(target),
    ];
    const { AttachmentId } = await target.run(attach(eni, one));
    await until(target, async () =>
      (await attachmentStatus(target, eni)) === 'attached' ? true : undefined,
    );
    await target.run(target.client.send(new DetachNetworkInterfaceCommand({ AttachmentId })));
    expect(await codeOf(target, attach(eni, other))).toBe('InvalidParameterValue');
  });
});
