import { realClock } from '../sandbox/clock.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { serveSandbox } from '../sandbox/served-sandbox.ts';
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
  const { s3, sns, environment, stop } = await serveSandbox(sandbox);
  s3.createBucket(bucketName);
  return {
    sandbox,
    environment: {
      ...environment,
      ENI_WARDEN_TOPIC_ARN: sns.createTopic('eni-warden-alerts'),
      ENI_WARDEN_MANIFEST_BUCKET: bucketName,
      NODE_OPTIONS: nodeOptions,
      POWERTOOLS_SERVICE_NAME: 'eni-warden',
      POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
    },
    stop,
  };
}
