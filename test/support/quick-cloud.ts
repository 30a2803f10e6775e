import { realClock } from '../../sandbox/clock.ts';
import { createCloudWatch } from '../../sandbox/cloudwatch/cloud-watch.ts';
import { createEventBus } from '../../sandbox/events/bus.ts';
import { createLambda } from '../../sandbox/lambda/lambda.ts';
import { createS3, type S3 } from '../../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { serve } from '../../sandbox/server.ts';
import { createSns } from '../../sandbox/sns/sns.ts';

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
  const { clock, random, region, account } = sandbox;
  const [bus, sns, s3] = [createEventBus(sandbox), createSns(sandbox), createS3(sandbox)];
  createCloudWatch(sandbox);
  const lambda = createLambda({ clock, random, region, account });
  const topicArn = sns.createTopic('alerts');
  s3.createBucket('store');
  const server = await serve({ sandbox, bus, sns, s3, lambda }, 0);
  return {
    sandbox,
    s3,
    told: () => sns.topics.get(topicArn)?.length ?? 0,
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      ENI_WARDEN_TOPIC_ARN: topicArn,
      ENI_WARDEN_BUCKET: 'store',
      ENI_WARDEN_MANIFEST_BUCKET: 'store',
      POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
    },
    stop: async () => {
      bus.stop();
      lambda.stop();
      await server.stop();
      sandbox.stop();
    },
  };
}
