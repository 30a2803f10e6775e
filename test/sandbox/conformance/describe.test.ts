import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
} from '@aws-sdk/client-ec2';
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

const mark = `conformance-${process.pid}`;
const TagSpecifications = [
  { ResourceType: 'network-interface' as const, Tags: [{ Key: mark, Value: 'some [v*lue]' }] },
];

conformance('Describe', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const describeInterfaces = (input: DescribeNetworkInterfacesCommandInput) =>
    target.client.send(new DescribeNetworkInterfacesCommand(input));
  const idsOf = async (input: DescribeNetworkInterfacesCommandInput) =>
    ((await target.run(describeInterfaces(input))).NetworkInterfaces ?? []).map(
      (eni) => eni.NetworkInterfaceId ?? '',
    );
  const marked = [{ Name: 'tag-key', Values: [mark] }];

  async function markedInterfaces(count: number): Promise<string[]> {
    const made: string[] = [];
    for (let index = 0; index < count; index++) made.push(await newInterface(target, { TagSpecifications }));
    return made;
  }

  test('1.6: pages of MaxResults together hold everything once', async () => {
    const made = await markedInterfaces(12);
    const seen: string[] = [];
    const sizes: number[] = [];
    let token: string | undefined;
    do {
      const page: DescribeNetworkInterfacesCommandInput = { Filters: marked, MaxResults: 5 };
      if (token !== undefined) page.NextToken = token;
      const { NetworkInterfaces = [], NextToken } = await target.run(describeInterfaces(page));
      seen.push(...NetworkInterfaces.map((eni) => eni.NetworkInterfaceId ?? ''));
      sizes.push(NetworkInterfaces.length);
      token = NextToken;
    } while (token);
    expect(seen.sort()).toEqual(made.sort());
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
  });

  test('1.6: MaxResults goes from 5 to 1000', async () => {
    for (const MaxResults of [4, 1001]) {
      expect(await codeOf(target, describeInterfaces({ MaxResults }))).toBe('InvalidParameterValue');
    }
  });

  test('1.6 and 2: MaxResults and ids exclude each other', async () => {
    const [eni, instance] = [await newInterface(target), await newInstance(target)];
    const calls = [
      () => describeInterfaces({ NetworkInterfaceIds: [eni], MaxResults: 10 }),
      () => target.client.send(new DescribeInstancesCommand({ InstanceIds: [instance], MaxResults: 10 })),
      () =>
        target.client.send(new DescribeInstanceStatusCommand({ InstanceIds: [instance], MaxResults: 10 })),
    ];
    for (const call of calls) expect(await codeOf(target, call())).toBe('InvalidParameterCombination');
  });

  test('2: a token that is no token is InvalidNextToken', async () => {
    const code = await codeOf(target, describeInterfaces({ MaxResults: 5, NextToken: 'x' }));
    expect(code).toMatch(/^(InvalidNextToken|InvalidPaginationToken|InvalidParameterValue)$/);
  });

  sandboxOnly('2: a token belongs to the request whose answer it came with', async () => {
    await markedInterfaces(6);
    const { NextToken } = await target.run(describeInterfaces({ Filters: marked, MaxResults: 5 }));
    const other = { Filters: [{ Name: 'status', Values: ['available'] }], MaxResults: 5, NextToken };
    expect(await codeOf(target, describeInterfaces(other))).toBe('InvalidNextToken');
  });

  sandboxOnly(
    '1.6: without MaxResults an answer holds at most 1000 and the rest is asked for with its token',
    async () => {
      const subnetId = target.subnetId;
      for (let index = 0; index < 1001; index++) target.sandbox?.world.addNetworkInterface({ subnetId });
      const { NetworkInterfaces, NextToken } = await target.run(describeInterfaces({}));
      expect(NetworkInterfaces).toHaveLength(1000);
      expect((await target.run(describeInterfaces({ NextToken }))).NetworkInterfaces).toHaveLength(1);
    },
  );

  test('1.6: of ids that are listed one missing fails the call, of ids that are filtered the others are found', async () => {
    const eni = await newInterface(target);
    const missing = 'eni-0123456789abcdef0';
    const listed = await failureOf(target, describeInterfaces({ NetworkInterfaceIds: [eni, missing] }));
    expect(listed.code).toBe('InvalidNetworkInterfaceID.NotFound');
    const filtered = await idsOf({ Filters: [{ Name: 'network-interface-id', Values: [eni, missing] }] });
    expect(filtered).toEqual([eni]);
  });

  test('2: a filter that does not exist is InvalidParameterValue', async () => {
    const filter = [{ Name: 'no-such-filter', Values: ['x'] }];
    expect(await codeOf(target, describeInterfaces({ Filters: filter }))).toBe('InvalidParameterValue');
  });

  test('2: more than 200 filter values are FilterLimitExceeded', async () => {
    const Values = Array.from({ length: 201 }, (_, index) => `v${index}`);
    const code = await codeOf(target, describeInterfaces({ Filters: [{ Name: 'status', Values }] }));
    expect(code).toBe('FilterLimitExceeded');
  });

  test('1.6: all filters have to match, and of each filter any value', async () => {
    const [eni] = await markedInterfaces(1);
    const instance = await newInstance(target);
    const both = (status: string[]) => idsOf({ Filters: [...marked, { Name: 'status', Values: status }] });
    expect(await both(['in-use'])).toEqual([]);
    expect(await both(['in-use', 'available'])).toEqual([eni]);
    const primaries = await idsOf({
      Filters: [
        { Name: 'attachment.instance-id', Values: [instance] },
        { Name: 'attachment.device-index', Values: ['0'] },
        { Name: 'attachment.status', Values: ['attached'] },
        { Name: 'attachment.delete-on-termination', Values: ['true'] },
      ],
    });
    expect(primaries).toHaveLength(1);
  });

  test('1.6: in a filter value * and ? are wild, a backslash makes them plain, and case counts', async () => {
    const [eni] = await markedInterfaces(1);
    const found = (value: string) => idsOf({ Filters: [{ Name: `tag:${mark}`, Values: [value] }] });
    for (const value of ['some*', 'some [v*lue]*', 's?me [v*lue]', 'some [v\\*lue]', '*'])
      expect(await found(value)).toEqual([eni]);
    for (const value of ['Some*', 's?me', 'some [v\\?lue]', 'some']) expect(await found(value)).toEqual([]);
  });

  test('1.6: DescribeInstances filters by state, tag and interface', async () => {
    const instance = await newInstance(target);
    const found = async (Name: string, value: string) => {
      const Filters = [
        { Name: 'instance-id', Values: [instance] },
        { Name, Values: [value] },
      ];
      const { Reservations = [] } = await target.run(
        target.client.send(new DescribeInstancesCommand({ Filters })),
      );
      return Reservations.flatMap(({ Instances = [] }) => Instances).length;
    };
    expect(await found('instance-state-name', 'running')).toBe(1);
    expect(await found('instance-state-code', '80')).toBe(0);
    expect(await found('network-interface.attachment.status', 'attached')).toBe(1);
    expect(await found('tag-key', 'no-such-key')).toBe(0);
  });
});
