import { ec2On } from './ec2-on.ts';

/** How many of `count` calls at one moment are admitted. */
async function admitted(
  ec2: ReturnType<typeof ec2On>,
  count: number,
  action: string,
  parameters = {},
): Promise<number> {
  const calls = Array.from({ length: count }, () => ec2.ask(action, parameters));
  const answers = await ec2.clock.run(Promise.all(calls));
  return answers.filter(({ code }) => code !== 'RequestLimitExceeded').length;
}

const filtered = { 'Filter.1.Name': 'status', 'Filter.1.Value.1': 'available' };

describe('The published token buckets (3)', () => {
  test.each([
    ['DescribeNetworkInterfaces', filtered, 100],
    ['DescribeNetworkInterfaces', { MaxResults: '5' }, 100],
    ['DescribeNetworkInterfaces', {}, 50],
    ['DescribeNetworkInterfaces', { 'NetworkInterfaceId.1': 'eni-0123456789abcdef0' }, 50],
    ['DescribeInstances', {}, 50],
    ['DescribeInstanceStatus', {}, 50],
    ['DescribeInstanceTypes', {}, 100],
    ['AttachNetworkInterface', {}, 50],
    ['DetachNetworkInterface', {}, 50],
    ['StopInstances', {}, 50],
    ['CreateNetworkInterface', {}, 100],
    ['ModifyNetworkInterfaceAttribute', {}, 100],
    ['TerminateInstances', {}, 100],
    ['CreateTags', {}, 100],
    ['RunInstances', {}, 5],
    ['StartInstances', {}, 5],
  ])('%s with %p admits %i calls at once', async (action, parameters, expected) => {
    expect(await admitted(ec2On(), 120, action, parameters)).toBe(expected);
  });

  test.each([
    ['DescribeNetworkInterfaces', filtered, 20],
    ['DescribeNetworkInterfaces', {}, 10],
    ['AttachNetworkInterface', {}, 5],
    ['DeleteNetworkInterface', {}, 5],
    ['DeleteTags', {}, 10],
    ['StartInstances', {}, 2],
  ])('an empty bucket of %s with %p gains %3$i tokens a second', async (action, parameters, expected) => {
    const ec2 = ec2On({ timings: { apiCall: { medianMs: 0, p99Ms: 0 } } });
    await admitted(ec2, 200, action, parameters);
    await ec2.clock.advance(1000);
    expect(await admitted(ec2, 200, action, parameters)).toBe(expected);
  });

  test('where ids alone are known to draw from the large bucket, they do', async () => {
    const ec2 = ec2On({ unknowns: { idsOnlyUsesUnfilteredBucket: false } });
    const named = { 'NetworkInterfaceId.1': 'eni-0123456789abcdef0' };
    expect(await admitted(ec2, 120, 'DescribeNetworkInterfaces', named)).toBe(100);
  });

  test('actions do not share a bucket, callers do', async () => {
    const ec2 = ec2On();
    await admitted(ec2, 50, 'AttachNetworkInterface');
    expect(await admitted(ec2, 10, 'AttachNetworkInterface')).toBeLessThan(10);
    expect(await admitted(ec2, 10, 'DetachNetworkInterface')).toBe(10);
  });

  test('instances that are named draw from a bucket of their own', async () => {
    const ec2 = ec2On();
    const ids = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`InstanceId.${index + 1}`, 'i-0123456789abcdef0']),
      );
    expect(await admitted(ec2, 3, 'TerminateInstances', ids(400))).toBe(2);
  });

  test('a throttled call is a 503, takes its time and changes nothing', async () => {
    const ec2 = ec2On();
    ec2.sandbox.faults.throttle('CreateVpc');
    const answer = await ec2.call('CreateVpc', { CidrBlock: '10.5.0.0/16' });
    expect(answer).toMatchObject({ status: 503, code: 'RequestLimitExceeded' });
    expect(ec2.sandbox.world.vpcs.size).toBe(1);
    expect(ec2.sandbox.log.calls.at(-1)?.latencyMs).toBeGreaterThan(0);
  });

  test('a noisy neighbour takes tokens until it is quiet again', async () => {
    const ec2 = ec2On();
    ec2.sandbox.faults.throttle('AttachNetworkInterface', { callsPerSecond: 5 });
    await ec2.clock.advance(60_000);
    expect(await admitted(ec2, 5, 'AttachNetworkInterface')).toBe(0);
    ec2.sandbox.faults.throttle('AttachNetworkInterface', { callsPerSecond: 0 });
    await ec2.clock.advance(60_000);
    expect(await admitted(ec2, 5, 'AttachNetworkInterface')).toBe(5);
  });

  test('throttling can be switched off', async () => {
    expect(await admitted(ec2On({ throttling: false }), 120, 'StartInstances')).toBe(120);
  });
});
