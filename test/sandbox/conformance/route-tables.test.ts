import {
  CreateRouteCommand,
  CreateRouteTableCommand,
  DeleteRouteCommand,
  DescribeRouteTablesCommand,
  ReplaceRouteCommand,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import type { World } from '../../../sandbox/world/world.ts';
import {
  closeTarget,
  codeOf,
  conformance,
  failureOf,
  newInstance,
  newInterface,
  openTarget,
  sandboxOnly,
  type Target,
} from './target.ts';

conformance('Route tables', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const world = () => target.sandbox?.world as World;
  const vpcId = () => [...world().vpcs.values()][0]?.vpcId ?? '';
  const describe = (input: object = {}) => target.client.send(new DescribeRouteTablesCommand(input));
  const create = (RouteTableId: string, DestinationCidrBlock: string, input: object) =>
    target.client.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, ...input }));
  const replace = (RouteTableId: string, DestinationCidrBlock: string, input: object) =>
    target.client.send(new ReplaceRouteCommand({ RouteTableId, DestinationCidrBlock, ...input }));
  const remove = (RouteTableId: string, DestinationCidrBlock: string) =>
    target.client.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock }));
  const found = async (input: object = {}) => (await target.run(describe(input))).RouteTables ?? [];
  const routesOf = async (id: string) => (await found({ RouteTableIds: [id] }))[0]?.Routes ?? [];

  async function newTable(): Promise<RouteTable> {
    const TagSpecifications = [{ ResourceType: 'route-table' as const, Tags: [{ Key: 'a', Value: 'b' }] }];
    const command = new CreateRouteTableCommand({ VpcId: vpcId(), TagSpecifications });
    return (await target.run(target.client.send(command))).RouteTable ?? {};
  }

  sandboxOnly('a VPC has a main route table, and every route table a local route', async () => {
    const [main] = await found({ Filters: [{ Name: 'association.main', Values: ['true'] }] });
    expect(main).toMatchObject({ VpcId: vpcId(), Associations: [{ Main: true }] });
    const made = await newTable();
    const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };
    expect(made).toMatchObject({
      VpcId: vpcId(),
      Associations: [],
      Routes: [{ ...local, Origin: 'CreateRouteTable' }],
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(await found({ RouteTableIds: [made.RouteTableId] })).toEqual([made]);
  });

  sandboxOnly(
    'a route leads to the instance that has the interface, and is a blackhole without one',
    async () => {
      const [{ RouteTableId = '' }, eni, instance] = [
        await newTable(),
        await newInterface(target),
        await newInstance(target),
      ];
      await target.run(create(RouteTableId, '192.168.7.9/24', { NetworkInterfaceId: eni }));
      const route = {
        DestinationCidrBlock: '192.168.7.0/24',
        NetworkInterfaceId: eni,
        Origin: 'CreateRoute',
      };
      expect((await routesOf(RouteTableId))[1]).toEqual({ ...route, State: 'blackhole' });
      world().attach(eni, { instanceId: instance, deviceIndex: 1 });
      expect((await routesOf(RouteTableId))[1]).toMatchObject({
        ...route,
        InstanceId: instance,
        State: 'active',
      });
      world().stop(instance);
      expect((await routesOf(RouteTableId))[1]).toMatchObject({ InstanceId: instance, State: 'blackhole' });
    },
  );

  sandboxOnly('a route to an interface that is gone stays, as a blackhole, and can be found so', async () => {
    const { RouteTableId = '' } = await newTable();
    const gone = 'eni-0123456789abcdef0';
    const noInterface = { NetworkInterfaceId: gone };
    expect(await codeOf(target, create(RouteTableId, '192.168.0.0/16', noInterface))).toBe(
      'InvalidNetworkInterfaceID.NotFound',
    );
    const toGone = { kind: 'networkInterfaceId' as const, id: gone };
    world().addRoute({ routeTableId: RouteTableId, destination: '192.168.0.0/16', target: toGone });
    const Filters = [{ Name: 'route.state', Values: ['blackhole'] }];
    expect((await found({ Filters })).map((table) => table.RouteTableId)).toEqual([RouteTableId]);
  });

  sandboxOnly('a route is created once, replaced when it is there, and deleted once', async () => {
    const [{ RouteTableId = '' }, one, other] = [
      await newTable(),
      await newInterface(target),
      await newInterface(target),
    ];
    const block = '192.168.0.0/16';
    expect(await codeOf(target, replace(RouteTableId, block, { NetworkInterfaceId: one }))).toBe(
      'InvalidParameterValue',
    );
    await target.run(create(RouteTableId, block, { NetworkInterfaceId: one }));
    expect(await failureOf(target, create(RouteTableId, block, { NetworkInterfaceId: other }))).toMatchObject(
      {
        code: 'RouteAlreadyExists',
        message: 'The route identified by 192.168.0.0/16 already exists.',
      },
    );
    await target.run(replace(RouteTableId, block, { NetworkInterfaceId: other }));
    expect((await routesOf(RouteTableId)).map((route) => route.NetworkInterfaceId)).toEqual([
      undefined,
      other,
    ]);
    await target.run(remove(RouteTableId, block));
    expect(await codeOf(target, remove(RouteTableId, block))).toBe('InvalidRoute.NotFound');
    expect(await routesOf(RouteTableId)).toHaveLength(1);
  });

  sandboxOnly('the local route can go to an interface and back, and cannot be deleted', async () => {
    const [{ RouteTableId = '' }, eni] = [await newTable(), await newInterface(target)];
    await target.run(replace(RouteTableId, '10.0.0.0/16', { NetworkInterfaceId: eni }));
    expect((await routesOf(RouteTableId))[0]).toMatchObject({ NetworkInterfaceId: eni, State: 'blackhole' });
    expect(await codeOf(target, remove(RouteTableId, '10.0.0.0/16'))).toBe('InvalidParameterValue');
    await target.run(replace(RouteTableId, '10.0.0.0/16', { LocalTarget: true }));
    expect((await routesOf(RouteTableId))[0]).toMatchObject({ GatewayId: 'local', State: 'active' });
    expect(await codeOf(target, remove(RouteTableId, '10.0.0.0/16'))).toBe('InvalidParameterValue');
  });

  sandboxOnly('inside of the VPC a route covers a whole subnet, and both are of one VPC', async () => {
    const [{ RouteTableId = '' }, NetworkInterfaceId] = [await newTable(), await newInterface(target)];
    const codeFor = (block: string, input: object) => codeOf(target, create(RouteTableId, block, input));
    expect(await codeFor('10.0.0.9/32', { NetworkInterfaceId })).toBe('InvalidParameterValue');
    expect(await codeFor('10.0.16.0/20', { NetworkInterfaceId })).toBe('no error');
    const other = world().addVpc({ cidr: '10.7.0.0/16' }).vpcId;
    const routeTableId = world().addRouteTable({ vpcId: other }).routeTableId;
    expect(await failureOf(target, create(routeTableId, '0.0.0.0/0', { NetworkInterfaceId }))).toMatchObject({
      code: 'InvalidParameterValue',
      message: `route table ${routeTableId} and interface ${NetworkInterfaceId} belong to different networks`,
    });
  });

  sandboxOnly(
    'targets that the sandbox does not hold are shown, and refused when somebody asks for them',
    async () => {
      const { RouteTableId = '' } = await newTable();
      const toGateway = { kind: 'natGatewayId' as const, id: 'nat-0123456789abcdef0' };
      world().addRoute({ routeTableId: RouteTableId, destination: 'pl-63a5400a', target: toGateway });
      world().addRoute({
        routeTableId: RouteTableId,
        destination: '::/0',
        target: toGateway,
        state: 'blackhole',
      });
      expect((await routesOf(RouteTableId)).slice(1)).toEqual([
        {
          DestinationPrefixListId: 'pl-63a5400a',
          NatGatewayId: toGateway.id,
          Origin: 'CreateRoute',
          State: 'active',
        },
        {
          DestinationIpv6CidrBlock: '::/0',
          NatGatewayId: toGateway.id,
          Origin: 'CreateRoute',
          State: 'blackhole',
        },
      ]);
      const codeFor = (input: object) => codeOf(target, create(RouteTableId, '0.0.0.0/0', input));
      expect(await codeFor({ GatewayId: 'igw-0123456789abcdef0' })).toBe('InvalidGatewayID.NotFound');
      expect(await codeFor({ NatGatewayId: toGateway.id })).toBe('InvalidNatGatewayID.NotFound');
      expect(await codeFor({})).toBe('InvalidParameterCombination');
    },
  );

  sandboxOnly('pages hold 5 to 100 route tables, and 100 when nobody says how many', async () => {
    for (let count = 0; count < 101; count++) world().addRouteTable({ vpcId: vpcId() });
    const { RouteTables, NextToken } = await target.run(describe());
    expect(RouteTables).toHaveLength(100);
    expect((await target.run(describe({ NextToken }))).RouteTables).toHaveLength(2);
    expect(await codeOf(target, describe({ MaxResults: 101 }))).toBe('InvalidParameterValue');
    expect(await codeOf(target, describe({ RouteTableIds: ['rtb-0123456789abcdef0'] }))).toBe(
      'InvalidRouteTableID.NotFound',
    );
    const Filters = [{ Name: 'route.network-interface-id', Values: ['eni-01234567'] }];
    expect(await codeOf(target, describe({ Filters }))).toBe('InvalidParameterValue');
  });
});
