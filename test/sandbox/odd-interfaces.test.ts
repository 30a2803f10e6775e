import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import type { NetworkInterfaceToAdd } from '../../sandbox/world/world-types.ts';
import { ec2On } from './ec2-on.ts';

function open() {
  const ec2 = ec2On();
  const client = new EC2Client({
    region: ec2.sandbox.region,
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
    requestHandler: requestHandlerFor(ec2.sandbox),
  });
  const add = (asked: Omit<NetworkInterfaceToAdd, 'subnetId'> = {}) =>
    ec2.sandbox.world.addNetworkInterface({ subnetId: ec2.subnetId, ...asked }).networkInterfaceId;
  const shown = async (input: object = {}) =>
    (await ec2.clock.run(client.send(new DescribeNetworkInterfacesCommand(input)))).NetworkInterfaces ?? [];
  const change = (action: string, eni: string, more: Record<string, string> = {}) =>
    ec2.call(action, { NetworkInterfaceId: eni, ...more });
  return { ...ec2, world: ec2.sandbox.world, add, shown, change };
}

describe('Interfaces that are not like the others', () => {
  test('everything that tells them apart is shown', async () => {
    const { add, shown } = open();
    add({
      description: 'AWS Lambda VPC ENI',
      secondaryAddresses: ['10.0.0.50'],
      ipv6Addresses: ['2001:db8::50'],
      ipv4Prefixes: ['10.0.1.0/28'],
      ipv6Prefixes: ['2001:db8:0:0:5::/80'],
      sourceDestCheck: false,
      interfaceType: 'something_new_managed',
      outpostArn: 'arn:aws:outposts:eu-west-1:123456789012:outpost/op-1',
      ownerId: '210987654321',
      requesterId: 'amazon-elb',
      operator: { principal: 'eks.amazonaws.com', hiddenByDefault: false },
      status: 'associated',
    });
    expect(await shown()).toMatchObject([
      {
        Description: 'AWS Lambda VPC ENI',
        Ipv6Addresses: [{ Ipv6Address: '2001:db8::50', IsPrimaryIpv6: false }],
        Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.0/28' }],
        Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:0:5::/80' }],
        SourceDestCheck: false,
        InterfaceType: 'something_new_managed',
        OutpostArn: 'arn:aws:outposts:eu-west-1:123456789012:outpost/op-1',
        OwnerId: '210987654321',
        RequesterId: 'amazon-elb',
        Operator: { Managed: true, Principal: 'eks.amazonaws.com', HiddenByDefault: false },
        Status: 'associated',
      },
    ]);
  });

  test('an interface like the others belongs to the account, a user made it and nobody manages it', async () => {
    const { add, shown, sandbox } = open();
    add();
    expect(await shown()).toMatchObject([
      {
        OwnerId: sandbox.account,
        RequesterId: expect.stringMatching(/^AIDA/),
        RequesterManaged: false,
        Operator: { Managed: false },
        SourceDestCheck: true,
        Ipv4Prefixes: [],
        Status: 'available',
      },
    ]);
  });

  test('what its operator hides is shown to those alone who ask for managed resources', async () => {
    const { add, shown } = open();
    const plain = add();
    const hidden = add({ operator: { principal: 'x.amazonaws.com', hiddenByDefault: true } });
    const idsOf = async (input: object) => (await shown(input)).map((eni) => eni.NetworkInterfaceId);
    expect(await idsOf({})).toEqual([plain]);
    expect(await idsOf({ NetworkInterfaceIds: [hidden] })).toEqual([]);
    expect(await idsOf({ IncludeManagedResources: true })).toEqual([plain, hidden]);
    const Filters = [{ Name: 'operator.managed', Values: ['true'] }];
    expect(await idsOf({ IncludeManagedResources: true, Filters })).toEqual([hidden]);
  });

  test('filters find them by owner, requester, operator and IPv6 address', async () => {
    const { add, shown } = open();
    add();
    const eni = add({
      ipv6Addresses: ['2001:db8::50'],
      ownerId: '210987654321',
      requesterId: 'amazon-rds',
      operator: { principal: 'x.amazonaws.com', hiddenByDefault: false },
    });
    for (const [Name, value] of [
      ['ipv6-addresses.ipv6-address', '2001:db8::50'],
      ['owner-id', '210987654321'],
      ['requester-id', 'amazon-rds'],
      ['operator.principal', 'x.amazonaws.com'],
    ] as const) {
      const found = await shown({ Filters: [{ Name, Values: [value] }] });
      expect(found.map((record) => record.NetworkInterfaceId)).toEqual([eni]);
    }
  });

  test.each([
    ['a service of AWS', { requesterManaged: true }, 'AuthFailure'],
    ['another account', { ownerId: '210987654321' }, 'AuthFailure'],
    ['an operator', { operator: { principal: 'x', hiddenByDefault: false } }, 'OperationNotPermitted'],
  ])('what belongs to %s cannot be changed or deleted', async (_whose, asked, code) => {
    const { add, change, world } = open();
    const eni = add(asked);
    expect((await change('DeleteNetworkInterface', eni)).code).toBe(code);
    const description = { 'Description.Value': 'mine' };
    expect((await change('ModifyNetworkInterfaceAttribute', eni, description)).code).toBe(code);
    expect(world.networkInterface(eni).description).toBe('');
  });

  test('what a service of AWS has left behind can be deleted', async () => {
    const { add, change, world } = open();
    const eni = add({ requesterManaged: true, status: 'available' });
    expect(world.networkInterface(eni).attachment).toBeUndefined();
    expect((await change('DeleteNetworkInterface', eni)).code).toBeUndefined();
    expect(world.networkInterfaces.has(eni)).toBe(false);
  });

  test('an attachment that is over can be shown still, and hinders nobody', async () => {
    const { add, shown, change, world, subnetId } = open();
    const { instanceId } = world.addInstance({ subnetId });
    const eni = add({ attachTo: { instanceId, deviceIndex: 1, status: 'detached' } });
    const [found] = await shown({ NetworkInterfaceIds: [eni] });
    expect(found).toMatchObject({ Status: 'available', Attachment: { Status: 'detached' } });
    expect(world.interfacesOf(instanceId)).toHaveLength(1);
    expect((await change('DeleteNetworkInterface', eni)).code).toBeUndefined();
  });

  test('an attachment that is under way can be left so', async () => {
    const { add, shown, clock, world, subnetId } = open();
    const { instanceId } = world.addInstance({ subnetId });
    const eni = add({ attachTo: { instanceId, deviceIndex: 1, status: 'attaching' } });
    await clock.advance(3_600_000);
    expect((await shown({ NetworkInterfaceIds: [eni] }))[0]?.Attachment?.Status).toBe('attaching');
  });

  test.each(['associated', 'attaching', 'something new'])(
    'one whose status is %s is in use, attachment or not',
    async (status) => {
      const { add, change, world } = open();
      const eni = add({ status });
      expect((await change('DeleteNetworkInterface', eni)).code).toBe('InvalidParameterValue');
      expect(world.networkInterfaces.has(eni)).toBe(true);
    },
  );
});
