import { only, type PackagedService, packageService } from './packaged-service.ts';

let service: PackagedService;

beforeAll(async () => {
  service = await packageService();
}, 60_000);

afterAll(() => service?.remove());

const failover = () => only(service.template, 'AWS::Lambda::Function').Properties;

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
      ENI_WARDEN_TOPIC_ARN: { Ref: 'AlertTopic' },
      ENI_WARDEN_BLOCK_PERIOD_SECONDS: '300',
      ENI_WARDEN_IMPAIRED_GRACE_SECONDS: '120',
      ENI_WARDEN_FORCE_AFTER_SECONDS: '5',
      ENI_WARDEN_REMINDER_MINUTES: '60',
      ENI_WARDEN_LOG_LEVEL: 'INFO',
      POWERTOOLS_SERVICE_NAME: 'eni-warden',
      POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
    });
  });

  test('reserves no concurrency, which an account with the initial limit would refuse', () => {
    expect(failover()).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('keeps an event that it failed three times', () => {
    expect(only(service.template, 'AWS::Lambda::EventInvokeConfig').Properties).toMatchObject({
      FunctionName: { Ref: 'FailoverLambdaFunction' },
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 900,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] } } },
    });
  });

  test('may still try the second retry of an event whose attempts all ran into the time-out', () => {
    const { Timeout } = failover();
    const { MaximumEventAgeInSeconds } = only(service.template, 'AWS::Lambda::EventInvokeConfig').Properties;
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

  test('keeps its logs for 90 days', () => {
    expect(only(service.template, 'AWS::Logs::LogGroup').Properties.RetentionInDays).toBe(90);
  });
});

describe('the bundle', () => {
  const environment = {
    AWS_REGION: 'eu-west-1',
    ENI_WARDEN_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:alerts',
    POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
  };

  test('is one file of less than 1.2 MB, so that a cold start is short', () => {
    expect(Object.keys(service.files)).toEqual(['handlers/failover.mjs']);
    expect(service.files['handlers/failover.mjs']?.length).toBeLessThan(1_200_000);
  });

  test('has all that it needs inside', async () => {
    expect(await service.load(environment)).toBe('function');
  });

  test('fails at cold start with a wrong parameter, and names it', async () => {
    const message = await service.load({ ...environment, ENI_WARDEN_BLOCK_PERIOD_SECONDS: 'soon' });
    expect(message).toContain('ENI_WARDEN_BLOCK_PERIOD_SECONDS');
  });
});

describe('the queue of what failed', () => {
  test('is encrypted and keeps a message as long as SQS can', () => {
    expect(only(service.template, 'AWS::SQS::Queue').Properties).toEqual({
      MessageRetentionPeriod: 14 * 86_400,
      SqsManagedSseEnabled: true,
    });
  });

  test('tells a person as soon as something is in it', () => {
    expect(only(service.template, 'AWS::CloudWatch::Alarm').Properties).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['FailureQueue', 'QueueName'] } }],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      AlarmActions: [{ Ref: 'AlertTopic' }],
    });
  });
});
