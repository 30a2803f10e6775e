import {
  AssociateVpcCidrBlockCommand,
  CreateSubnetCommand,
  DescribeRouteTablesCommand,
  DescribeVpcsCommand,
  DisassociateVpcCidrBlockCommand,
} from '@aws-sdk/client-ec2';
import type { World } from '../../../sandbox/world/world.ts';
import {
  closeTarget,
  codeOf,
  conformance,
  failureOf,
  openTarget,
  sandboxOnly,
  type Target,
  until,
} from './target.ts';

conformance('Blocks of a VPC', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const world = () => target.sandbox?.world as World;
  const vpcId = () => [...world().vpcs.values()][0]?.vpcId ?? '';
  const add = (input: object, VpcId = vpcId()) =>
    target.client.send(new AssociateVpcCidrBlockCommand({ VpcId, ...input }));
  const drop = (AssociationId = '') =>
    target.client.send(new DisassociateVpcCidrBlockCommand({ AssociationId }));
  const found = async (input: object = {}) =>
    (await target.run(target.client.send(new DescribeVpcsCommand(input)))).Vpcs ?? [];
  const statesOf = async () =>
    (await found({ VpcIds: [vpcId()] }))[0]?.CidrBlockAssociationSet?.map((block) => [
      block.CidrBlock,
      block.CidrBlockState?.State,
    ]);
  const blocks = (count: number) =>
    until(target, async () => {
      const states = (await statesOf()) ?? [];
      return states.length === count && states.every(([, state]) => state === 'associated')
        ? true
        : undefined;
    });
  const localRoutes = async () => {
    const command = new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId()] }] });
    const { RouteTables = [] } = await target.run(target.client.send(command));
    return RouteTables.flatMap(({ Routes = [] }) => Routes).map(
      ({ DestinationCidrBlock, DestinationIpv6CidrBlock, GatewayId }) => [
        DestinationCidrBlock ?? DestinationIpv6CidrBlock,
        GatewayId,
      ],
    );
  };

  sandboxOnly(
    'a block is associating first; then there are subnets in it and local routes to it',
    async () => {
      const { CidrBlockAssociation: block, VpcId } = await target.run(add({ CidrBlock: '10.9.3.7/16' }));
      expect(VpcId).toBe(vpcId());
      expect(block).toMatchObject({ CidrBlock: '10.9.0.0/16', CidrBlockState: { State: 'associating' } });
      const subnet = new CreateSubnetCommand({ VpcId: vpcId(), CidrBlock: '10.9.1.0/24' });
      expect(await codeOf(target, target.client.send(subnet))).toBe('InvalidSubnet.Range');
      await blocks(2);
      expect(await codeOf(target, target.client.send(subnet))).toBe('no error');
      expect(await localRoutes()).toEqual([
        ['10.0.0.0/16', 'local'],
        ['10.9.0.0/16', 'local'],
      ]);
      expect(await codeOf(target, drop(block?.AssociationId))).toBe('InvalidCidrBlock.InUse');
    },
  );

  sandboxOnly('a block without subnets is given back, and the first one never', async () => {
    const { CidrBlockAssociation: block } = await target.run(add({ CidrBlock: '10.9.0.0/16' }));
    await blocks(2);
    const { CidrBlockAssociation: leaving } = await target.run(drop(block?.AssociationId));
    expect(leaving?.CidrBlockState?.State).toBe('disassociating');
    await blocks(1);
    expect(await localRoutes()).toEqual([['10.0.0.0/16', 'local']]);
    expect(await codeOf(target, drop(block?.AssociationId))).toBe(
      'InvalidVpcCidrBlockAssociationID.NotFound',
    );
    const [first] = (await found())[0]?.CidrBlockAssociationSet ?? [];
    expect(await codeOf(target, drop(first?.AssociationId))).toBe('OperationNotPermitted');
  });

  sandboxOnly('IPv6 blocks are in a list of their own', async () => {
    const answer = await target.run(add({ Ipv6CidrBlock: '2001:db8:77::/56' }));
    expect(answer.Ipv6CidrBlockAssociation).toMatchObject({ Ipv6CidrBlock: '2001:db8:77::/56' });
    expect(answer.CidrBlockAssociation).toBeUndefined();
    await target.sleep(60_000);
    const [vpc] = await found({
      Filters: [
        { Name: 'ipv6-cidr-block-association.ipv6-cidr-block', Values: ['2001:db8:77::/56'] },
        { Name: 'ipv6-cidr-block-association.state', Values: ['associated'] },
      ],
    });
    expect(vpc?.Ipv6CidrBlockAssociationSet).toEqual([
      {
        AssociationId: answer.Ipv6CidrBlockAssociation?.AssociationId,
        Ipv6CidrBlock: '2001:db8:77::/56',
        Ipv6CidrBlockState: { State: 'associated' },
      },
    ]);
    expect(vpc?.CidrBlockAssociationSet).toHaveLength(1);
    expect(await localRoutes()).toContainEqual(['2001:db8:77::/56', 'local']);
  });

  sandboxOnly('a block conflicts with those of the VPC, of its peers, and with routes', async () => {
    const codeFor = (CidrBlock: string) => codeOf(target, add({ CidrBlock }));
    expect(await failureOf(target, add({ CidrBlock: '10.0.128.0/20' }))).toMatchObject({
      code: 'CidrConflict',
      message: "The CIDR '10.0.128.0/20' conflicts with '10.0.0.0/16'",
    });
    const accepter = world().addVpc({ cidr: '10.7.0.0/16' });
    const peering = world().addPeering({ requester: { vpcId: vpcId() }, accepter });
    expect(await codeFor('10.7.9.0/24')).toBe('CidrConflict');
    expect(await codeOf(target, add({ CidrBlock: '10.0.9.0/24' }, accepter.vpcId))).toBe('CidrConflict');
    const [table] = [...world().routeTables.values()].filter((record) => record.vpcId === vpcId());
    const to = { kind: 'vpcPeeringConnectionId' as const, id: peering.vpcPeeringConnectionId };
    world().addRoute({ routeTableId: table?.routeTableId ?? '', destination: '10.8.4.0/24', target: to });
    expect(await codeFor('10.8.0.0/16')).toBe('CidrConflict');
    expect(await codeFor('10.8.4.0/26')).toBe('no error');
  });

  sandboxOnly('a VPC has at most five IPv4 blocks, from 16 to 28 bits, and each call names one', async () => {
    const codeFor = (input: object) => codeOf(target, add(input));
    expect(await codeFor({ CidrBlock: '10.32.0.0/15' })).toBe('InvalidVpc.Range');
    expect(await codeFor({ CidrBlock: 'ten' })).toBe('InvalidParameterValue');
    expect(await codeFor({ CidrBlock: '2001:db8::/56' })).toBe('InvalidParameterValue');
    expect(await codeFor({})).toBe('InvalidParameterCombination');
    expect(await codeFor({ AmazonProvidedIpv6CidrBlock: true })).toBe('InvalidParameterCombination');
    for (const second of [1, 2, 3, 4]) await target.run(add({ CidrBlock: `10.${second}.0.0/16` }));
    expect(await codeFor({ CidrBlock: '10.5.0.0/16' })).toBe('CidrLimitExceeded');
    expect(await codeOf(target, add({ CidrBlock: '10.9.0.0/16' }, 'vpc-01234567'))).toBe(
      'InvalidVpcID.NotFound',
    );
  });

  sandboxOnly('the default VPC says that it is', async () => {
    const { vpcId: ofDefault } = world().addVpc({
      cidr: '172.31.0.0/16',
      otherCidrs: ['10.200.0.0/16', '2001:db8:5::/56'],
      isDefault: true,
    });
    const [vpc, ...others] = await found({ Filters: [{ Name: 'is-default', Values: ['true'] }] });
    expect(others).toEqual([]);
    expect(vpc).toMatchObject({ VpcId: ofDefault, IsDefault: true, CidrBlock: '172.31.0.0/16' });
    expect(vpc?.CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock)).toEqual([
      '172.31.0.0/16',
      '10.200.0.0/16',
    ]);
    expect(vpc?.Ipv6CidrBlockAssociationSet).toHaveLength(1);
    expect((await found({ VpcIds: [vpcId()] }))[0]?.IsDefault).toBe(false);
  });
});
