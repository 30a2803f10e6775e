import { toSweptEni } from '../../../aws/gentle/eni-records.ts';

const nothing = {
  privateIpv4Addresses: [],
  ipv6Addresses: [],
  ipv4Prefixes: [],
  ipv6Prefixes: [],
  securityGroupIds: [],
  tags: {},
};

test('what EC2 did not say is absent, and nothing is made up for it', () => {
  expect(toSweptEni({ NetworkInterfaceId: 'eni-1' })).toStrictEqual({ id: 'eni-1', ...nothing });
  expect(toSweptEni({ NetworkInterfaceId: 'eni-1', Attachment: {}, Operator: {} })).toStrictEqual({
    id: 'eni-1',
    attachment: {},
    operator: {},
    ...nothing,
  });
});

test('what nobody knows stays as it came', () => {
  const record = {
    NetworkInterfaceId: 'eni-1',
    Status: 'pondering' as 'available',
    InterfaceType: 'quantum_link' as 'interface',
    Attachment: { Status: 'glued' as 'attached' },
  };
  expect(toSweptEni(record)).toMatchObject({
    status: 'pondering',
    interfaceType: 'quantum_link',
    attachment: { status: 'glued' },
  });
});

test('false, empty and absent are three things', () => {
  const eni = toSweptEni({
    NetworkInterfaceId: 'eni-1',
    Description: '',
    RequesterManaged: false,
    SourceDestCheck: false,
  });
  expect(eni).toMatchObject({ description: '', requesterManaged: false, sourceDestCheck: false });
});

test('everything that a manifest or a rule needs is taken over', () => {
  expect(
    toSweptEni({
      NetworkInterfaceId: 'eni-1',
      Status: 'available',
      InterfaceType: 'efa',
      RequesterManaged: true,
      RequesterId: 'amazon-elb',
      Operator: { Managed: true, HiddenByDefault: true, Principal: 'workspaces.amazonaws.com' },
      OwnerId: '123456789012',
      Description: 'of the CAD',
      Attachment: { AttachmentId: 'eni-attach-1', InstanceId: 'i-1', Status: 'detached', DeviceIndex: 1 },
      AvailabilityZone: 'eu-west-1a',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-1',
      MacAddress: '02:81:60:cb:27:37',
      PrivateIpAddress: '10.0.0.9',
      PrivateIpAddresses: [
        {
          PrivateIpAddress: '10.0.0.9',
          Primary: true,
          Association: { PublicIp: '203.0.113.5', AllocationId: 'eipalloc-1' },
        },
        { PrivateIpAddress: '10.0.0.10', Primary: false, Association: { CarrierIp: '198.51.100.7' } },
      ],
      Ipv6Addresses: [
        { Ipv6Address: '2001:db8::1', IsPrimaryIpv6: true },
        { Ipv6Address: '2001:db8::2', IsPrimaryIpv6: false },
      ],
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.16/28' }],
      Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:1::/80' }],
      Groups: [{ GroupId: 'sg-1', GroupName: 'default' }],
      SourceDestCheck: true,
      OutpostArn: 'arn:aws:outposts:eu-west-1:123456789012:outpost/op-1',
      TagSet: [
        { Key: 'Name', Value: 'cad' },
        { Key: '__proto__', Value: 'a tag like any other' },
      ],
    }),
  ).toStrictEqual({
    id: 'eni-1',
    status: 'available',
    interfaceType: 'efa',
    requesterManaged: true,
    requesterId: 'amazon-elb',
    operator: { managed: true, hiddenByDefault: true, principal: 'workspaces.amazonaws.com' },
    ownerId: '123456789012',
    description: 'of the CAD',
    attachment: { id: 'eni-attach-1', instanceId: 'i-1', status: 'detached' },
    availabilityZone: 'eu-west-1a',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    macAddress: '02:81:60:cb:27:37',
    privateIpv4Addresses: [
      { address: '10.0.0.9', primary: true, publicIp: '203.0.113.5', allocationId: 'eipalloc-1' },
      { address: '10.0.0.10', primary: false, carrierIp: '198.51.100.7' },
    ],
    ipv6Addresses: [
      { address: '2001:db8::1', primary: true },
      { address: '2001:db8::2', primary: false },
    ],
    ipv4Prefixes: ['10.0.1.16/28'],
    ipv6Prefixes: ['2001:db8:1::/80'],
    securityGroupIds: ['sg-1'],
    sourceDestCheck: true,
    outpostArn: 'arn:aws:outposts:eu-west-1:123456789012:outpost/op-1',
    tags: Object.fromEntries([
      ['Name', 'cad'],
      ['__proto__', 'a tag like any other'],
    ]),
  });
});

test('a primary address and a public one that stand only beside the list are not lost', () => {
  const Association = { PublicIp: '203.0.113.5' };
  const only = toSweptEni({ NetworkInterfaceId: 'eni-1', PrivateIpAddress: '10.0.0.9', Association });
  expect(only.privateIpv4Addresses).toEqual([
    { address: '10.0.0.9', primary: true, publicIp: '203.0.113.5' },
  ]);
  const beside = toSweptEni({
    NetworkInterfaceId: 'eni-1',
    PrivateIpAddress: '10.0.0.9',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.9', Primary: true }],
    Association,
  });
  expect(beside.privateIpv4Addresses).toEqual(only.privateIpv4Addresses);
});

test('a tag without a value is one with an empty value', () => {
  expect(toSweptEni({ NetworkInterfaceId: 'eni-1', TagSet: [{ Key: 'k' }] }).tags).toEqual({ k: '' });
});

test.each([
  ['no id', {}],
  ['an address without an address', { NetworkInterfaceId: 'eni-1', PrivateIpAddresses: [{ Primary: true }] }],
  ['an IPv6 address without an address', { NetworkInterfaceId: 'eni-1', Ipv6Addresses: [{}] }],
  ['a prefix without a prefix', { NetworkInterfaceId: 'eni-1', Ipv4Prefixes: [{}] }],
  ['a group without an id', { NetworkInterfaceId: 'eni-1', Groups: [{ GroupName: 'default' }] }],
  ['a tag without a key', { NetworkInterfaceId: 'eni-1', TagSet: [{ Value: 'v' }] }],
])('with %s a record is not readable', (_what, record) => {
  expect(() => toSweptEni(record)).toThrow(/without/);
});
