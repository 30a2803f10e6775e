import { cleanupTagKeys, tagKeys } from '../../domain/tags.ts';
import { type PackagedService, packageService } from './packaged-service.ts';
import { account, actionsOf, allowedBy, may, type Role, roleOf } from './roles.ts';

let service: PackagedService;
let role: Role;

beforeAll(async () => {
  service = await packageService();
  role = roleOf(service.template, 'Cleanup');
}, 60_000);

const eni = 'network-interface/eni-1';
const { unattachedSince, unattachedSeen, deleteFailed, keep, restoredFrom } = cleanupTagKeys;
const marked = { [unattachedSince]: '2026-11-01T00:00:00Z', [unattachedSeen]: 'abc 2026-11-01T00:00:00Z' };
const ownKeys = [unattachedSince, unattachedSeen, deleteFailed];

test('the role may do what the function does, and nothing else', () => {
  expect(actionsOf(role)).toEqual([
    'ec2:CreateTags',
    'ec2:DeleteNetworkInterface',
    'ec2:DeleteTags',
    'ec2:DescribeAddresses',
    'ec2:DescribeInstances',
    'ec2:DescribeNetworkInterfacePermissions',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeRouteTables',
    'ec2:GetSubnetCidrReservations',
    'kms:Decrypt',
    'kms:GenerateDataKey*',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:PutObject',
    'sns:Publish',
    'sqs:SendMessage',
  ]);
});

test('only looking, which cannot be limited, reaches every resource', () => {
  const everywhere = allowedBy(role).filter(({ Resource }) => [Resource].flat().includes('*'));
  for (const action of everywhere.flatMap(({ Action }) => Action)) {
    expect(action).toMatch(/^ec2:(Describe|GetSubnet)/);
  }
});

describe('deleting', () => {
  const mayDelete = (tags: Record<string, string>, resource = eni) =>
    may(role, 'ec2:DeleteNetworkInterface', resource, { tags });

  test('works for an ENI that carries the whole mark, whatever else it carries', () => {
    expect(mayDelete(marked)).toBe(true);
    expect(mayDelete({ ...marked, Name: 'old', [deleteFailed]: '1', [restoredFrom]: 'r' })).toBe(true);
    // Its date may be over, which IAM cannot read: the rules do.
    expect(mayDelete({ ...marked, [keep]: '2026-01-31' })).toBe(true);
  });

  test.each([
    ['no tag at all', {}],
    ['another tag', { Name: 'old' }],
    ['half a mark, as an event leaves it', { [unattachedSince]: 'then' }],
    ['the other half', { [unattachedSeen]: 'then' }],
    ['a group', { ...marked, [tagKeys.group]: 'fw' }],
    ['a group with an empty name', { ...marked, [tagKeys.group]: '' }],
    ['a hold', { ...marked, [tagKeys.hold]: 'until 17:00' }],
    ['a hold in other letters', { ...marked, 'Eni-Warden:HOLD': 'until 17:00' }],
  ])('is denied for an ENI with %s', (_what, tags) => {
    expect(mayDelete(tags)).toBe(false);
  });

  test('is denied for everything that is not an ENI of this account and Region', () => {
    expect(mayDelete(marked, 'instance/i-1')).toBe(false);
    expect(mayDelete(marked, 'arn:aws:ec2:eu-west-1:999999999999:network-interface/eni-1')).toBe(false);
    expect(mayDelete(marked, 'arn:aws:ec2:us-east-1:123456789012:network-interface/eni-1')).toBe(false);
  });
});

describe.each(['ec2:CreateTags', 'ec2:DeleteTags'])('%s', (action) => {
  const mayTag = (keys: readonly string[], tags: Record<string, string> = {}, resource = eni) =>
    may(role, action, resource, { keys, tags });

  test('works for its own keys, alone and together', () => {
    for (const key of ownKeys) expect(mayTag([key])).toBe(true);
    expect(mayTag(ownKeys, { Name: 'old', ...marked })).toBe(true);
  });

  test.each([
    tagKeys.group,
    tagKeys.hold,
    tagKeys.priority,
    keep,
    restoredFrom,
    'Name',
    'ENI-WARDEN:unattached-since',
  ])('is denied for the key %s, also beside an own one', (key) => {
    expect(mayTag([key])).toBe(false);
    expect(mayTag([unattachedSince, key])).toBe(false);
  });

  test('is denied where it names no key, which would mean every tag', () => {
    expect(mayTag([])).toBe(false);
    expect(may(role, action, eni, { tags: marked })).toBe(false);
  });

  test('is denied for everything that is not an ENI', () => {
    for (const other of ['instance/i-1', 'subnet/subnet-1', 'security-group/sg-1']) {
      expect(mayTag([unattachedSince], {}, other)).toBe(false);
    }
  });
});

test('no ENI of a group is marked, and one that came into a group with a mark can lose it', () => {
  const inGroup = { tags: { ...marked, [tagKeys.group]: 'fw' }, keys: ownKeys };
  expect(may(role, 'ec2:CreateTags', eni, inGroup)).toBe(false);
  expect(may(role, 'ec2:DeleteTags', eni, inGroup)).toBe(true);
});

test.each([
  'ec2:DetachNetworkInterface',
  'ec2:AttachNetworkInterface',
  'ec2:ModifyNetworkInterfaceAttribute',
])('%s is denied for a marked and for an enrolled ENI, and for an instance', (action) => {
  for (const tags of [marked, { [tagKeys.group]: 'fw' }]) {
    expect(may(role, action, eni, { tags })).toBe(false);
    expect(may(role, action, 'instance/i-1', { tags })).toBe(false);
  }
});

test('it puts manifests into our bucket, and neither reads, deletes nor puts anything else', () => {
  const bucket = 'arn:aws:s3:::stack-store';
  expect(may(role, 's3:PutObject', `${bucket}/manifests/eni-1/then.json`)).toBe(true);
  expect(may(role, 's3:PutObject', `${bucket}/other.json`)).toBe(false);
  expect(may(role, 's3:PutObject', 'arn:aws:s3:::another/manifests/eni-1/then.json')).toBe(false);
  for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetObject', 's3:PutBucketPolicy']) {
    expect(may(role, action, `${bucket}/manifests/eni-1/then.json`)).toBe(false);
    expect(may(role, action, bucket)).toBe(false);
  }
});

test('it logs to its own group, publishes to our topic, and its failed events go to our queue', () => {
  const group = `arn:aws:logs:${account}:log-group:/aws/lambda/eni-warden-dev-`;
  expect(may(role, 'logs:PutLogEvents', `${group}cleanup:log-stream:1`)).toBe(true);
  expect(may(role, 'logs:PutLogEvents', `${group}failover:log-stream:1`)).toBe(false);
  expect(may(role, 'sns:Publish', `arn:aws:sns:${account}:stack-AlertTopic`)).toBe(true);
  expect(may(role, 'sqs:SendMessage', `arn:aws:sqs:${account}:stack-FailureQueue`)).toBe(true);
});
