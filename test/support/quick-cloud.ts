import { realClock } from '../../sandbox/clock.ts';
import { createCloudWatch } from '../../sandbox/cloudwatch/cloud-watch.ts';
import type { S3 } from '../../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { serveSandbox } from '../../sandbox/served-sandbox.ts';

/** A small AWS for functions in processes of their own. */
export interface QuickCloud {
  readonly sandbox: Sandbox;
  readonly s3: S3;
  /** How many alerts were published. */
  told(): number;
  /** What a function finds in its environment, with `store` as the bucket. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Behind HTTP and on real time; it answers, moves and stops at once. */
export async function startQuickCloud(): Promise<QuickCloud> {
  const atOnce = { medianMs: 0, p99Ms: 0 };
  const sandbox = createSandbox({
    clock: realClock,
    seed: 'quick cloud',
    throttling: false,
    timings: { apiCall: atOnce, attach: atOnce, detach: atOnce, stop: atOnce },
  });
  createCloudWatch(sandbox);
  const { s3, sns, environment, stop } = await serveSandbox(sandbox);
  const topicArn = sns.createTopic('alerts');
  s3.createBucket('store');
  return {
    sandbox,
    s3,
    told: () => sns.topics.get(topicArn)?.length ?? 0,
    environment: {
      ...environment,
      ENI_WARDEN_TOPIC_ARN: topicArn,
      ENI_WARDEN_BUCKET: 'store',
      ENI_WARDEN_MANIFEST_BUCKET: 'store',
      POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
    },
    stop,
  };
}
