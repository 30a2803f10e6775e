import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readCleanupConfig } from '../../aws/cleanup-config.ts';
import { createEc2Client, createS3Client, createSnsClient } from '../../aws/clients.ts';
import { createCleanupFunction } from '../../handlers/cleanup-function.ts';
import type { LambdaHandler } from '../../handlers/lambda.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { createS3, type S3 } from '../../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';
import { createSns, type Sns } from '../../sandbox/sns/sns.ts';
import { storyCredentials } from './judged-stories.ts';
import { contextFor } from './lambda-context.ts';
import { type ToldAlert, toAlert } from './told-alert.ts';

export const manifestBucket = 'eni-warden-manifests';

/** A sandbox with the cleanup function deployed in it: the real handler, middy, SDK and all, under virtual time. */
export interface CleanupStage {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly s3: S3;
  readonly sns: Sns;
  /** A new execution environment, with nothing remembered. */
  coldStart(caller?: string): LambdaHandler;
  invoke(
    event: unknown,
    options?: { readonly handler?: LambdaHandler; readonly timeoutMs?: number },
  ): Promise<void>;
  alerts(): readonly ToldAlert[];
}

export interface CleanupStageOptions extends Partial<Omit<SandboxOptions, 'clock'>> {
  readonly environment?: Readonly<Record<string, string>>;
}

// The metrics of a test would be lines on its output.
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const defaultTimeoutMs = 900_000;

export function createCleanupStage({ environment, ...options }: CleanupStageOptions = {}): CleanupStage {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ seed: 1, ...options, clock });
  const sns = createSns(sandbox);
  const s3 = createS3(sandbox);
  s3.createBucket(manifestBucket);
  const topicArn = sns.createTopic('eni-warden-alerts');
  const credentials = storyCredentials('cleanup', sandbox, {
    topicArn,
    bucket: manifestBucket,
    chatTopicArn: environment?.ENI_WARDEN_CHAT_TOPIC_ARN,
  });
  const config = readCleanupConfig({
    ENI_WARDEN_TOPIC_ARN: topicArn,
    ENI_WARDEN_MANIFEST_BUCKET: manifestBucket,
    ENI_WARDEN_CLEANUP_MODE: 'delete',
    AWS_REGION: sandbox.region,
    ...environment,
  });
  const coldStart = (caller = 'cleanup') => {
    const requestHandler = requestHandlerFor(sandbox, caller);
    const client = { region: sandbox.region, endpoint: 'http://sandbox', credentials, requestHandler };
    const random = sandbox.random.stream(`function ${caller}`);
    return createCleanupFunction({
      config,
      clock,
      chance: () => random.unit(),
      ec2Client: createEc2Client(client),
      s3Client: createS3Client({ ...client, forcePathStyle: true }),
      snsClient: createSnsClient(client),
      logger: new Logger({ logLevel: 'SILENT' }),
      metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent }),
    });
  };
  const function0 = coldStart();
  return {
    clock,
    sandbox,
    s3,
    sns,
    coldStart,
    invoke: (event, { handler = function0, timeoutMs = defaultTimeoutMs } = {}) =>
      clock.run(handler(event, contextFor(clock, timeoutMs))),
    alerts: () => (sns.topics.get(topicArn) ?? []).map(toAlert),
  };
}
