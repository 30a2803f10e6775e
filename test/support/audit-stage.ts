import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { readAuditConfig } from '../../aws/audit-config.ts';
import {
  createCloudWatchClient,
  createEc2Client,
  createS3Client,
  createSnsClient,
} from '../../aws/clients.ts';
import { peoplesCredentials } from '../../cli/function-credentials.ts';
import { statusAlarm } from '../../cli/status-alarm.ts';
import { createAuditFunction } from '../../handlers/audit-function.ts';
import type { LambdaHandler } from '../../handlers/lambda.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { type CloudWatch, createCloudWatch } from '../../sandbox/cloudwatch/cloud-watch.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { createS3, type S3 } from '../../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';
import { createSns, type Sns } from '../../sandbox/sns/sns.ts';
import { storyCredentials } from './judged-stories.ts';
import { contextFor } from './lambda-context.ts';
import { type ToldAlert, toAlert } from './told-alert.ts';

export const auditBucket = 'eni-warden-bucket';

/** A sandbox with the audit function deployed in it: the real handler, middy, SDK and all, under virtual time. */
export interface AuditStage {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly s3: S3;
  readonly sns: Sns;
  readonly cloudWatch: CloudWatch;
  /** A new execution environment, with nothing remembered. */
  coldStart(caller?: string): LambdaHandler;
  /** Begins to handle an event as Lambda would, and leaves it to the caller to let time pass: for several at once. */
  begin(event: unknown, options?: AuditInvocationOptions): Promise<void>;
  /** Invokes the function with an event, as Lambda would, and lets time pass until it has ended. */
  invoke(event: unknown, options?: AuditInvocationOptions): Promise<void>;
  /** An alarm on the status checks of the instance. */
  putStatusAlarm(instanceId: string): Promise<void>;
  /** Somebody writes an object of the audit anew. */
  putObject(name: string, body: string): Promise<void>;
  alerts(): readonly ToldAlert[];
}

export interface AuditInvocationOptions {
  readonly handler?: LambdaHandler;
  readonly timeoutMs?: number;
}

export interface AuditStageOptions extends Partial<Omit<SandboxOptions, 'clock'>> {
  readonly environment?: Readonly<Record<string, string>>;
}

// The metrics of a test would be lines on its output.
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const defaultTimeoutMs = 600_000;

export function createAuditStage({ environment, ...options }: AuditStageOptions = {}): AuditStage {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ seed: 1, ...options, clock });
  const sns = createSns(sandbox);
  const s3 = createS3(sandbox);
  const cloudWatch = createCloudWatch(sandbox);
  s3.createBucket(auditBucket);
  const topicArn = sns.createTopic('eni-warden-alerts');
  const config = readAuditConfig({
    ENI_WARDEN_TOPIC_ARN: topicArn,
    ENI_WARDEN_BUCKET: auditBucket,
    AWS_REGION: sandbox.region,
    ...environment,
  });
  const ofTheAudit = storyCredentials('audit', sandbox, {
    topicArn,
    bucket: auditBucket,
    chatTopicArn: environment?.ENI_WARDEN_CHAT_TOPIC_ARN,
  });
  const clientOf = (caller: string, credentials = peoplesCredentials) => {
    const requestHandler = requestHandlerFor(sandbox, caller);
    return { region: sandbox.region, endpoint: 'http://sandbox', credentials, requestHandler };
  };
  const coldStart = (caller = 'audit') => {
    const client = clientOf(caller, ofTheAudit);
    const random = sandbox.random.stream(`function ${caller}`);
    return createAuditFunction({
      config,
      clock,
      chance: () => random.unit(),
      ec2Client: createEc2Client(client),
      cloudWatchClient: createCloudWatchClient(client),
      s3Client: createS3Client({ ...client, forcePathStyle: true }),
      snsClient: createSnsClient(client),
      logger: new Logger({ logLevel: 'SILENT' }),
      metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent }),
    });
  };
  const function0 = coldStart();
  const begin: AuditStage['begin'] = (event, { handler = function0, timeoutMs = defaultTimeoutMs } = {}) =>
    handler(event, contextFor(clock, timeoutMs));
  return {
    clock,
    sandbox,
    s3,
    sns,
    cloudWatch,
    coldStart,
    begin,
    invoke: (event, how) => clock.run(begin(event, how)),
    async putStatusAlarm(instanceId) {
      const client = createCloudWatchClient(clientOf('operator'));
      await clock.run(client.send(statusAlarm(instanceId)));
    },
    async putObject(name, body) {
      const client = createS3Client({ ...clientOf('operator'), forcePathStyle: true });
      const command = new PutObjectCommand({ Bucket: auditBucket, Key: `audit/${name}`, Body: body });
      await clock.run(client.send(command));
    },
    alerts: () => (sns.topics.get(topicArn) ?? []).map(toAlert),
  };
}
