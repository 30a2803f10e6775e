import { toInstance, toNetworkInterface } from '../../aws/records.ts';

const attachment = {
  AttachmentId: 'eni-attach-1',
  InstanceId: 'i-1',
  DeviceIndex: 2,
  NetworkCardIndex: 1,
  Status: 'attached',
  AttachTime: new Date(86_400_000),
  DeleteOnTermination: true,
};

const eni = {
  NetworkInterfaceId: 'eni-1',
  AvailabilityZone: 'eu-west-1a',
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  PrivateIpAddress: '10.0.0.9',
  Status: 'in-use',
  InterfaceType: 'interface',
  RequesterManaged: false,
  Association: { PublicIp: '203.0.113.7' },
  Attachment: attachment,
  TagSet: [{ Key: 'eni-warden:group', Value: 'fw' }],
};

const instance = {
  InstanceId: 'i-1',
  InstanceType: 'm7g.large',
  State: { Name: 'running', Code: 16 },
  Placement: { AvailabilityZone: 'eu-west-1a' },
  VpcId: 'vpc-1',
  NetworkInterfaces: [{ NetworkInterfaceId: 'eni-0', Attachment: { DeviceIndex: 0, NetworkCardIndex: 0 } }],
  Tags: [
    { Key: 'Name', Value: 'fw-a' },
    { Key: 'eni-warden:group', Value: 'fw db' },
    { Key: 'eni-warden:priority', Value: '5' },
  ],
};

function without(record: object, field: string): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== field));
}

const nobody = new Map();

test('a whole network interface is read into exact types', () => {
  expect(toNetworkInterface(eni)).toEqual({
    id: 'eni-1',
    availabilityZone: 'eu-west-1a',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    privateIpAddress: '10.0.0.9',
    publicIp: '203.0.113.7',
    status: 'in-use',
    interfaceType: 'interface',
    requesterManaged: false,
    attachment: {
      id: 'eni-attach-1',
      instanceId: 'i-1',
      deviceIndex: 2,
      networkCardIndex: 1,
      status: 'attached',
      attachTime: 86_400_000,
      deleteOnTermination: true,
    },
    group: { kind: 'read', value: 'fw' },
    hold: { kind: 'absent' },
  });
});

test.each(['NetworkInterfaceId', 'AvailabilityZone', 'VpcId', 'SubnetId'])(
  'a network interface without %s is an error that names it',
  (field) => {
    expect(() => toNetworkInterface(without(eni, field))).toThrow(
      new RegExp(`DescribeNetworkInterfaces.*${field}`),
    );
  },
);

test.each(['AttachmentId', 'Status'])('an attachment without %s is an error that names it', (field) => {
  const record = { ...eni, Attachment: without(attachment, field) };
  expect(() => toNetworkInterface(record)).toThrow(new RegExp(`Attachment\\.${field}`));
});

test('an attachment status that nobody knows is unknown: one odd ENI does not hide the fleet', () => {
  const record = { ...eni, Attachment: { ...attachment, Status: 'hovering' } };
  expect(toNetworkInterface(record).attachment?.status).toBe('unknown');
});

test('an interface status that nobody knows is unknown, and not an error: the attachment tells', () => {
  expect(toNetworkInterface({ ...eni, Status: 'hovering' }).status).toBe('unknown');
});

test('pending is a status on the wire that the API does not list', () => {
  expect(toNetworkInterface({ ...without(eni, 'Attachment'), Status: 'pending' }).status).toBe('pending');
});

test('an attachment that is detached is none', () => {
  const record = { ...eni, Attachment: { ...attachment, Status: 'detached' } };
  expect(toNetworkInterface(record)).not.toHaveProperty('attachment');
});

test('an attachment without an instance is to something else', () => {
  const read = toNetworkInterface({ ...eni, Attachment: without(attachment, 'InstanceId') });
  expect(read.attachment).not.toHaveProperty('instanceId');
});

test('a network interface without tags is enrolled nowhere', () => {
  expect(toNetworkInterface(without(eni, 'TagSet'))).toMatchObject({ group: { kind: 'absent' } });
});

test('a whole instance is read into exact types', () => {
  expect(toInstance(instance, nobody)).toEqual({
    id: 'i-1',
    name: 'fw-a',
    type: 'm7g.large',
    state: 'running',
    availabilityZone: 'eu-west-1a',
    vpcId: 'vpc-1',
    groups: { kind: 'read', value: ['fw', 'db'] },
    priority: { kind: 'read', value: 5 },
    hold: { kind: 'absent' },
    slots: [{ networkInterfaceId: 'eni-0', deviceIndex: 0, networkCardIndex: 0 }],
  });
});

test.each(['InstanceId', 'State'])('an instance without %s is an error that names it', (field) => {
  expect(() => toInstance(without(instance, field), nobody)).toThrow(
    new RegExp(`DescribeInstances.*${field}`),
  );
});

test('an instance state that nobody knows is unknown, never running', () => {
  expect(toInstance({ ...instance, State: { Name: 'napping' } }, nobody).state).toBe('unknown');
});

test('a terminated instance has lost its VPC, its interfaces and its tags, and is read all the same', () => {
  const record = { InstanceId: 'i-1', State: { Name: 'terminated' } };
  expect(toInstance(record, nobody)).toMatchObject({
    state: 'terminated',
    slots: [],
    groups: { kind: 'absent' },
  });
});

test('an instance carries what the status checks say of it, and nothing of another', () => {
  const impairment = { checks: ['system'] as const, since: 5 };
  expect(toInstance(instance, new Map([['i-1', impairment]])).impairment).toEqual(impairment);
  expect(toInstance(instance, new Map([['i-2', impairment]]))).not.toHaveProperty('impairment');
});
