import {
  AssignPrivateIpAddressesCommand,
  AttachNetworkInterfaceCommand,
  CreateNetworkInterfaceCommand,
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfaceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
  UnassignPrivateIpAddressesCommand,
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
  sandboxOnly,
  type Target,
} from './target.ts';

conformance('Network interfaces', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const create = (input: object = {}) =>
    target.client.send(new CreateNetworkInterfaceCommand({ SubnetId: target.subnetId, ...input }));
  const remove = (NetworkInterfaceId: string) =>
    target.client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  const modify = (NetworkInterfaceId: string, input: object) =>
    target.client.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, ...input }));
  const assign = (NetworkInterfaceId: string, input: object) =>
    target.client.send(new AssignPrivateIpAddressesCommand({ NetworkInterfaceId, ...input }));
  const addressesOf = async (eni: string) =>
    ((await look(target, eni)).PrivateIpAddresses ?? []).map(({ PrivateIpAddress = '' }) => PrivateIpAddress);

  test('1.1: a new interface is pending, or available already, and then available', async () => {
    const { NetworkInterface } = await target.run(create());
    target.made.networkInterfaceIds.add(NetworkInterface?.NetworkInterfaceId ?? '');
    expect(['pending', 'available']).toContain(NetworkInterface?.Status);
    await target.sleep(10_000);
    expect((await look(target, NetworkInterface?.NetworkInterfaceId ?? '')).Status).toBe('available');
  });

  test('1.6 and 2: an interface in use cannot be deleted, one that is available can', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    const place = { NetworkInterfaceId: eni, InstanceId: instance, DeviceIndex: 1, NetworkCardIndex: 0 };
    await target.run(target.client.send(new AttachNetworkInterfaceCommand(place)));
    expect(await failureOf(target, remove(eni))).toEqual({
      code: 'InvalidParameterValue',
      message: `Network interface '${eni}' is currently in use.`,
      status: 400,
    });
    const free = await newInterface(target);
    expect(await codeOf(target, remove(free))).toBe('no error');
    expect(await codeOf(target, remove(free))).toBe('InvalidNetworkInterfaceID.NotFound');
  });

  test('2: an address that another interface has is InvalidIPAddress.InUse', async () => {
    const eni = await newInterface(target);
    const [taken] = await addressesOf(eni);
    expect(await codeOf(target, create({ PrivateIpAddress: taken }))).toBe('InvalidIPAddress.InUse');
  });

  test('2: an address outside of the subnet is InvalidParameterValue', async () => {
    expect(await codeOf(target, create({ PrivateIpAddress: '192.0.2.9' }))).toBe('InvalidParameterValue');
  });

  sandboxOnly(
    '2: the first four addresses of a subnet and its last one are reserved, and a full subnet says so',
    async () => {
      const world = target.sandbox?.world;
      const vpcId = world?.addVpc({ cidr: '10.9.0.0/16' }).vpcId ?? '';
      const availabilityZone = 'eu-west-1a';
      const SubnetId = world?.addSubnet({ vpcId, cidr: '10.9.0.0/28', availabilityZone }).subnetId ?? '';
      for (const reserved of ['10.9.0.0', '10.9.0.3', '10.9.0.15']) {
        expect(await codeOf(target, create({ SubnetId, PrivateIpAddress: reserved }))).toBe(
          'InvalidParameterValue',
        );
      }
      for (let index = 0; index < 11; index++) world?.addNetworkInterface({ subnetId: SubnetId });
      expect(await failureOf(target, create({ SubnetId }))).toMatchObject({
        code: 'InsufficientFreeAddressesInSubnet',
        message: 'insufficient free address to allocate 1 address(es)',
      });
    },
  );

  test('1.6: each attribute that is modified is shown, one a call', async () => {
    const eni = await newInterface(target);
    await target.run(modify(eni, { Description: { Value: 'new' } }));
    await target.run(modify(eni, { SourceDestCheck: { Value: false } }));
    expect(await look(target, eni)).toMatchObject({ Description: 'new', SourceDestCheck: false });
    const both = { Description: { Value: 'x' }, SourceDestCheck: { Value: true } };
    expect(await codeOf(target, modify(eni, both))).toBe('InvalidParameterCombination');
    const attribute = new DescribeNetworkInterfaceAttributeCommand({
      NetworkInterfaceId: eni,
      Attribute: 'sourceDestCheck',
    });
    expect((await target.run(target.client.send(attribute))).SourceDestCheck).toEqual({ Value: false });
  });

  test('2: a group that does not exist is InvalidGroup.NotFound', async () => {
    const eni = await newInterface(target);
    expect(await codeOf(target, modify(eni, { Groups: ['sg-0123456789abcdef0'] }))).toBe(
      'InvalidGroup.NotFound',
    );
  });

  test('2: DeleteOnTermination needs the attachment that the interface has now', async () => {
    const eni = await newInterface(target);
    const Attachment = { AttachmentId: 'eni-attach-0123456789abcdef0', DeleteOnTermination: false };
    expect(await codeOf(target, modify(eni, { Attachment }))).toBe('InvalidAttachmentID.NotFound');
    const [primary] = (await lookAt(target, await newInstance(target))).NetworkInterfaces ?? [];
    const { AttachmentId } = primary?.Attachment ?? {};
    const another = { Attachment: { AttachmentId, DeleteOnTermination: false } };
    expect(await codeOf(target, modify(eni, another))).not.toBe('no error');
    expect((await look(target, primary?.NetworkInterfaceId ?? '')).Attachment?.DeleteOnTermination).toBe(
      true,
    );
  });

  test('1.6: AllowReassignment moves a secondary address without any detachment', async () => {
    const [from, to] = [await newInterface(target), await newInterface(target)];
    await target.run(assign(from, { SecondaryPrivateIpAddressCount: 1 }));
    const [, address = ''] = await addressesOf(from);
    expect(await codeOf(target, assign(to, { PrivateIpAddresses: [address] }))).toBe(
      'Resource.AlreadyAssigned',
    );
    await target.run(assign(to, { PrivateIpAddresses: [address], AllowReassignment: true }));
    expect(await addressesOf(to)).toContain(address);
    expect(await addressesOf(from)).not.toContain(address);
  });

  test('2: an attached interface has no more addresses than the type allows', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    const place = { NetworkInterfaceId: eni, InstanceId: instance, DeviceIndex: 1, NetworkCardIndex: 0 };
    await target.run(target.client.send(new AttachNetworkInterfaceCommand(place)));
    const code = await codeOf(target, assign(eni, { SecondaryPrivateIpAddressCount: 2 }));
    expect(code).toBe('PrivateIpAddressLimitExceeded');
  });

  test('2: only a secondary address of the interface can be unassigned', async () => {
    const eni = await newInterface(target);
    await target.run(assign(eni, { SecondaryPrivateIpAddressCount: 1 }));
    const [primary = '', secondary = ''] = await addressesOf(eni);
    const unassign = (address: string) =>
      target.client.send(
        new UnassignPrivateIpAddressesCommand({ NetworkInterfaceId: eni, PrivateIpAddresses: [address] }),
      );
    expect(await codeOf(target, unassign(primary))).toBe('InvalidParameterValue');
    expect(await codeOf(target, unassign(secondary))).toBe('no error');
    expect(await addressesOf(eni)).toEqual([primary]);
  });
});
