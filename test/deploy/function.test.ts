import { nodeOptions } from '../../bench/cleanup-cloud.ts';
import {
  only,
  type PackagedService,
  packageService,
  type Resource,
  resourcesOf,
} from './packaged-service.ts';

let service: PackagedService;

beforeAll(async () => {
  service = await packageService();
}, 60_000);

const resource = (logicalId: string) => service.template.Resources[logicalId] as Resource;
const failover = () => resource('FailoverLambdaFunction').Properties;
const retries = (functionName: string) => resource(`${functionName}LambdaEvConf`).Properties;

const topic = { Ref: 'AlertTopic' };

const shared = {
  ENI_WARDEN_TOPIC_ARN: topic,
  ENI_WARDEN_REMINDER_MINUTES: '60',
  ENI_WARDEN_LOG_LEVEL: 'INFO',
  POWERTOOLS_SERVICE_NAME: 'eni-warden',
  POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
};

describe('the failover function', () => {
  test('runs on Node 24 on arm64', () => {
    expect(failover()).toMatchObject({
      Handler: 'handlers/failover.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 300,
      MemorySize: 1024,
    });
  });

  test('is told everything by its environment, as text', () => {
    expect(failover().Environment.Variables).toEqual({
      ENI_WARDEN_MODE: 'act',
      ENI_WARDEN_BLOCK_PERIOD_SECONDS: '300',
      ENI_WARDEN_IMPAIRED_GRACE_SECONDS: '120',
      ENI_WARDEN_FORCE_AFTER_SECONDS: '5',
      ...shared,
    });
  });

  test('reserves no concurrency, which an account with the initial limit would refuse', () => {
    expect(failover()).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('keeps an event that it failed three times', () => {
    expect(retries('Failover')).toMatchObject({
      FunctionName: { Ref: 'FailoverLambdaFunction' },
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 900,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] } } },
    });
  });

  test('may still try the second retry of an event whose attempts all ran into the time-out', () => {
    const { Timeout } = failover();
    const { MaximumEventAgeInSeconds } = retries('Failover');
    expect(MaximumEventAgeInSeconds).toBeGreaterThan(Timeout + 60 + Timeout + 120);
  });

  test('may be the action of an alarm of the same account', () => {
    const permission = only(
      service.template,
      'AWS::Lambda::Permission',
      ({ Properties }) => Properties.Principal === 'lambda.alarms.cloudwatch.amazonaws.com',
    );
    expect(permission.Properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
  });
});

describe('the cleanup function', () => {
  const cleanup = () => resource('CleanupLambdaFunction').Properties;

  test('has as much time as Lambda gives', () => {
    expect(cleanup()).toMatchObject({ Handler: 'handlers/cleanup.handler', Timeout: 900, MemorySize: 512 });
    expect(cleanup()).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('only observes until its owner says more, and is told nothing that only the failover needs', () => {
    expect(cleanup().Environment.Variables).toEqual({
      // What the benchmark measures with.
      NODE_OPTIONS: nodeOptions,
      ENI_WARDEN_CLEANUP_MODE: 'observe',
      ENI_WARDEN_CLEANUP_GRACE_DAYS: '7',
      ENI_WARDEN_CLEANUP_DELETIONS_MAX: '25',
      ENI_WARDEN_CLEANUP_ACCOUNT_SHARE_PERCENT: '10',
      ENI_WARDEN_CLEANUP_INTERFACE_TYPES: 'interface',
      ENI_WARDEN_CLEANUP_OPT_IN_TAG: '',
      ENI_WARDEN_CLEANUP_OPT_IN_VPCS: '',
      ENI_WARDEN_CLEANUP_APPROVED_ENIS: '',
      ENI_WARDEN_CLEANUP_WINDOW: '',
      ENI_WARDEN_MANIFEST_BUCKET: { Ref: 'Store' },
      ...shared,
    });
  });

  test('is not run again at once, which would be a second allowance of deletions, and keeps what failed', () => {
    expect(retries('Cleanup')).toMatchObject({
      FunctionName: { Ref: 'CleanupLambdaFunction' },
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] } } },
    });
  });
});

describe('the restore function', () => {
  const restore = () => resource('RestoreLambdaFunction').Properties;

  test('knows where the manifests are', () => {
    expect(restore()).toMatchObject({ Handler: 'handlers/restore.handler', Timeout: 300 });
    expect(restore().Environment.Variables).toEqual({
      ENI_WARDEN_MANIFEST_BUCKET: { Ref: 'Store' },
      ...shared,
    });
  });

  test('is invoked by nothing but a person', () => {
    const permissions = resourcesOf(service.template, 'AWS::Lambda::Permission');
    expect(JSON.stringify(permissions)).not.toContain('RestoreLambdaFunction');
  });
});

test('every function keeps its logs for 90 days', () => {
  const groups = resourcesOf(service.template, 'AWS::Logs::LogGroup');
  expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([90, 90, 90, 90]);
});

describe('the bundle', () => {
  const environment = {
    AWS_REGION: 'eu-west-1',
    ENI_WARDEN_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:alerts',
    POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
    ENI_WARDEN_MANIFEST_BUCKET: 'stack-store-1a2b3c',
    ENI_WARDEN_BUCKET: 'stack-store-1a2b3c',
  };

  test.each(['failover', 'cleanup', 'restore', 'audit'])('of %s is one file', (name) => {
    expect(Object.keys(service.filesOf(name))).toEqual([`handlers/${name}.mjs`]);
  });

  test.each(['failover', 'cleanup', 'restore', 'audit'])(
    'of %s has all that it needs inside',
    async (name) => {
      expect(await service.load(name, environment)).toBe('function');
    },
  );

  test.each([
    ['failover', 'ENI_WARDEN_BLOCK_PERIOD_SECONDS'],
    ['cleanup', 'ENI_WARDEN_CLEANUP_GRACE_DAYS'],
    ['restore', 'ENI_WARDEN_LOG_LEVEL'],
    ['audit', 'ENI_WARDEN_AUDIT_DIGEST_DAY'],
  ])('of %s fails at cold start with a wrong parameter, and names it', async (name, variable) => {
    expect(await service.load(name, { ...environment, [variable]: 'soon' })).toContain(variable);
  });
});

describe('the queue of what failed', () => {
  test('is encrypted and keeps a message as long as SQS can', () => {
    expect(resource('FailureQueue').Properties).toEqual({
      MessageRetentionPeriod: 14 * 86_400,
      SqsManagedSseEnabled: true,
    });
  });

  test('tells a person as soon as something is in it', () => {
    expect(resource('FailureQueueAlarm').Properties).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['FailureQueue', 'QueueName'] } }],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      AlarmActions: [topic],
    });
  });
});
