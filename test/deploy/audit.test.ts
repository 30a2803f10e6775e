import { Metrics } from '@aws-lambda-powertools/metrics';
import { nodeOptions } from '../../bench/audit-cloud.ts';
import { measureReadiness } from '../../handlers/audit-measures.ts';
import { type PackagedService, packageService, type Resource } from './packaged-service.ts';

let service: PackagedService;

beforeAll(async () => {
  service = await packageService();
}, 60_000);

const resource = (logicalId: string) => service.template.Resources[logicalId] as Resource;
const properties = (logicalId: string) => resource(logicalId).Properties;
const topic = { Ref: 'AlertTopic' };
const failureQueue = { 'Fn::GetAtt': ['FailureQueue', 'Arn'] };

describe('the audit function', () => {
  const audit = () => properties('AuditLambdaFunction');

  test('has as much time as Lambda gives, and memory for all ENIs of an account', () => {
    expect(audit()).toMatchObject({ Handler: 'handlers/audit.handler', Timeout: 900, MemorySize: 1024 });
  });

  test('reserves no concurrency, which would be taken from the failover', () => {
    expect(audit()).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('is told where its files go and when the digest is due, and nothing that only the others need', () => {
    expect(audit().Environment.Variables).toEqual({
      // What the benchmark measures with.
      NODE_OPTIONS: nodeOptions,
      ENI_WARDEN_BUCKET: { Ref: 'Store' },
      ENI_WARDEN_AUDIT_DIGEST_DAY: 'Mon',
      ENI_WARDEN_TOPIC_ARN: topic,
      ENI_WARDEN_REMINDER_MINUTES: '60',
      ENI_WARDEN_LOG_LEVEL: 'INFO',
      POWERTOOLS_SERVICE_NAME: 'eni-warden',
      POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
    });
  });

  test('is not run again at once, because the next audit sees the same, and keeps what failed', () => {
    expect(properties('AuditLambdaEvConf')).toMatchObject({
      FunctionName: { Ref: 'AuditLambdaFunction' },
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: failureQueue } },
    });
  });
});

describe('the queue of calls that change addresses', () => {
  const queue = () => properties('AuditQueue');
  const mapping = () => properties('AuditQueueMapping');

  test('is encrypted, and hands what failed again and again to the on-failure queue', () => {
    expect(queue()).toMatchObject({
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: failureQueue, maxReceiveCount: 5 },
    });
  });

  test('makes one audit of the calls of a minute, and at most two at once', () => {
    expect(resource('AuditQueueMapping').Type).toBe('AWS::Lambda::EventSourceMapping');
    expect(mapping()).toEqual({
      EventSourceArn: { 'Fn::GetAtt': ['AuditQueue', 'Arn'] },
      FunctionName: { 'Fn::GetAtt': ['AuditLambdaFunction', 'Arn'] },
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 60,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  test('hides a batch for six times as long as any function may take, and the window', () => {
    const longestTimeout = 900;
    const { VisibilityTimeout } = queue();
    expect(VisibilityTimeout).toBe(6 * longestTimeout + mapping().MaximumBatchingWindowInSeconds);
    expect(properties('AuditLambdaFunction').Timeout).toBeLessThanOrEqual(longestTimeout);
  });

  test('keeps a message until it was given up, so that none is lost without a word', () => {
    const { MessageRetentionPeriod, VisibilityTimeout, RedrivePolicy } = queue();
    expect(MessageRetentionPeriod).toBeGreaterThan(RedrivePolicy.maxReceiveCount * VisibilityTimeout);
    expect(MessageRetentionPeriod).toBeLessThan(86_400);
  });

  test('takes messages from its rule, and from nothing else', () => {
    expect(properties('AuditQueuePolicy')).toEqual({
      Queues: [{ Ref: 'AuditQueue' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': ['AuditQueue', 'Arn'] },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['AddressCallRule', 'Arn'] } } },
          },
        ],
      },
    });
  });
});

describe('the alarm on readiness', () => {
  const alarm = () => properties('StandbyReadyAlarm');

  test('has a state for every group, and goes off where a group is not ready', () => {
    expect(alarm()).toMatchObject({
      Metrics: [
        {
          Expression:
            'SELECT MIN(StandbyReady) FROM SCHEMA("EniWarden", "Group", "service") GROUP BY "Group" ORDER BY MIN() ASC',
          ReturnData: true,
        },
      ],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });

  test('watches the metric exactly as the function writes it: namespace, name and all dimensions', () => {
    const [, name, schema = ''] =
      /MIN\((\w+)\) FROM SCHEMA\((.+?)\)/.exec(alarm().Metrics[0].Expression) ?? [];
    const [namespace, ...dimensions] = schema.replaceAll('"', '').split(', ');
    const [filed] = filedFor(properties('AuditLambdaFunction').Environment.Variables);
    expect(filed?.Namespace).toBe(namespace);
    expect(filed?.Metrics).toEqual([expect.objectContaining({ Name: name })]);
    expect(filed?.Dimensions.map((each) => each.toSorted())).toEqual([dimensions.toSorted()]);
  });

  test('looks back over two audits, and never further than such an alarm can', () => {
    const every = /^rate\((\d+) minutes\)$/.exec(scheduleOf('audit'))?.[1];
    const { Period } = alarm().Metrics[0];
    expect(Period).toBeGreaterThanOrEqual(2 * Number(every) * 60);
    expect(Period).toBeLessThanOrEqual(3 * 3_600);
  });

  test('tells on-call of both changes, and takes silence for neither', () => {
    expect(alarm()).toMatchObject({
      AlarmActions: [topic],
      OKActions: [topic],
      TreatMissingData: 'ignore',
    });
  });
});

interface Filed {
  readonly Namespace: string;
  readonly Metrics: readonly { readonly Name: string }[];
  readonly Dimensions: readonly (readonly string[])[];
}

/** How CloudWatch is told to file the readiness of a group, by a function with these variables. */
function filedFor(variables: Readonly<Record<string, string>>): readonly Filed[] {
  const lines: string[] = [];
  const before = { ...process.env };
  Object.assign(process.env, variables, { POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'false' });
  const log = jest
    .spyOn(globalThis.console, 'log')
    .mockImplementation((line) => void lines.push(String(line)));
  measureReadiness([{ group: 'fw', ready: true, standbys: [], reasons: [] }], new Set(), new Metrics());
  log.mockRestore();
  process.env = before;
  return lines.flatMap((line) => JSON.parse(line)._aws.CloudWatchMetrics);
}

function scheduleOf(name: string): string {
  const rules = Object.values(service.template.Resources).filter(({ Type }) => Type === 'AWS::Events::Rule');
  const rule = rules.find(({ Properties }) => Properties.Name === `eni-warden-dev-${name}`);
  return rule?.Properties.ScheduleExpression ?? '';
}
