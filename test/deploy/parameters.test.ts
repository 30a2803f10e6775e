import { made } from './made.ts';
import { only, type PackagedService, packageService, type Resource } from './packaged-service.ts';
import { may, roleOf } from './roles.ts';

const otherTopic = 'arn:aws:sns:eu-west-1:123456789012:on-call';
const key = 'arn:aws:kms:eu-west-1:123456789012:key/1a2b3c4d-5e6f-7081-9203-a4b5c6d7e8f9';

let asDelivered: PackagedService;
let withKey: PackagedService;
let changed: PackagedService;

beforeAll(async () => {
  [asDelivered, withKey, changed] = await Promise.all([
    packageService(),
    packageService(`alertTopicKeyArn=${key}`),
    packageService(
      'mode=observe',
      'alertEmail=oncall@example.com',
      'reservedConcurrency=20',
      'forceAfterSeconds=9',
      'timeoutSeconds=120',
      'cleanupMode=delete',
      'cleanupWindow=Mon-Fri 09:00-17:00',
      'cleanupSchedule=rate(6 hours)',
      'manifestRetentionDays=30',
      'auditSchedule=rate(1 hour)',
      'auditDigestDay=Fri',
      'auditTimeoutSeconds=600',
      'auditMemoryMB=2048',
      `alertTopicArn=${otherTopic}`,
      `alertTopicKeyArn=${key}`,
      'vpcSubnetIds=subnet-0a1b2c3d,subnet-1a2b3c4d',
      'vpcSecurityGroupIds=sg-0a1b2c3d',
    ),
  ]);
}, 60_000);

const functionOf = ({ template }: PackagedService, name = 'Failover') =>
  template.Resources[`${name}LambdaFunction`]?.Properties;

test('a parameter changes the environment of the function', () => {
  expect(functionOf(changed).Environment.Variables).toMatchObject({
    ENI_WARDEN_MODE: 'observe',
    ENI_WARDEN_FORCE_AFTER_SECONDS: '9',
    ENI_WARDEN_BLOCK_PERIOD_SECONDS: '300',
  });
});

test('a parameter changes the settings of the function, as a number', () => {
  expect(functionOf(changed)).toMatchObject({ ReservedConcurrentExecutions: 20, Timeout: 120 });
});

test('the cleanup has parameters of its own', () => {
  const cleanup = functionOf(changed, 'Cleanup');
  expect(cleanup).toMatchObject({ ReservedConcurrentExecutions: 20, Timeout: 900 });
  expect(cleanup.Environment.Variables).toMatchObject({
    ENI_WARDEN_CLEANUP_MODE: 'delete',
    ENI_WARDEN_CLEANUP_WINDOW: 'Mon-Fri 09:00-17:00',
    ENI_WARDEN_CLEANUP_GRACE_DAYS: '7',
  });
  const sweep = only(changed.template, 'AWS::Events::Rule', ({ Properties }) =>
    Properties.Name.endsWith('-sweep'),
  );
  expect(sweep.Properties.ScheduleExpression).toBe('rate(6 hours)');
  const { LifecycleConfiguration } = changed.template.Resources.Store?.Properties ?? {};
  expect(Number(LifecycleConfiguration.Rules[0].ExpirationInDays)).toBe(30);
});

test('the audit has parameters of its own, and reserves no concurrency that the failover may need', () => {
  const audit = functionOf(changed, 'Audit');
  expect(audit).toMatchObject({ Timeout: 600, MemorySize: 2048 });
  expect(audit).not.toHaveProperty('ReservedConcurrentExecutions');
  expect(audit.Environment.Variables).toMatchObject({ ENI_WARDEN_AUDIT_DIGEST_DAY: 'Fri' });
  const schedule = only(changed.template, 'AWS::Events::Rule', ({ Properties }) =>
    Properties.Name.endsWith('-audit'),
  );
  expect(schedule.Properties.ScheduleExpression).toBe('rate(1 hour)');
});

test('an e-mail address is subscribed to the topic where it is given, and nothing where it is not', () => {
  expect(made(asDelivered).has('AlertEmail')).toBe(false);
  expect(made(changed).get('AlertEmail')).toEqual({
    TopicArn: otherTopic,
    Protocol: 'email',
    Endpoint: 'oncall@example.com',
  });
});

const ownTopic = 'arn:aws:sns:eu-west-1:123456789012:stack-AlertTopic';

