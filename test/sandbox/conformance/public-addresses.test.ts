import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { SandboxOptions } from '../../../sandbox/sandbox.ts';
import type { World } from '../../../sandbox/world/world.ts';
import { closeTarget, conformance, lookAt, openTarget, reach, sandboxOnly, type Target } from './target.ts';

conformance('Addresses that are lent or reserved', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const world = () => target.sandbox?.world as World;
  const newInstance = () => world().addInstance({ subnetId: target.subnetId, publicIp: true }).instanceId;
  const interfaceOf = async (instanceId: string) => {
    const Filters = [{ Name: 'attachment.instance-id', Values: [instanceId] }];
    const command = new DescribeNetworkInterfacesCommand({ Filters });
    return (await target.run(target.client.send(command))).NetworkInterfaces?.[0];
  };

  sandboxOnly('a public address that AWS lends has no ids, and is of amazon', async () => {
    const instance = newInstance();
    const eni = await interfaceOf(instance);
    const PublicIp = eni?.Association?.PublicIp ?? '';
    expect(eni?.Association).toEqual({
      PublicIp,
      IpOwnerId: 'amazon',
      PublicDnsName: expect.stringContaining('.eu-west-1.compute.amazonaws.com'),
    });
    expect(eni?.PrivateIpAddresses?.[0]?.Association).toEqual(eni?.Association);
    expect((await lookAt(target, instance)).PublicIpAddress).toBe(PublicIp);
    const Filters = [{ Name: 'association.public-ip', Values: [PublicIp] }];
    const command = new DescribeNetworkInterfacesCommand({ Filters });
    expect((await target.run(target.client.send(command))).NetworkInterfaces).toEqual([eni]);
  });

  sandboxOnly('a lent address is gone when the instance stops', async () => {
    const instance = newInstance();
    await target.run(target.client.send(new StopInstancesCommand({ InstanceIds: [instance] })));
    await reach(target, instance, 'stopped');
    expect((await interfaceOf(instance))?.Association).toBeUndefined();
    expect((await lookAt(target, instance)).PublicIpAddress).toBeUndefined();
  });

  sandboxOnly('an Elastic IP address takes the place of a lent one', async () => {
    const eni = await interfaceOf(newInstance());
    const { AllocationId, PublicIp } = await target.run(target.client.send(new AllocateAddressCommand({})));
    const NetworkInterfaceId = eni?.NetworkInterfaceId;
    await target.run(target.client.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId })));
    const instanceId = eni?.Attachment?.InstanceId ?? '';
    expect((await interfaceOf(instanceId))?.Association).toMatchObject({
      PublicIp,
      IpOwnerId: '123456789012',
    });
    const [address] = world().networkInterface(NetworkInterfaceId ?? '').privateIpAddresses;
    expect(address?.lentPublicIp).toBeUndefined();
  });

  sandboxOnly('reserved addresses count as available, unless that unknown is set otherwise', async () => {
    const availableWith = async (unknowns: SandboxOptions['unknowns']) => {
      const other = openTarget(unknowns === undefined ? {} : { unknowns });
      const { subnetId } = other;
      other.sandbox?.world.addReservation({ subnetId, cidr: '10.0.4.0/28' });
      other.sandbox?.world.addNetworkInterface({ subnetId, privateIpAddress: '10.0.4.3' });
      other.sandbox?.world.addNetworkInterface({ subnetId, privateIpAddress: '10.0.5.3' });
      const command = new DescribeSubnetsCommand({ SubnetIds: [subnetId] });
      const { Subnets: [subnet] = [] } = await other.run(other.client.send(command));
      await closeTarget(other);
      return subnet?.AvailableIpAddressCount;
    };
    expect(await availableWith(undefined)).toBe(4_091 - 2);
    expect(await availableWith({ reservationsLowerAvailable: true })).toBe(4_091 - 17);
  });
});
