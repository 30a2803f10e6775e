import { auditParts } from '../../domain/audit/audit-part.ts';
import { tagKeys } from '../../domain/tags.ts';
import { type PackagedService, packageService } from './packaged-service.ts';
import { account, actionsOf, allowedBy, may, type Role, roleOf } from './roles.ts';

let service: PackagedService;
let role: Role;

beforeAll(async () => {
  service = await packageService();
  role = roleOf(service.template, 'Audit');
}, 60_000);

const bucket = 'arn:aws:s3:::stack-store';
const files = ['state.json', 'addresses.csv', 'addresses.json', 'report.html'];
const looks = Object.values(auditParts);

test('the role may read every part of an audit, and do what the function does beside it, and nothing else', () => {
  expect(actionsOf(role)).toEqual(
    [
      ...looks,
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'sns:Publish',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ].sort(),
  );
});

test.each(looks)('%s works', (action) => {
  expect(may(role, action, '*')).toBe(true);
});

test('only looking, which cannot be limited, reaches every resource', () => {
  const everywhere = allowedBy(role).filter(({ Resource }) => [Resource].flat().includes('*'));
  expect(everywhere.flatMap(({ Action }) => Action).sort()).toEqual([...looks].sort());
});

describe.each([
  ['enrolled', { [tagKeys.group]: 'fw' }],
  ['marked', { 'eni-warden:unattached-since': 'then', 'eni-warden:unattached-seen': 'then' }],
  ['untagged', {}],
])('of what is %s', (_what, tags) => {
  test.each([
    ['ec2:AttachNetworkInterface', 'network-interface/eni-1'],
    ['ec2:DetachNetworkInterface', 'network-interface/eni-1'],
    ['ec2:DeleteNetworkInterface', 'network-interface/eni-1'],
    ['ec2:CreateNetworkInterface', 'subnet/subnet-1'],
    ['ec2:ModifyNetworkInterfaceAttribute', 'network-interface/eni-1'],
    ['ec2:AssignPrivateIpAddresses', 'network-interface/eni-1'],
    ['ec2:UnassignPrivateIpAddresses', 'network-interface/eni-1'],
    ['ec2:AssociateAddress', 'elastic-ip/eipalloc-1'],
    ['ec2:DisassociateAddress', 'elastic-ip/eipalloc-1'],
    ['ec2:ReleaseAddress', 'elastic-ip/eipalloc-1'],
    ['ec2:CreateRoute', 'route-table/rtb-1'],
    ['ec2:ReplaceRoute', 'route-table/rtb-1'],
    ['ec2:DeleteRoute', 'route-table/rtb-1'],
    ['ec2:CreateTags', 'network-interface/eni-1'],
    ['ec2:DeleteTags', 'network-interface/eni-1'],
    ['ec2:RevokeSecurityGroupIngress', 'security-group/sg-1'],
    ['ec2:CreateFlowLogs', 'vpc/vpc-1'],
    ['ec2:StopInstances', 'instance/i-1'],
    ['ec2:TerminateInstances', 'instance/i-1'],
  ])('%s is denied: the audit mends nothing', (action, resource) => {
    expect(may(role, action, resource, { tags, keys: ['Name'] })).toBe(false);
  });
});

test('it neither makes nor changes an alarm', () => {
  for (const action of [
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:DeleteAlarms',
    'cloudwatch:DisableAlarmActions',
  ]) {
    expect(may(role, action, `arn:aws:cloudwatch:${account}:alarm:fw`)).toBe(false);
  }
});

test('it reads and writes its own files', () => {
  for (const file of files) {
    expect(may(role, 's3:PutObject', `${bucket}/audit/${file}`)).toBe(true);
    expect(may(role, 's3:GetObject', `${bucket}/audit/${file}`)).toBe(true);
  }
});

test('it touches nothing else in the bucket, above all no manifest, and nothing in another one', () => {
  for (const action of ['s3:GetObject', 's3:PutObject']) {
    expect(may(role, action, `${bucket}/manifests/eni-1/then.json`)).toBe(false);
    expect(may(role, action, `${bucket}/auditor.json`)).toBe(false);
    expect(may(role, action, 'arn:aws:s3:::another/audit/state.json')).toBe(false);
  }
});

test('it deletes nothing, and cannot change what the bucket keeps', () => {
  for (const action of [
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:PutLifecycleConfiguration',
    's3:PutBucketVersioning',
    's3:PutBucketPolicy',
    's3:PutObjectAcl',
  ]) {
    for (const resource of [bucket, `${bucket}/audit/state.json`]) {
      expect(may(role, action, resource)).toBe(false);
    }
  }
});

test('it is told that a file of its own is missing, and of no other', () => {
  const list = (prefix: string | undefined, from = bucket) =>
    may(role, 's3:ListBucket', from, prefix === undefined ? {} : { context: { 's3:prefix': prefix } });
  expect(list('audit/state.json')).toBe(true);
  expect(list('manifests/eni-1/then.json')).toBe(false);
  expect(list('')).toBe(false);
  // So S3 may ask of a file that is not there; nobody knows.
  expect(list(undefined)).toBe(true);
  expect(list('audit/state.json', 'arn:aws:s3:::another')).toBe(false);
});

test('it publishes to our topic, logs to its own group, takes from its queue and gives to the one of failures', () => {
  const group = `arn:aws:logs:${account}:log-group:/aws/lambda/eni-warden-dev-`;
  const queue = (name: string) => `arn:aws:sqs:${account}:stack-${name}`;
  expect(may(role, 'sns:Publish', `arn:aws:sns:${account}:stack-AlertTopic`)).toBe(true);
  expect(may(role, 'sns:Publish', `arn:aws:sns:${account}:another`)).toBe(false);
  expect(may(role, 'logs:PutLogEvents', `${group}audit:log-stream:1`)).toBe(true);
  expect(may(role, 'logs:PutLogEvents', `${group}failover:log-stream:1`)).toBe(false);
  for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
    expect(may(role, action, queue('AuditQueue'))).toBe(true);
    expect(may(role, action, queue('FailureQueue'))).toBe(false);
  }
  expect(may(role, 'sqs:SendMessage', queue('FailureQueue'))).toBe(true);
  expect(may(role, 'sqs:SendMessage', queue('AuditQueue'))).toBe(false);
});

test.each(['Failover', 'Cleanup', 'Restore'])(
  'the role of %s reaches neither the files nor the queue of the audit',
  (name) => {
    const other = roleOf(service.template, name);
    for (const action of ['s3:GetObject', 's3:PutObject']) {
      expect(may(other, action, `${bucket}/audit/state.json`)).toBe(false);
    }
    expect(may(other, 'sqs:ReceiveMessage', `arn:aws:sqs:${account}:stack-AuditQueue`)).toBe(false);
  },
);
