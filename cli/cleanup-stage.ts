import { readCleanupSnapshot } from '../aws/cleanup/read-snapshot.ts';
import { readRestoreConfig } from '../aws/cleanup/restore-config.ts';
import { readCleanupConfig } from '../aws/cleanup-config.ts';
import { createGentleEc2 } from '../aws/gentle/gentle-ec2.ts';
import type { CleanupPlan } from '../domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy } from '../domain/cleanup/cleanup-policy.ts';
import { planCleanup } from '../domain/cleanup/plan-cleanup.ts';
import type { RestoreReport } from '../domain/cleanup/restore-report.ts';
import { createCleanupFunction } from '../handlers/cleanup-function.ts';
import { createRestoreFunction } from '../handlers/restore-function.ts';
import { VirtualClock } from '../sandbox/clock.ts';
import { createS3, type S3 } from '../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { createSns, type Sns } from '../sandbox/sns/sns.ts';
import { credentialsOf } from './function-credentials.ts';
import { runtimeOf } from './in-process-function.ts';
import { JudgedCalls } from './judged-calls.ts';
import { contextOf } from './lambda-context.ts';

const manifestBucket = 'eni-warden-manifests';

/** A sandbox of its own with the cleanup's two functions, in this process, so that a week may pass in a second. */
export interface CleanupStage {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly s3: S3;
  readonly sns: Sns;
  readonly policy: CleanupPolicy;
  /** The calls of both functions. */
  readonly judged: JudgedCalls;
  /** One whole invocation by the schedule. */
  sweep(): Promise<void>;
  restore(key: string): Promise<RestoreReport>;
  /** What a sweep would decide now, in its own words. Changes nothing. */
  decide(): Promise<CleanupPlan>;
}

const timeoutMs = 300_000;

/** `environment`: what differs from the deployed defaults, but for the mode, which is `delete` when it is not named. */
export function createCleanupStage(environment: Readonly<Record<string, string>>): CleanupStage {
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
  const places = { topicArn: own.ENI_WARDEN_TOPIC_ARN, bucket: manifestBucket };
  const runtimeInRole = (name: 'cleanup' | 'restore') =>
    runtimeOf(sandbox, name, credentialsOf(name, sandbox, places));
  const cleanup = createCleanupFunction({ config, ...runtimeInRole('cleanup') });
  const restore = createRestoreFunction({ config: readRestoreConfig(own), ...runtimeInRole('restore') });
  const { ec2Client, chance } = runtimeOf(sandbox, 'npm start');
  const decide = async () => {
    const ec2 = createGentleEc2(ec2Client, clock, chance);
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
    judged: new JudgedCalls(sandbox),
    sweep: () =>
      clock.run(cleanup(scheduledEvent(sandbox, ++sweeps), contextOf(sandbox, 'cleanup', timeoutMs))),
    restore: (key) => clock.run(restore({ key }, contextOf(sandbox, 'restore', timeoutMs))),
    decide: () => clock.run(decide()),
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
