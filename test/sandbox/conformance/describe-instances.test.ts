import {
  DescribeInstanceStatusCommand,
  DescribeInstanceTypesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { closeTarget, codeOf, conformance, newInstance, openTarget, reach, type Target } from './target.ts';

conformance('Instance statuses and types', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  test('1.6: DescribeInstanceStatus shows running instances only, unless all are asked for', async () => {
    const instance = await newInstance(target);
    await target.run(target.client.send(new StopInstancesCommand({ InstanceIds: [instance], Force: true })));
    await reach(target, instance, 'stopped');
    const describe = (IncludeAllInstances: boolean) =>
      target.run(
        target.client.send(
          new DescribeInstanceStatusCommand({ InstanceIds: [instance], IncludeAllInstances }),
        ),
      );
    expect((await describe(false)).InstanceStatuses).toEqual([]);
    const [status] = (await describe(true)).InstanceStatuses ?? [];
    expect(status).toMatchObject({
      InstanceState: { Name: 'stopped' },
      InstanceStatus: { Status: 'not-applicable' },
      SystemStatus: { Status: 'not-applicable' },
    });
  });

  test('1.4: DescribeInstanceTypes tells how many interfaces a type takes', async () => {
    const command = new DescribeInstanceTypesCommand({ InstanceTypes: ['t3.micro', 'c7gn.2xlarge'] });
    const { InstanceTypes = [] } = await target.run(target.client.send(command));
    const limits = InstanceTypes.map(({ InstanceType, NetworkInfo }) => [
      InstanceType,
      NetworkInfo?.MaximumNetworkInterfaces,
      NetworkInfo?.Ipv4AddressesPerInterface,
    ]);
    expect(limits.sort()).toEqual([
      ['c7gn.2xlarge', 4, 15],
      ['t3.micro', 2, 2],
    ]);
  });

  test('1.6: DescribeInstanceTypes refuses types that do not exist and pages of more than 100', async () => {
    const describe = (input: object) =>
      codeOf(target, target.client.send(new DescribeInstanceTypesCommand(input)));
    expect(await describe({ InstanceTypes: ['t99.tiny'] })).toMatch(
      /^InvalidInstanceType|^InvalidParameterValue/,
    );
    expect(await describe({ MaxResults: 101 })).toMatch(/^InvalidParameterValue/);
    expect(await describe({ MaxResults: 4 })).toMatch(/^InvalidParameterValue/);
  });
});
