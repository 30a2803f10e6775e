import { realClock } from '../sandbox/clock.ts';
import { createEventBus } from '../sandbox/events/bus.ts';
import { createLambda } from '../sandbox/lambda/lambda.ts';
import { createS3 } from '../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { serve } from '../sandbox/server.ts';
import { createSns } from '../sandbox/sns/sns.ts';
import { buildAccount } from './cleanup-account.ts';

/**
 * Those of the cleanup function in serverless.yml, for both children. Left to itself, V8 lets the heap grow with the
 * memory that the machine has, and paging alone takes more than the bar.
 */
export const nodeOptions = '--max-semi-space-size=16 --max-old-space-size=300';

const bucketName = 'eni-warden-manifests';

/** A large account behind HTTP, on real time, with EC2's published request limits. */
export interface Cloud {
  readonly sandbox: Sandbox;
  /** What a function finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * EC2 answers at once: any time that it took would be in both walks, and hide what the sweep adds. The account is built
 * in this process, whose memory is not measured.
 */
export async function startCloud(options: {
  readonly enis: number;
  readonly unattached: number;
  readonly seed: string;
}): Promise<Cloud> {
  const sandbox = createSandbox({
    clock: realClock,
    seed: `bench cleanup ${options.seed}`,
    timings: { apiCall: { medianMs: 0, p99Ms: 0 } },
  });
  buildAccount(sandbox, options);
  const { clock, random, region, account } = sandbox;
  const bus = createEventBus(sandbox);
  const sns = createSns(sandbox);
  const s3 = createS3(sandbox);
  s3.createBucket(bucketName);
  const lambda = createLambda({ clock, random, region, account });
  const topicArn = sns.createTopic('eni-warden-alerts');
  const server = await serve({ sandbox, bus, sns, s3, lambda }, 0);
  return {
    sandbox,
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      ENI_WARDEN_TOPIC_ARN: topicArn,
      ENI_WARDEN_MANIFEST_BUCKET: bucketName,
      NODE_OPTIONS: nodeOptions,
      POWERTOOLS_SERVICE_NAME: 'eni-warden',
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
