import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { createCleanupEc2 } from '../aws/cleanup/cleanup-ec2.ts';
import { readCleanupSnapshot } from '../aws/cleanup/read-snapshot.ts';
import { readRestoreConfig } from '../aws/cleanup/restore-config.ts';
import { readCleanupConfig } from '../aws/cleanup-config.ts';
import { createEc2Client, createS3Client, createSnsClient } from '../aws/clients.ts';
import type { CleanupPlan } from '../domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy } from '../domain/cleanup/cleanup-policy.ts';
import { planCleanup } from '../domain/cleanup/plan-cleanup.ts';
import type { RestoreReport } from '../domain/cleanup/restore-report.ts';
import { createCleanupFunction } from '../handlers/cleanup-function.ts';
import { createRestoreFunction } from '../handlers/restore-function.ts';
import { VirtualClock } from '../sandbox/clock.ts';
import { requestHandlerFor } from '../sandbox/in-process.ts';
import { createS3, type S3 } from '../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { createSns, type Sns } from '../sandbox/sns/sns.ts';

const manifestBucket = 'eni-warden-manifests';

/** A sandbox of its own with the cleanup's two functions, in this process, so that a week may pass in a second. */
export interface CleanupStage {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly s3: S3;
  readonly sns: Sns;
  readonly policy: CleanupPolicy;
  /** One whole invocation by the schedule. */
  sweep(): Promise<void>;
  restore(key: string): Promise<RestoreReport>;
  /** What a sweep would decide now, in its own words. Changes nothing. */
  decide(): Promise<CleanupPlan>;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };
const timeoutMs = 300_000;

/** `environment`: what differs from the deployed defaults, but for the mode, which is `delete` when it is not named. */
export function createCleanupStage(environment: Readonly<Record<string, string>>): CleanupStage {
  // The metrics of the functions would be lines on the screen.
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 'npm start' });
  const { account, region } = sandbox;
  const [s3, sns] = [createS3(sandbox), createSns(sandbox)];
  s3.createBucket(manifestBucket);
  const own = {
    ENI_WARDEN_TOPIC_ARN: sns.createTopic('eni-warden-alerts'),
    ENI_WARDEN_MANIFEST_BUCKET: manifestBucket,
    AWS_REGION: region,
  };
  const config = readCleanupConfig({ ENI_WARDEN_CLEANUP_MODE: 'delete', ...environment, ...own });
  const cleanup = createCleanupFunction({ config, ...runtimeOf(sandbox, 'cleanup') });
  const restore = createRestoreFunction({ config: readRestoreConfig(own), ...runtimeOf(sandbox, 'restore') });
  const { ec2Client, chance } = runtimeOf(sandbox, 'npm start');
  const decide = async () => {
    const ec2 = createCleanupEc2(ec2Client, clock, chance);
    const snapshot = await readCleanupSnapshot(ec2, account, clock.now() + timeoutMs);
    return planCleanup(snapshot, config.policy, clock.now());
  };
  let sweeps = 0;
  return {
    clock,
    sandbox,
    s3,
    sns,
    policy: config.policy,
    sweep: () => clock.run(cleanup(scheduledEvent(sandbox, ++sweeps), contextOf(sandbox, 'cleanup'))),
    restore: (key) => clock.run(restore({ key }, contextOf(sandbox, 'restore'))),
    decide: () => clock.run(decide()),
  };
}

/** The real clients, through the in-process door; `name` is who calls, in the sandbox's log. */
function runtimeOf(sandbox: Sandbox, name: string) {
  const { clock, region } = sandbox;
  const requestHandler = requestHandlerFor(sandbox, name);
  const client = { region, endpoint: 'http://sandbox', credentials, requestHandler };
  const random = sandbox.random.stream(`function ${name}`);
  return {
    clock,
    chance: () => random.unit(),
    ec2Client: createEc2Client(client),
    s3Client: createS3Client({ ...client, forcePathStyle: true }),
    snsClient: createSnsClient(client),
    logger: new Logger({ logLevel: 'SILENT' }),
    metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent }),
  };
}

function scheduledEvent({ clock, account, region }: Sandbox, count: number): unknown {
  return {
    version: '0',
    id: `sweep-${count}`,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
    region,
    resources: [],
    detail: {},
  };
}

function contextOf({ clock, account, region }: Sandbox, functionName: string): Context {
  const endsAt = clock.now() + timeoutMs;
  return {
    awsRequestId: '00000000-0000-0000-0000-000000000000',
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
    memoryLimitInMB: '1024',
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'npm start',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => endsAt - clock.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
