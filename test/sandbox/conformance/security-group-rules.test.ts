import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { World } from '../../../sandbox/world/world.ts';
import { closeTarget, codeOf, conformance, openTarget, sandboxOnly, type Target } from './target.ts';

conformance('Rules of security groups', () => {
  let target: Target;
  let vpcId: string;
  let groupId: string;
  beforeEach(() => {
    target = openTarget();
    vpcId = [...world().vpcs.values()][0]?.vpcId ?? '';
    groupId = world().addSecurityGroup({ vpcId, groupName: 'web' }).groupId;
  });
  afterEach(() => closeTarget(target));

  const world = () => target.sandbox?.world as World;
  const authorize = (input: object) =>
    target.client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, ...input }));
  const revoke = (input: object) =>
    target.client.send(new RevokeSecurityGroupIngressCommand({ GroupId: groupId, ...input }));
  const describe = (input: object = {}) => target.client.send(new DescribeSecurityGroupRulesCommand(input));
  const found = async (id = groupId): Promise<SecurityGroupRule[]> => {
    const Filters = [{ Name: 'group-id', Values: [id] }];
    return (await target.run(describe({ Filters }))).SecurityGroupRules ?? [];
  };
  const inbound = async () => (await found()).filter(({ IsEgress }) => IsEgress === false);
  const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };

  sandboxOnly('a new group lets everything out, and the default one its own members in', async () => {
    const out = { IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '0.0.0.0/0' };
    expect(await found()).toEqual([
      {
        ...out,
        GroupId: groupId,
        GroupOwnerId: '123456789012',
        SecurityGroupRuleId: expect.stringMatching(/^sgr-[0-9a-f]{17}$/),
        SecurityGroupRuleArn: expect.stringContaining(':security-group-rule/sgr-'),
        Tags: [],
      },
    ]);
    const [standard] = [...world().securityGroups.values()].filter((group) => group.groupName === 'default');
    expect(await found(standard?.groupId)).toMatchObject([
      { IsEgress: false, IpProtocol: '-1', ReferencedGroupInfo: { GroupId: standard?.groupId } },
      out,
    ]);
  });

  sandboxOnly('every source of a permission is a rule of its own', async () => {
    const permission = {
      ...ssh,
      IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'all' }, { CidrIp: '10.1.2.3/8' }],
      Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      PrefixListIds: [{ PrefixListId: 'pl-63a5400a' }],
      UserIdGroupPairs: [{ GroupId: groupId }],
    };
    const TagSpecifications = [
      { ResourceType: 'security-group-rule' as const, Tags: [{ Key: 'a', Value: 'b' }] },
    ];
    const answer = await target.run(authorize({ IpPermissions: [permission], TagSpecifications }));
    expect(answer.Return).toBe(true);
    expect(answer.SecurityGroupRules).toEqual(await inbound());
    const common = { ...ssh, IsEgress: false, GroupId: groupId, Tags: [{ Key: 'a', Value: 'b' }] };
    expect(await inbound()).toMatchObject([
      { ...common, CidrIpv4: '0.0.0.0/0', Description: 'all' },
      { ...common, CidrIpv4: '10.0.0.0/8' },
      { ...common, CidrIpv6: '::/0' },
      { ...common, PrefixListId: 'pl-63a5400a' },
      { ...common, ReferencedGroupInfo: { GroupId: groupId, UserId: '123456789012' } },
    ]);
    const command = new DescribeSecurityGroupsCommand({ GroupIds: [groupId] });
    const { SecurityGroups: [group] = [] } = await target.run(target.client.send(command));
    expect(group?.IpPermissions).toHaveLength(5);
    expect(group?.IpPermissionsEgress).toHaveLength(1);
  });

  sandboxOnly('a rule can be said without a list, and of all protocols it has no ports', async () => {
    await target.run(authorize({ ...ssh, CidrIp: '192.0.2.0/24' }));
    const all = [{ IpProtocol: '-1', FromPort: 5, ToPort: 6, IpRanges: [{ CidrIp: '192.0.2.0/24' }] }];
    await target.run(authorize({ IpPermissions: all }));
    expect(await inbound()).toMatchObject([
      { ...ssh, CidrIpv4: '192.0.2.0/24' },
      { IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '192.0.2.0/24' },
    ]);
  });

  sandboxOnly('a rule is there once, and all rules of a call are made or none', async () => {
    const range = (...cidrs: readonly string[]) => ({
      IpPermissions: [{ ...ssh, IpRanges: cidrs.map((CidrIp) => ({ CidrIp })) }],
    });
    await target.run(authorize(range('192.0.2.0/24')));
    expect(await codeOf(target, authorize(range('198.51.100.0/24', '192.0.2.9/24')))).toBe(
      'InvalidPermission.Duplicate',
    );
    expect(await codeOf(target, authorize(range('203.0.113.0/24', '203.0.113.0/24')))).toBe(
      'InvalidPermission.Duplicate',
    );
    expect(await inbound()).toHaveLength(1);
  });

  sandboxOnly('rules are revoked by their ids or by what they say', async () => {
    const { SecurityGroupRules: [rule] = [] } = await target.run(
      authorize({ ...ssh, CidrIp: '192.0.2.0/24' }),
    );
    await target.run(authorize({ ...ssh, CidrIp: '0.0.0.0/0' }));
    await target.run(revoke({ SecurityGroupRuleIds: [rule?.SecurityGroupRuleId] }));
    expect((await inbound()).map(({ CidrIpv4 }) => CidrIpv4)).toEqual(['0.0.0.0/0']);
    expect(await codeOf(target, revoke({ ...ssh, CidrIp: '192.0.2.0/24' }))).toBe(
      'InvalidPermission.NotFound',
    );
    await target.run(revoke({ IpPermissions: [{ ...ssh, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }));
    expect(await inbound()).toEqual([]);
    const [outbound] = await found();
    expect(await codeOf(target, revoke({ SecurityGroupRuleIds: [outbound?.SecurityGroupRuleId] }))).toBe(
      'InvalidSecurityGroupRuleId.NotFound',
    );
  });

  sandboxOnly('what is wrong in form or not of the VPC is refused', async () => {
    const codeFor = (input: object) => codeOf(target, authorize(input));
    expect(await codeFor({ ...ssh, CidrIp: '0.0.0.0' })).toBe('InvalidParameterValue');
    expect(await codeFor({ ...ssh, FromPort: 23, CidrIp: '0.0.0.0/0' })).toBe('InvalidParameterValue');
    expect(await codeFor({ IpProtocol: 'http', CidrIp: '0.0.0.0/0' })).toBe('InvalidParameterValue');
    expect(await codeFor({})).toBe('MissingParameter');
    expect(await codeFor({ GroupId: 'sg-01234567', ...ssh, CidrIp: '0.0.0.0/0' })).toBe(
      'InvalidGroup.NotFound',
    );
    const other = world().addSecurityGroup({
      vpcId: world().addVpc({ cidr: '10.7.0.0/16' }).vpcId,
      groupName: 'x',
    });
    const pair = [{ ...ssh, UserIdGroupPairs: [{ GroupId: other.groupId }] }];
    expect(await codeFor({ IpPermissions: pair })).toBe('InvalidGroup.NotFound');
    expect(await codeFor({ ...ssh, SourceSecurityGroupName: 'default' })).toBe('MissingParameter');
  });

  sandboxOnly('pages hold 5 to 1000 rules, and no filter asks for a direction', async () => {
    for (let port = 1; port <= 6; port++)
      world().addSecurityGroupRule({ groupId, fromPort: port, peer: { cidrIpv4: '10.0.0.0/8' } });
    const Filters = [{ Name: 'group-id', Values: [groupId] }];
    const first = await target.run(describe({ Filters, MaxResults: 5 }));
    const second = await target.run(describe({ Filters, MaxResults: 5, NextToken: first.NextToken }));
    expect([first.SecurityGroupRules?.length, second.SecurityGroupRules?.length]).toEqual([5, 2]);
    const ids = { SecurityGroupRuleIds: [first.SecurityGroupRules?.[1]?.SecurityGroupRuleId] };
    expect((await target.run(describe(ids))).SecurityGroupRules).toMatchObject([{ FromPort: 1, ToPort: 1 }]);
    expect(await codeOf(target, describe({ Filters: [{ Name: 'is-egress', Values: ['false'] }] }))).toBe(
      'InvalidParameterValue',
    );
    expect(await codeOf(target, describe({ MaxResults: 4 }))).toBe('InvalidParameterValue');
  });
});
