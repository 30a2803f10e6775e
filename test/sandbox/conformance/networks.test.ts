import {
  CreateRouteTableCommand,
  CreateSubnetCidrReservationCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import {
  closeTarget,
  codeOf,
  conformance,
  newInterface,
  openTarget,
  sandboxOnly,
  type Target,
} from './target.ts';

// A real account has few VPCs to spare, and one that stays behind after a failure is in the way of others.
conformance('The end of a VPC', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const makeVpc = async () => {
    const { Vpc } = await target.run(target.client.send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/16' })));
    return Vpc?.VpcId ?? '';
  };
  const makeSubnet = async (VpcId: string) => {
    const command = new CreateSubnetCommand({ VpcId, CidrBlock: '10.99.1.0/24' });
    return (await target.run(target.client.send(command))).Subnet?.SubnetId ?? '';
  };
  const counts = async () => {
    const groups = await target.run(target.client.send(new DescribeSecurityGroupsCommand({})));
    const rules = await target.run(target.client.send(new DescribeSecurityGroupRulesCommand({})));
    const tables = await target.run(target.client.send(new DescribeRouteTablesCommand({})));
    return [groups.SecurityGroups, rules.SecurityGroupRules, tables.RouteTables].map((all) => all?.length);
  };
  const deleteVpc = (VpcId: string) => codeOf(target, target.client.send(new DeleteVpcCommand({ VpcId })));
  const deleteSubnet = (SubnetId: string) =>
    codeOf(target, target.client.send(new DeleteSubnetCommand({ SubnetId })));

  sandboxOnly(
    'a VPC and its subnet are gone when they are deleted, and with them what the VPC came with',
    async () => {
      const others = await counts();
      const vpcId = await makeVpc();
      const subnetId = await makeSubnet(vpcId);
      expect([await deleteSubnet(subnetId), await deleteVpc(vpcId)]).toEqual(['no error', 'no error']);
      const look = (command: DescribeSubnetsCommand | DescribeVpcsCommand) =>
        codeOf(target, target.client.send(command as DescribeVpcsCommand));
      expect(await look(new DescribeSubnetsCommand({ SubnetIds: [subnetId] }))).toBe(
        'InvalidSubnetID.NotFound',
      );
      expect(await look(new DescribeVpcsCommand({ VpcIds: [vpcId] }))).toBe('InvalidVpcID.NotFound');
      expect(await counts()).toEqual(others);
      expect([await deleteSubnet(subnetId), await deleteVpc(vpcId)]).toEqual([
        'InvalidSubnetID.NotFound',
        'InvalidVpcID.NotFound',
      ]);
    },
  );

  sandboxOnly('a VPC with a subnet stays', async () => {
    const vpcId = await makeVpc();
    await makeSubnet(vpcId);
    expect(await deleteVpc(vpcId)).toBe('DependencyViolation');
  });

  sandboxOnly('a VPC with a route table beside its main one stays', async () => {
    const vpcId = await makeVpc();
    await target.run(target.client.send(new CreateRouteTableCommand({ VpcId: vpcId })));
    expect(await deleteVpc(vpcId)).toBe('DependencyViolation');
  });

  sandboxOnly('a VPC with a gateway or a peering stays', async () => {
    const [first, second] = [await makeVpc(), await makeVpc()];
    target.sandbox?.world.addGateway({ kind: 'internetGateway', vpcIds: [first] });
    expect(await deleteVpc(first)).toBe('DependencyViolation');
    const third = await makeVpc();
    const sides = { requester: { vpcId: second }, accepter: { vpcId: third } };
    target.sandbox?.world.addPeering({ ...sides, status: 'rejected' });
    expect(await deleteVpc(third)).toBe('no error');
    target.sandbox?.world.addPeering({ requester: { vpcId: second }, accepter: { vpcId: first } });
    expect(await deleteVpc(second)).toBe('DependencyViolation');
  });

  sandboxOnly('a subnet with an interface stays until that is deleted', async () => {
    const subnetId = await makeSubnet(await makeVpc());
    const NetworkInterfaceId = await newInterface(target, { SubnetId: subnetId });
    expect(await deleteSubnet(subnetId)).toBe('DependencyViolation');
    await target.run(target.client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId })));
    expect(await deleteSubnet(subnetId)).toBe('no error');
  });

  sandboxOnly('a subnet with a reservation stays', async () => {
    const SubnetId = await makeSubnet(await makeVpc());
    const command = new CreateSubnetCidrReservationCommand({
      SubnetId,
      Cidr: '10.99.1.64/28',
      ReservationType: 'explicit',
    });
    await target.run(target.client.send(command));
    expect(await deleteSubnet(SubnetId)).toBe('DependencyViolation');
  });
});
