import { DescribeVpcPeeringConnectionsCommand } from '@aws-sdk/client-ec2';
import type { World } from '../../../sandbox/world/world.ts';
import { closeTarget, codeOf, conformance, openTarget, sandboxOnly, type Target } from './target.ts';

conformance('Describing VPC peerings', () => {
  let target: Target;
  let here: string;
  beforeEach(() => {
    target = openTarget();
    here = [...world().vpcs.values()][0]?.vpcId ?? '';
  });
  afterEach(() => closeTarget(target));

  const world = () => target.sandbox?.world as World;
  const describe = (input: object = {}) =>
    target.client.send(new DescribeVpcPeeringConnectionsCommand(input));
  const found = async (input: object = {}) => (await target.run(describe(input))).VpcPeeringConnections ?? [];

  sandboxOnly('pages hold 5 to 1000 peerings, and ids exclude pages', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 6; number++) {
      const accepter = world().addVpc({ cidr: `10.1${number}.0.0/16` });
      const record = world().addPeering({ requester: { vpcId: here }, accepter, tags: { n: `${number}` } });
      ids.push(record.vpcPeeringConnectionId);
    }
    const first = await target.run(describe({ MaxResults: 5 }));
    const second = await target.run(describe({ MaxResults: 5, NextToken: first.NextToken }));
    const all = [...(first.VpcPeeringConnections ?? []), ...(second.VpcPeeringConnections ?? [])];
    expect(all.map(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId)).toEqual(ids);
    expect(second.NextToken).toBeUndefined();
    expect(await codeOf(target, describe({ MaxResults: 4 }))).toBe('InvalidParameterValue');
    expect(await codeOf(target, describe({ MaxResults: 5, VpcPeeringConnectionIds: ids }))).toBe(
      'InvalidParameterCombination',
    );
    const byTag = await found({ Filters: [{ Name: 'tag:n', Values: ['3'] }] });
    expect(byTag.map(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId)).toEqual([ids[3]]);
    expect(await codeOf(target, describe({ Filters: [{ Name: 'status', Values: ['x'] }] }))).toBe(
      'InvalidParameterValue',
    );
  });

  sandboxOnly('a world builds a peering with a VPC of another account', async () => {
    const foreign = {
      vpcId: 'vpc-0123456789abcdef0',
      ownerId: '210987654321',
      region: 'us-east-1',
      cidrs: ['10.99.0.0/16'],
    };
    world().addPeering({ requester: { vpcId: here }, accepter: foreign });
    const Filters = [{ Name: 'accepter-vpc-info.owner-id', Values: [foreign.ownerId] }];
    expect((await found({ Filters }))[0]?.AccepterVpcInfo).toMatchObject({
      VpcId: foreign.vpcId,
      Region: 'us-east-1',
      CidrBlock: '10.99.0.0/16',
    });
  });
});
