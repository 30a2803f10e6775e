import { cleanupTagKeys, tagKeys } from '../../domain/tags.ts';
import { type PackagedService, packageService } from './packaged-service.ts';
import { actionsOf, may, type Role, roleOf } from './roles.ts';

let service: PackagedService;
let role: Role;

beforeAll(async () => {
  service = await packageService();
  role = roleOf(service.template, 'Restore');
}, 60_000);

const eni = 'network-interface/eni-1';
const restored = { [cleanupTagKeys.restoredFrom]: 'restore-1' };
const bucket = 'arn:aws:s3:::stack-store';

test('the role may do what the function does, and nothing else: it deletes, detaches and attaches nothing', () => {
  expect(actionsOf(role)).toEqual([
    'ec2:AssignIpv6Addresses',
    'ec2:AssignPrivateIpAddresses',
    'ec2:AssociateAddress',
    'ec2:CreateNetworkInterface',
    'ec2:CreateRoute',
    'ec2:CreateTags',
    'ec2:DescribeAddresses',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeRouteTables',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:ModifyNetworkInterfaceAttribute',
    'ec2:ReplaceRoute',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:GetObject',
    's3:ListBucket',
    'sqs:SendMessage',
  ]);
});

test('it may not delete, not even what it has restored', () => {
  expect(may(role, 'ec2:DeleteNetworkInterface', eni, { tags: restored })).toBe(false);
});

test('it creates ENIs that say where they come from, and none that are in a group', () => {
  const create = (resource: string, writes: Record<string, string>) =>
    may(role, 'ec2:CreateNetworkInterface', resource, { writes });
  expect(create(eni, { ...restored, Name: 'old' })).toBe(true);
  expect(create(eni, { Name: 'old' })).toBe(false);
  expect(create(eni, { ...restored, [tagKeys.group]: 'fw' })).toBe(false);
  // EC2 checks these beside the ENI.
  expect(create('subnet/subnet-1', restored)).toBe(true);
  expect(create('security-group/sg-1', restored)).toBe(true);
});

test('it writes tags only on what it creates, and takes none off', () => {
  const context = { 'ec2:createaction': 'CreateNetworkInterface' };
  const write = (request: object) =>
    may(role, 'ec2:CreateTags', eni, { writes: { ...restored, Name: 'x' }, ...request });
  expect(write({ context })).toBe(true);
  expect(write({})).toBe(false);
  expect(write({ context: { 'ec2:createaction': 'RunInstances' } })).toBe(false);
  expect(write({ context, writes: { Name: 'x' } })).toBe(false);
  expect(write({ context, writes: { ...restored, [tagKeys.group]: 'fw' } })).toBe(false);
  expect(may(role, 'ec2:DeleteTags', eni, { tags: restored, keys: ['Name'] })).toBe(false);
});

test.each([
  'ec2:ModifyNetworkInterfaceAttribute',
  'ec2:AssignPrivateIpAddresses',
  'ec2:AssignIpv6Addresses',
  'ec2:AssociateAddress',
])('%s works only on what was restored', (action) => {
  const context = { 'ec2:attribute': 'SourceDestCheck' };
  expect(may(role, action, eni, { tags: restored, context })).toBe(true);
  for (const tags of [{}, { Name: 'old' }, { [tagKeys.group]: 'fw' }]) {
    expect(may(role, action, eni, { tags, context })).toBe(false);
  }
  expect(may(role, action, 'instance/i-1', { tags: restored, context })).toBe(false);
});

test('it modifies nothing but the source/destination check', () => {
  const modify = (attribute: string) =>
    may(role, 'ec2:ModifyNetworkInterfaceAttribute', eni, {
      tags: restored,
      context: { 'ec2:attribute': attribute },
    });
  expect(modify('sourceDestCheck')).toBe(true);
  expect(modify('groupSet')).toBe(false);
  expect(modify('attachment')).toBe(false);
});

test('it reads manifests, and nothing else of the bucket; it writes and deletes none', () => {
  const key = `${bucket}/manifests/eni-1/then.json`;
  expect(may(role, 's3:GetObject', key)).toBe(true);
  expect(may(role, 's3:GetObject', `${bucket}/other.json`)).toBe(false);
  const list = (prefix: string) => may(role, 's3:ListBucket', bucket, { context: { 's3:prefix': prefix } });
  expect(list('manifests/')).toBe(true);
  expect(list('manifests/eni-1/')).toBe(true);
  expect(list('')).toBe(false);
  // So S3 may ask of a manifest that is not there; nobody knows.
  expect(may(role, 's3:ListBucket', bucket)).toBe(true);
  for (const action of ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']) {
    expect(may(role, action, key)).toBe(false);
  }
});
