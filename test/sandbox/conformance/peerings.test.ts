import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeRouteTablesCommand,
  DescribeVpcPeeringConnectionsCommand,
  RejectVpcPeeringConnectionCommand,
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
} from './target.ts';

conformance('VPC peering', () => {
  let target: Target;
  let here: string;
  let there: string;
  beforeEach(() => {
    target = openTarget();
    here = [...world().vpcs.values()][0]?.vpcId ?? '';
    there = world().addVpc({ cidr: '10.7.0.0/16', otherCidrs: ['2001:db8:7::/56'] }).vpcId;
  });
  afterEach(() => closeTarget(target));

  const world = () => target.sandbox?.world as World;
  const create = (PeerVpcId: string, input: object = {}) =>
    target.client.send(new CreateVpcPeeringConnectionCommand({ VpcId: here, PeerVpcId, ...input }));
  const made = async (peerVpcId = there, input: object = {}) => {
    const { VpcPeeringConnection } = await target.run(create(peerVpcId, input));
    return VpcPeeringConnection?.VpcPeeringConnectionId ?? '';
  };
  const describe = (input: object = {}) =>
    target.client.send(new DescribeVpcPeeringConnectionsCommand(input));
  const found = async (input: object = {}) => (await target.run(describe(input))).VpcPeeringConnections ?? [];
  const statusOf = async (id: string) => (await found({ VpcPeeringConnectionIds: [id] }))[0]?.Status?.Code;
  const accept = (VpcPeeringConnectionId: string) =>
    target.client.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  const reject = (VpcPeeringConnectionId: string) =>
    target.client.send(new RejectVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  const remove = (VpcPeeringConnectionId: string) =>
    target.client.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  const settle = () => target.sleep(60_000);

  sandboxOnly('a request waits for its acceptance, then tells the blocks of both sides', async () => {
    const TagSpecifications = [
      { ResourceType: 'vpc-peering-connection' as const, Tags: [{ Key: 'a', Value: 'b' }] },
    ];
    const { VpcPeeringConnection: asked } = await target.run(create(there, { TagSpecifications }));
    expect(asked?.Status?.Code).toBe('initiating-request');
    await settle();
    const [waiting] = await found();
    expect(waiting).toMatchObject({
      Status: { Code: 'pending-acceptance', Message: 'Pending Acceptance by 123456789012' },
      RequesterVpcInfo: { VpcId: here, CidrBlock: '10.0.0.0/16', OwnerId: '123456789012' },
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(waiting?.ExpirationTime).toBeInstanceOf(Date);
    expect(waiting?.AccepterVpcInfo).toEqual({ VpcId: there, OwnerId: '123456789012', Region: 'eu-west-1' });
    const id = asked?.VpcPeeringConnectionId ?? '';
    const accepted = await target.run(accept(id));
    expect(accepted.VpcPeeringConnection?.Status?.Code).toBe('provisioning');
    await settle();
    const [active] = await found({ Filters: [{ Name: 'status-code', Values: ['active'] }] });
    expect(active?.AccepterVpcInfo).toEqual({
      VpcId: there,
      OwnerId: '123456789012',
      Region: 'eu-west-1',
      CidrBlock: '10.7.0.0/16',
      CidrBlockSet: [{ CidrBlock: '10.7.0.0/16' }],
      Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8:7::/56' }],
    });
  });

  sandboxOnly(
    'a request between VPCs that overlap fails, tells no blocks, and can do nothing more',
    async () => {
      const twin = world().addVpc({ cidr: '10.200.0.0/16', otherCidrs: ['10.0.64.0/20'] }).vpcId;
      const id = await made(twin);
      await settle();
      const [failed] = await found({ VpcPeeringConnectionIds: [id] });
      expect(failed).toMatchObject({
        Status: {
          Code: 'failed',
          Message: 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range',
        },
        RequesterVpcInfo: { VpcId: here },
        AccepterVpcInfo: { VpcId: twin },
      });
      expect(failed?.RequesterVpcInfo?.CidrBlock).toBeUndefined();
      expect(await failureOf(target, accept(id))).toMatchObject({
        code: 'InvalidStateTransition',
        message: `Invalid state transition for ${id}, attempted to transition from failed to provisioning`,
      });
      expect(await codeOf(target, remove(id))).toBe('InvalidStateTransition');
      await target.sleep(2 * 60 * 60_000);
      expect(await codeOf(target, describe({ VpcPeeringConnectionIds: [id] }))).toBe(
        'InvalidVpcPeeringConnectionID.NotFound',
      );
    },
  );

  sandboxOnly(
    'a request to a VPC that is not there fails as well, and one of IPv6 overlaps too',
    async () => {
      const nowhere = await made('vpc-0123456789abcdef0');
      const one = world().addVpc({ cidr: '10.8.0.0/16', otherCidrs: ['2001:db8:7:80::/57'] }).vpcId;
      const { VpcPeeringConnection } = await target.run(create(there, { VpcId: one }));
      await settle();
      expect(await statusOf(nowhere)).toBe('failed');
      expect(await statusOf(VpcPeeringConnection?.VpcPeeringConnectionId ?? '')).toBe('failed');
    },
  );

  sandboxOnly('two VPCs have one peering at a time', async () => {
    const id = await made();
    await settle();
    expect(await codeOf(target, create(there))).toBe('VpcPeeringConnectionAlreadyExists');
    expect(await codeOf(target, create(here, { VpcId: there }))).toBe('VpcPeeringConnectionAlreadyExists');
    await target.run(reject(id));
    expect(await statusOf(id)).toBe('rejected');
    expect(await codeOf(target, accept(id))).toBe('InvalidStateTransition');
    expect(await codeOf(target, create(there))).toBe('no error');
  });

  sandboxOnly('nobody here accepts for another account, and a request expires after a week', async () => {
    const id = await made('vpc-0123456789abcdef0', { PeerOwnerId: '210987654321' });
    await settle();
    expect(await statusOf(id)).toBe('pending-acceptance');
    expect(await codeOf(target, accept(id))).toBe('OperationNotPermitted');
    await target.sleep(7 * 24 * 60 * 60_000 - 60_000);
    expect(await statusOf(id)).toBe('expired');
  });

  sandboxOnly('routes to a peering that is gone stay as blackholes', async () => {
    const id = await made();
    await settle();
    await target.run(accept(id));
    await settle();
    const [table] = [...world().routeTables.values()];
    world().addRoute({
      routeTableId: table?.routeTableId ?? '',
      destination: '10.7.0.0/16',
      target: { kind: 'vpcPeeringConnectionId', id },
    });
    const state = async () => {
      const command = new DescribeRouteTablesCommand({ RouteTableIds: [table?.routeTableId ?? ''] });
      return (await target.run(target.client.send(command))).RouteTables?.[0]?.Routes?.[1]?.State;
    };
    expect(await state()).toBe('active');
    await target.run(remove(id));
    expect(await statusOf(id)).toBe('deleting');
    await settle();
    expect(await statusOf(id)).toBe('deleted');
    expect(await state()).toBe('blackhole');
    await target.sleep(3 * 60 * 60_000);
    expect(await found()).toEqual([]);
    expect(await state()).toBe('blackhole');
  });
});