test.each([
  { given: 'no topic', service: () => asDelivered, topic: ownTopic, isOwn: true },
  { given: 'a topic', service: () => changed, topic: otherTopic, isOwn: false },
])('with $given, everything goes to $topic', ({ service, topic, isOwn }) => {
  const resources = made(service());
  expect(resources.has('AlertTopic')).toBe(isOwn);
  expect(resources.has('AlertTopicPolicy')).toBe(isOwn);
  for (const name of ['Failover', 'Cleanup', 'Restore', 'Audit']) {
    const { Variables } = resources.get(`${name}LambdaFunction`).Environment;
    expect(Variables.ENI_WARDEN_TOPIC_ARN).toBe(topic);
  }
  const actions = [...resources.values()].flatMap(({ AlarmActions, OKActions }) => [
    ...(AlarmActions ?? []),
    ...(OKActions ?? []),
  ]);
  expect(new Set(actions)).toEqual(new Set([topic]));
  for (const name of ['Failover', 'Cleanup', 'Audit']) {
    const role = roleOf(service().template, name);
    expect(may(role, 'sns:Publish', topic)).toBe(true);
    expect(may(role, 'sns:Publish', isOwn ? otherTopic : ownTopic)).toBe(false);
  }
});

test('nobody but the alarms of this account may publish to the topic by its own policy', () => {
  const { PolicyDocument } = made(asDelivered).get('AlertTopicPolicy');
  expect(PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: ownTopic,
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*' },
        StringEquals: { 'aws:SourceAccount': '123456789012' },
      },
    },
  ]);
});

test.each(['Failover', 'Cleanup', 'Restore', 'Audit'])('%s runs in a VPC where one is given', (name) => {
  expect(made(asDelivered).get(`${name}LambdaFunction`)).not.toHaveProperty('VpcConfig');
  expect(made(changed).get(`${name}LambdaFunction`).VpcConfig).toEqual({
    SubnetIds: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'],
    SecurityGroupIds: ['sg-0a1b2c3d'],
  });
  // CloudFormation would otherwise make the function before its role may make interfaces.
  const { DependsOn } = changed.template.Resources[`${name}LambdaFunction`] as Resource;
  expect(DependsOn).toContain('VpcAccess');
  expect([made(asDelivered).has('VpcAccess'), made(changed).has('VpcAccess')]).toEqual([false, true]);
});

const ownKey = 'arn:aws:kms:eu-west-1:123456789012:key/stack-AlertTopicKey';

test.each([
  { given: 'no key', service: () => asDelivered, used: ownKey, other: key },
  { given: 'a key', service: () => changed, used: key, other: ownKey },
])('with $given, whoever publishes may use $used, and nobody else', ({ service, used, other }) => {
  for (const [name, publishes] of [
    ['Failover', true],
    ['Cleanup', true],
    ['Audit', true],
    ['Restore', false],
  ] as const) {
    const role = roleOf(service().template, name);
    const bySns = { context: { 'kms:viaservice': 'sns.eu-west-1.amazonaws.com' } };
    for (const action of ['kms:GenerateDataKey', 'kms:Decrypt']) {
      expect(may(role, action, used, bySns)).toBe(publishes);
      expect(may(role, action, other, bySns)).toBe(false);
      expect(may(role, action, used)).toBe(false);
    }
    expect(may(role, 'kms:ScheduleKeyDeletion', used, bySns)).toBe(false);
  }
});

test('the own topic is encrypted, with a key of the stack where none is given', () => {
  expect(made(asDelivered).get('AlertTopic')).toEqual({ DisplayName: 'ENI Warden', KmsMasterKeyId: ownKey });
  expect(made(withKey).get('AlertTopic')).toEqual({ DisplayName: 'ENI Warden', KmsMasterKeyId: key });
  expect(made(withKey).has('AlertTopicKey')).toBe(false);
  expect(made(changed).has('AlertTopicKey')).toBe(false);
});

test('the key of the stack turns over each year, and beside the account only its alarms may use it', () => {
  const { EnableKeyRotation, KeyPolicy } = made(asDelivered).get('AlertTopicKey');
  expect(EnableKeyRotation).toBe(true);
  expect(KeyPolicy.Statement).toEqual([
    expect.objectContaining({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' } }),
    {
      Sid: 'LetAlarmsPublish',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    },
  ]);
});

test('the template leaves nothing to decide to CloudFormation, and nobody waits for what is not made', () => {
  for (const { template } of [asDelivered, withKey, changed]) {
    expect(template.Conditions).toBeUndefined();
    expect(JSON.stringify(template)).not.toMatch(/Fn::If|AWS::NoValue/);
    for (const { Condition, DependsOn = [] } of Object.values(template.Resources)) {
      expect(Condition).toBeUndefined();
      for (const name of [DependsOn].flat()) expect(Object.keys(template.Resources)).toContain(name);
    }
  }
});
