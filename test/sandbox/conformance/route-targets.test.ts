import {
  AssociateRouteTableCommand,
  CreateRouteCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteCommand,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2';
import type { Gateway } from '../../../sandbox/world/record-network.ts';
import type { World } from '../../../sandbox/world/world.ts';
import {
  closeTarget,
  codeOf,
  conformance,
  failureOf,
  openTarget,
  sandboxOnly,
  type Target,
} from './target.ts';

conformance('What routes lead to, and who uses them', () => {
  let target: Target;
  let vpcId: string;
  let RouteTableId: string;
  beforeEach(() => {
    target = openTarget();
    vpcId = [...world().vpcs.values()][0]?.vpcId ?? '';
    RouteTableId = world().addRouteTable({ vpcId }).routeTableId;
  });
  afterEach(() => closeTarget(target));

  const world = () => target.sandbox?.world as World;
  const create = (DestinationCidrBlock: string, input: object) =>
    target.client.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, ...input }));
  const codeFor = (block: string, input: object) => codeOf(target, create(block, input));
  const tables = async (input: object = {}) =>
    (await target.run(target.client.send(new DescribeRouteTablesCommand(input)))).RouteTables ?? [];
  const routes = async () => (await tables({ RouteTableIds: [RouteTableId] }))[0]?.Routes?.slice(1) ?? [];
  const gateway = (kind: Gateway['kind'], ...vpcIds: readonly string[]) =>
    world().addGateway({ kind, vpcIds }).gatewayId;
  const associate = (SubnetId: string, id = RouteTableId) =>
    target.client.send(new AssociateRouteTableCommand({ RouteTableId: id, SubnetId }));
  const disassociate = (AssociationId = '') =>
    target.client.send(new DisassociateRouteTableCommand({ AssociationId }));

  sandboxOnly('a route leads to a gateway of any kind while it is there', async () => {
    const targets = {
      GatewayId: gateway('internetGateway', vpcId),
      NatGatewayId: gateway('natGateway', vpcId),
      TransitGatewayId: gateway('transitGateway', 'vpc-01234567', vpcId),
    };
    const toVpn = gateway('virtualPrivateGateway', vpcId);
    const egress = gateway('egressOnlyInternetGateway', vpcId);
    for (const [number, [name, id]] of Object.entries(targets).entries())
      await target.run(create(`192.168.${number}.0/24`, { [name]: id }));
    await target.run(create('192.168.9.0/24', { GatewayId: toVpn }));
    const ipv6 = { RouteTableId, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: egress };
    await target.run(target.client.send(new CreateRouteCommand(ipv6)));
    expect(await routes()).toMatchObject([
      { DestinationCidrBlock: '192.168.0.0/24', GatewayId: targets.GatewayId, State: 'active' },
      { NatGatewayId: targets.NatGatewayId, State: 'active' },
      { TransitGatewayId: targets.TransitGatewayId, State: 'active' },
      { GatewayId: toVpn, State: 'active' },
      { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: egress, State: 'active' },
    ]);
    world().removeGateway(targets.NatGatewayId);
    expect((await routes()).map(({ State }) => State)).toEqual([
      'active',
      'blackhole',
      'active',
      'active',
      'active',
    ]);
    const replace = new ReplaceRouteCommand({
      RouteTableId,
      DestinationCidrBlock: '192.168.1.0/24',
      GatewayId: targets.GatewayId,
    });
    await target.run(target.client.send(replace));
    expect((await routes())[1]).toMatchObject({ GatewayId: targets.GatewayId, State: 'active' });
  });

  sandboxOnly('a target has to exist, to be of the VPC, and to be the only one', async () => {
    const elsewhere = world().addVpc({ cidr: '10.7.0.0/16' }).vpcId;
    const foreign = gateway('internetGateway', elsewhere);
    expect(await failureOf(target, create('0.0.0.0/0', { GatewayId: foreign }))).toMatchObject({
      code: 'InvalidParameterValue',
      message: `route table ${RouteTableId} and network gateway ${foreign} belong to different networks`,
    });
    expect(await codeFor('0.0.0.0/0', { GatewayId: 'igw-01234567' })).toBe('InvalidGatewayID.NotFound');
    expect(await codeFor('0.0.0.0/0', { NatGatewayId: 'nat-01234567' })).toBe('InvalidNatGatewayID.NotFound');
    expect(await codeFor('0.0.0.0/0', { TransitGatewayId: 'tgw-01234567' })).toBe(
      'InvalidTransitGatewayID.NotFound',
    );
    expect(await codeFor('0.0.0.0/0', { VpcPeeringConnectionId: 'pcx-01234567' })).toBe(
      'InvalidVpcPeeringConnectionID.NotFound',
    );
    expect(await codeFor('0.0.0.0/0', { NatGatewayId: 'igw-01234567' })).toBe('NatGatewayMalformed');
    const own = gateway('internetGateway', vpcId);
    const both = { GatewayId: own, NatGatewayId: gateway('natGateway', vpcId) };
    expect(await codeFor('0.0.0.0/0', both)).toBe('InvalidParameterCombination');
    expect(await codeFor('0.0.0.0/0', { VpcEndpointId: 'vpce-01234567' })).toBe(
      'InvalidParameterCombination',
    );
    expect(await codeFor('0.0.0.0/0', { GatewayId: own, VpcEndpointId: 'vpce-01234567' })).toBe(
      'UnknownParameter',
    );
  });

  sandboxOnly('a route to a peering is a blackhole until the peering is active', async () => {
    const accepter = world().addVpc({ cidr: '10.7.0.0/16' });
    const requester = { vpcId };
    const waiting = world().addPeering({ requester, accepter, status: 'pending-acceptance' });
    const VpcPeeringConnectionId = waiting.vpcPeeringConnectionId;
    await target.run(create('10.7.0.0/16', { VpcPeeringConnectionId }));
    expect(await routes()).toMatchObject([{ VpcPeeringConnectionId, State: 'blackhole' }]);
    const other = world().addVpc({ cidr: '10.8.0.0/16' });
    const active = world().addPeering({ requester: other, accepter: { vpcId } }).vpcPeeringConnectionId;
    await target.run(create('10.8.0.0/16', { VpcPeeringConnectionId: active }));
    expect((await routes())[1]).toMatchObject({ VpcPeeringConnectionId: active, State: 'active' });
    const strangers = world().addPeering({ requester: accepter, accepter: other });
    const between = { VpcPeeringConnectionId: strangers.vpcPeeringConnectionId };
    expect(await codeFor('10.9.0.0/16', between)).toBe('InvalidParameterValue');
  });

  sandboxOnly('inside of the VPC a route goes to an interface or a NAT gateway alone', async () => {
    expect(await codeFor('10.0.16.0/20', { GatewayId: gateway('internetGateway', vpcId) })).toBe(
      'InvalidParameterValue',
    );
    expect(await codeFor('10.0.16.0/20', { NatGatewayId: gateway('natGateway', vpcId) })).toBe('no error');
  });

  sandboxOnly('a subnet uses one route table, and the main one when it names none', async () => {
    const { AssociationId, AssociationState } = await target.run(associate(target.subnetId));
    expect(AssociationState?.State).toBe('associated');
    const Filters = [{ Name: 'association.subnet-id', Values: [target.subnetId] }];
    expect(await tables({ Filters })).toMatchObject([
      {
        RouteTableId,
        Associations: [
          { RouteTableAssociationId: AssociationId, Main: false, SubnetId: target.subnetId, RouteTableId },
        ],
      },
    ]);
    expect(await codeOf(target, associate(target.subnetId))).toBe('Resource.AlreadyAssociated');
    await target.run(disassociate(AssociationId));
    expect(await tables({ Filters })).toEqual([]);
    expect(await codeOf(target, disassociate(AssociationId))).toBe('InvalidAssociationID.NotFound');
    const elsewhere = world().addVpc({ cidr: '10.7.0.0/16' }).vpcId;
    const table = world().addRouteTable({ vpcId: elsewhere }).routeTableId;
    expect(await codeOf(target, associate(target.subnetId, table))).toBe('InvalidParameterValue');
  });

  sandboxOnly('another route table becomes the main one, and the main one cannot be let go', async () => {
    const mainOf = async () => {
      const isMain = { Name: 'association.main', Values: ['true'] };
      const [main] = await tables({ Filters: [isMain, { Name: 'vpc-id', Values: [vpcId] }] });
      return main?.Associations?.find(({ Main }) => Main);
    };
    const former = await mainOf();
    const AssociationId = former?.RouteTableAssociationId ?? '';
    expect(await codeOf(target, disassociate(AssociationId))).toBe('InvalidParameterValue');
    const command = new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId });
    const { NewAssociationId } = await target.run(target.client.send(command));
    expect(await mainOf()).toMatchObject({ RouteTableAssociationId: NewAssociationId, RouteTableId });
    expect(NewAssociationId).not.toBe(AssociationId);
  });
});
