import {
  AttachNetworkInterfaceCommand,
  DetachNetworkInterfaceCommand,
  ModifyNetworkInterfaceAttributeCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  attachmentStatus,
  becomesAvailable,
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
  until,
} from './target.ts';

conformance('DetachNetworkInterface', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const detach = (AttachmentId: string | undefined, Force?: boolean) =>
    target.client.send(
      new DetachNetworkInterfaceCommand({ AttachmentId, ...(Force === undefined ? {} : { Force }) }),
    );

  async function attached() {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    const place = { NetworkInterfaceId: eni, InstanceId: instance, DeviceIndex: 1, NetworkCardIndex: 0 };
    const attach = () => target.run(target.client.send(new AttachNetworkInterfaceCommand(place)));
    const { AttachmentId } = await attach();
    await until(target, async () =>
      (await attachmentStatus(target, eni)) === 'attached' ? true : undefined,
    );
    return { eni, instance, attachmentId: AttachmentId, attach };
  }

  test('1.1: a detaching attachment still names its instance, and in the end there is no attachment', async () => {
    const { eni, instance, attachmentId } = await attached();
    await target.run(detach(attachmentId));
    const early = await look(target, eni);
    if (early.Attachment !== undefined) {
      expect(early.Attachment).toMatchObject({ Status: 'detaching', InstanceId: instance, DeviceIndex: 1 });
    }
    await becomesAvailable(target, eni);
    expect((await look(target, eni)).Attachment).toBeUndefined();
  });

  test('1.5: every attachment has a new id, and an old id detaches nothing', async () => {
    const { eni, attachmentId, attach } = await attached();
    await target.run(detach(attachmentId));
    await becomesAvailable(target, eni);
    const again = await attach();
    expect(again.AttachmentId).not.toBe(attachmentId);
    expect(await codeOf(target, detach(attachmentId))).toBe('InvalidAttachmentID.NotFound');
    expect((await look(target, eni)).Attachment?.AttachmentId).toBe(again.AttachmentId);
  });

  test('1.5 and 2: the primary interface cannot be detached, not even by force', async () => {
    const { instance } = await attached();
    const [primary] = (await lookAt(target, instance)).NetworkInterfaces ?? [];
    for (const force of [false, true]) {
      expect(await failureOf(target, detach(primary?.Attachment?.AttachmentId, force))).toMatchObject({
        code: 'OperationNotPermitted',
        message: 'The network interface at device index 0 and networkCard index 0 cannot be detached.',
      });
    }
  });

  test('1.5: a stopped instance lets go too, and until then it keeps its interfaces (1.7)', async () => {
    const { eni, instance, attachmentId } = await attached();
    await target.run(target.client.send(new StopInstancesCommand({ InstanceIds: [instance], Force: true })));
    await reach(target, instance, 'stopped');
    expect(await attachmentStatus(target, eni)).toBe('attached');
    await target.run(detach(attachmentId));
    await becomesAvailable(target, eni);
  });

  test('1.7: a detached interface keeps its addresses, MAC and groups', async () => {
    const { eni, attachmentId } = await attached();
    const before = await look(target, eni);
    await target.run(detach(attachmentId));
    await becomesAvailable(target, eni);
    const { MacAddress, PrivateIpAddresses, Groups } = await look(target, eni);
    expect({ MacAddress, PrivateIpAddresses, Groups }).toEqual({
      MacAddress: before.MacAddress,
      PrivateIpAddresses: before.PrivateIpAddresses,
      Groups: before.Groups,
    });
  });

  test('2: attachment ids of the wrong form and the id of an interface are Malformed', async () => {
    const eni = await newInterface(target);
    for (const id of ['eni-attach-x', eni]) {
      expect(await codeOf(target, detach(id))).toMatch(/^InvalidNetworkInterfaceAttachmentI[dD]\.Malformed$/);
    }
  });

  test('1.7: EC2 lets go of an interface that outlives its instance, and deletes one that does not', async () => {
    const { eni, instance } = await attached();
    const primary = (await lookAt(target, instance)).NetworkInterfaces?.[0]?.NetworkInterfaceId ?? '';
    await target.run(target.client.send(new TerminateInstancesCommand({ InstanceIds: [instance] })));
    await reach(target, instance, 'terminated');
    await becomesAvailable(target, eni);
    expect(await codeOf(target, look(target, primary))).toBe('InvalidNetworkInterfaceID.NotFound');
  });

  test('1.7: DeleteOnTermination can be set on an attachment, and then the interface is lost with the instance', async () => {
    const { eni, instance, attachmentId } = await attached();
    const Attachment = { AttachmentId: attachmentId, DeleteOnTermination: true };
    const modify = new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: eni, Attachment });
    await target.run(target.client.send(modify));
    expect((await look(target, eni)).Attachment?.DeleteOnTermination).toBe(true);
    await target.run(target.client.send(new TerminateInstancesCommand({ InstanceIds: [instance] })));
    await reach(target, instance, 'terminated');
    expect(await codeOf(target, look(target, eni))).toBe('InvalidNetworkInterfaceID.NotFound');
  });

  test('1.7: an explicit detach works while the instance is shutting down', async () => {
    const { eni, instance, attachmentId } = await attached();
    await target.run(target.client.send(new TerminateInstancesCommand({ InstanceIds: [instance] })));
    expect(await codeOf(target, detach(attachmentId))).toBe('no error');
    await becomesAvailable(target, eni);
  });

  sandboxOnly('1.7: an explicit detach works on what a terminated instance still holds', async () => {
    const { eni, instance, attachmentId } = await attached();
    target.sandbox?.faults.stickDetach({ networkInterfaceId: eni, ms: 120_000 });
    await target.run(target.client.send(new TerminateInstancesCommand({ InstanceIds: [instance] })));
    await reach(target, instance, 'terminated');
    expect(await attachmentStatus(target, eni)).toBe('attached');
    expect(await codeOf(target, detach(attachmentId))).toBe('no error');
    expect(await attachmentStatus(target, eni)).toBe('detaching');
  });

  sandboxOnly('2: attachments of AWS services are theirs', async () => {
    const eni = target.sandbox?.world.addNetworkInterface({
      subnetId: target.subnetId,
      requesterManaged: true,
    });
    expect(eni?.attachment?.attachmentId).toMatch(/^ela-attach-/);
    expect(await failureOf(target, detach(eni?.attachment?.attachmentId))).toMatchObject({
      code: 'OperationNotPermitted',
      message: "You are not allowed to manage 'ela-attach' attachments.",
    });
  });

  sandboxOnly('11: a repeated detach is IncorrectState, or success where that is set', async () => {
    const { eni, attachmentId } = await attached();
    target.sandbox?.faults.stickDetach({ networkInterfaceId: eni, ms: 60_000 });
    await target.run(detach(attachmentId));
    expect(await codeOf(target, detach(attachmentId))).toBe('IncorrectState');

    target = openTarget({ unknowns: { repeatDetach: 'success' } });
    const milder = await attached();
    target.sandbox?.faults.stickDetach({ networkInterfaceId: milder.eni, ms: 60_000 });
    await target.run(detach(milder.attachmentId));
    expect(await codeOf(target, detach(milder.attachmentId))).toBe('no error');
  });

  sandboxOnly('11: what is still attaching cannot be detached, unless that is set', async () => {
    const slow = { attach: { medianMs: 60_000, p99Ms: 60_000 } };
    for (const detachWhileAttaching of ['IncorrectState', 'success'] as const) {
      target = openTarget({ timings: slow, unknowns: { detachWhileAttaching } });
      const [eni, instance] = [await newInterface(target), await newInstance(target)];
      const place = { NetworkInterfaceId: eni, InstanceId: instance, DeviceIndex: 1, NetworkCardIndex: 0 };
      const { AttachmentId } = await target.run(target.client.send(new AttachNetworkInterfaceCommand(place)));
      const expected = detachWhileAttaching === 'success' ? 'no error' : 'IncorrectState';
      expect(await codeOf(target, detach(AttachmentId))).toBe(expected);
    }
  });

  sandboxOnly('1.4: an EFA stays while the instance runs', async () => {
    const world = target.sandbox?.world;
    const { subnetId } = target;
    const { instanceId = '' } = world?.addInstance({ subnetId, instanceType: 'c7gn.16xlarge' }) ?? {};
    const attachTo = { instanceId, deviceIndex: 1 };
    const efa = world?.addNetworkInterface({ subnetId, interfaceType: 'efa', attachTo });
    expect(await codeOf(target, detach(efa?.attachment?.attachmentId))).toBe('OperationNotPermitted');
  });
});
