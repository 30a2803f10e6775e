import {
  CreateFlowLogsCommand,
  type CreateFlowLogsCommandInput,
  CreateTagsCommand,
  DeleteFlowLogsCommand,
  DescribeFlowLogsCommand,
} from '@aws-sdk/client-ec2';
import type { World } from '../../../sandbox/world/world.ts';
import { closeTarget, codeOf, conformance, openTarget, sandboxOnly, type Target } from './target.ts';

conformance('Flow logs', () => {
  let target: Target;
  let vpcId: string;
  beforeEach(() => {
    target = openTarget();
    vpcId = [...world().vpcs.values()][0]?.vpcId ?? '';
  });
  afterEach(() => closeTarget(target));

  const world = () => target.sandbox?.world as World;
  const toBucket = {
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    LogDestinationType: 's3',
    LogDestination: 'arn:aws:s3:::logs',
  } as const;
  const create = (input: Partial<CreateFlowLogsCommandInput> = {}) =>
    target.client.send(new CreateFlowLogsCommand({ ResourceIds: [vpcId], ...toBucket, ...input }));
  const describe = (input: object = {}) => target.client.send(new DescribeFlowLogsCommand(input));
  const found = async (input: object = {}) => (await target.run(describe(input))).FlowLogs ?? [];

  sandboxOnly('a flow log is of a VPC, a subnet or an interface, and is active', async () => {
    const eni = world().addNetworkInterface({ subnetId: target.subnetId }).networkInterfaceId;
    await target.run(create());
    await target.run(create({ ResourceType: 'Subnet', ResourceIds: [target.subnetId] }));
    await target.run(create({ ResourceType: 'NetworkInterface', ResourceIds: [eni] }));
    const all = await found();
    expect(all.map(({ ResourceId }) => ResourceId)).toEqual([vpcId, target.subnetId, eni]);
    expect(all[0]).toMatchObject({
      FlowLogStatus: 'ACTIVE',
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: 'arn:aws:s3:::logs',
      MaxAggregationInterval: 600,
    });
    expect(all[0]?.CreationTime).toBeInstanceOf(Date);
    const Filter = [{ Name: 'resource-id', Values: [eni] }];
    expect(await found({ Filter })).toEqual([all[2]]);
    await target.run(
      target.client.send(
        new CreateTagsCommand({ Resources: [all[2]?.FlowLogId ?? ''], Tags: [{ Key: 'a', Value: 'b' }] }),
      ),
    );
    expect((await found({ Filter: [{ Name: 'tag:a', Values: ['b'] }] }))[0]?.ResourceId).toBe(eni);
  });

  sandboxOnly('of several resources each is judged on its own', async () => {
    const missing = 'vpc-0123456789abcdef0';
    const answer = await target.run(create({ ResourceIds: [missing, vpcId] }));
    expect(answer.FlowLogIds).toHaveLength(1);
    expect(answer.Unsuccessful).toEqual([
      { ResourceId: missing, Error: { Code: 'InvalidVpcID.NotFound', Message: expect.any(String) } },
    ]);
    const again = await target.run(create());
    expect(again.FlowLogIds).toEqual([]);
    expect(again.Unsuccessful?.[0]?.Error?.Code).toBe('FlowLogAlreadyExists');
  });

  sandboxOnly('the same client token makes one flow log', async () => {
    const one = await target.run(create({ ClientToken: 'token' }));
    expect((await target.run(create({ ClientToken: 'token' }))).FlowLogIds).toEqual(one.FlowLogIds);
    expect(await codeOf(target, create({ ClientToken: 'token', TrafficType: 'ACCEPT' }))).toBe(
      'IdempotentParameterMismatch',
    );
    expect(await found()).toHaveLength(1);
  });

  sandboxOnly('a flow log that is deleted is gone, and deleting it twice does not succeed', async () => {
    const { FlowLogIds = [] } = await target.run(create());
    const remove = () => target.run(target.client.send(new DeleteFlowLogsCommand({ FlowLogIds })));
    expect((await remove()).Unsuccessful).toEqual([]);
    expect(await found()).toEqual([]);
    expect((await remove()).Unsuccessful?.[0]).toMatchObject({
      ResourceId: FlowLogIds[0],
      Error: { Code: 'InvalidFlowLogId.NotFound' },
    });
  });

  sandboxOnly(
    'the destination has to fit its type, and parameters that nobody knows are errors',
    async () => {
      const codeFor = (input: Partial<CreateFlowLogsCommandInput>) => codeOf(target, create(input));
      expect(await codeFor({ LogDestination: undefined })).toBe('InvalidParameterValue');
      expect(await codeFor({ LogDestinationType: 'cloud-watch-logs' })).toBe('InvalidParameterValue');
      expect(await codeFor({ TrafficType: 'SOME' as 'ALL' })).toBe('InvalidParameterValue');
      expect(await codeFor({ ResourceType: 'TransitGateway' })).toBe('InvalidParameterValue');
      expect(await codeFor({ ResourceIds: ['subnet-01234567'] })).toBe('InvalidVpcID.Malformed');
      expect(await codeFor({ LogFormat: 'srcaddr' })).toBe('UnknownParameter');
      expect(await codeOf(target, describe({ Filter: [{ Name: 'x', Values: ['y'] }] }))).toBe(
        'InvalidParameterValue',
      );
    },
  );

  sandboxOnly('pages hold 5 to 1000 flow logs', async () => {
    for (const { subnetId } of [...world().subnets.values()]) world().addFlowLog({ resourceId: subnetId });
    for (let number = 0; number < 3; number++) {
      const { networkInterfaceId } = world().addNetworkInterface({ subnetId: target.subnetId });
      world().addFlowLog({ resourceId: networkInterfaceId });
    }
    const { FlowLogs, NextToken } = await target.run(describe({ MaxResults: 5 }));
    expect(FlowLogs).toHaveLength(5);
    expect((await target.run(describe({ MaxResults: 5, NextToken }))).FlowLogs).toHaveLength(1);
    expect(await codeOf(target, describe({ MaxResults: 1001 }))).toBe('InvalidParameterValue');
  });
});
