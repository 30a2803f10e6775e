import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeAddressesCommand,
  DescribeTagsCommand,
  DisassociateAddressCommand,
  ReleaseAddressCommand,
} from '@aws-sdk/client-ec2';
import {
  closeTarget,
  codeOf,
  conformance,
  failureOf,
  look,
  newInstance,
  newInterface,
  openTarget,
  sandboxOnly,
  type Target,
} from './target.ts';

conformance('Tags and Elastic IP addresses', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const tag = (ids: string[], Key: string, Value: string) =>
    target.client.send(new CreateTagsCommand({ Resources: ids, Tags: [{ Key, Value }] }));
  const untag = (id: string, ...Tags: { Key: string; Value?: string }[]) =>
    target.client.send(new DeleteTagsCommand({ Resources: [id], Tags }));
  const tagsOf = async (eni: string) => (await look(target, eni)).TagSet;

  test('9: tags are set, replaced, shown and removed', async () => {
    const eni = await newInterface(target);
    await target.run(tag([eni], 'a', '1'));
    await target.run(tag([eni], 'a', '2'));
    await target.run(tag([eni], 'b', ''));
    expect(await tagsOf(eni)).toEqual([
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
    ]);
    const command = new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [eni] }] });
    expect((await target.run(target.client.send(command))).Tags).toEqual([
      { Key: 'a', ResourceId: eni, ResourceType: 'network-interface', Value: '2' },
      { Key: 'b', ResourceId: eni, ResourceType: 'network-interface', Value: '' },
    ]);
    await target.run(untag(eni, { Key: 'a', Value: 'another value' }, { Key: 'b' }));
    expect(await tagsOf(eni)).toEqual([{ Key: 'a', Value: '2' }]);
  });

  test('2: tagging a bad id is InvalidID, a missing one NotFound, and then nothing is tagged', async () => {
    const eni = await newInterface(target);
    expect(await failureOf(target, tag([eni, 'x'], 'a', '1'))).toMatchObject({
      code: 'InvalidID',
      message: "The ID 'x' is not valid",
    });
    const missing = await codeOf(target, tag([eni, 'eni-0123456789abcdef0'], 'a', '1'));
    expect(missing).toBe('InvalidNetworkInterfaceID.NotFound');
    expect(await tagsOf(eni)).toEqual([]);
  });

  test('2: more than 50 tags are TagLimitExceeded, and keys beginning aws: are not for users', async () => {
    const eni = await newInterface(target);
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    const command = new CreateTagsCommand({ Resources: [eni], Tags });
    expect(await codeOf(target, target.client.send(command))).toBe('TagLimitExceeded');
    expect(await codeOf(target, tag([eni], 'aws:x', ''))).toBe('InvalidParameterValue');
  });

  test('1.7: an Elastic IP address belongs to the interface, moves when told, and is released when free', async () => {
    const [first, second] = [await newInterface(target), await newInterface(target)];
    const { AllocationId, PublicIp } = await target.run(
      target.client.send(new AllocateAddressCommand({ Domain: 'vpc' })),
    );
    const associate = (NetworkInterfaceId: string, AllowReassociation: boolean) =>
      target.client.send(
        new AssociateAddressCommand({ AllocationId, NetworkInterfaceId, AllowReassociation }),
      );
    await target.run(associate(first, false));
    expect((await look(target, first)).Association).toMatchObject({ AllocationId, PublicIp });
    expect(await codeOf(target, associate(second, false))).toBe('Resource.AlreadyAssociated');
    const { AssociationId } = await target.run(associate(second, true));
    expect((await look(target, first)).Association).toBeUndefined();
    const describe = new DescribeAddressesCommand({ AllocationIds: [AllocationId ?? ''] });
    const { Addresses: [address] = [] } = await target.run(target.client.send(describe));
    expect(address).toMatchObject({ NetworkInterfaceId: second, AssociationId });
    const release = () => target.client.send(new ReleaseAddressCommand({ AllocationId }));
    expect(await codeOf(target, release())).toBe('InvalidIPAddress.InUse');
    await target.run(target.client.send(new DisassociateAddressCommand({ AssociationId })));
    expect(await codeOf(target, release())).toBe('no error');
  });

  sandboxOnly('2: an instance with several interfaces cannot stand for one of them', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    target.sandbox?.world.attach(eni, { instanceId: instance, deviceIndex: 1 });
    const { AllocationId } = await target.run(
      target.client.send(new AllocateAddressCommand({ Domain: 'vpc' })),
    );
    const command = new AssociateAddressCommand({ AllocationId, InstanceId: instance });
    expect(await failureOf(target, target.client.send(command))).toMatchObject({
      code: 'InvalidInstanceID',
      message: `There are multiple interfaces attached to instance '${instance}'. Please specify an interface ID for the operation instead.`,
    });
  });
});
