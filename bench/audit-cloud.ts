import { createCloudWatchClient } from '../aws/clients.ts';
import { statusAlarm } from '../cli/status-alarm.ts';
import { realClock } from '../sandbox/clock.ts';
import { createCloudWatch } from '../sandbox/cloudwatch/cloud-watch.ts';
import { requestHandlerFor } from '../sandbox/in-process.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { serveSandbox } from '../sandbox/served-sandbox.ts';
import { buildAccount } from './audit-account.ts';

/** Those of the audit function in serverless.yml. */
export const nodeOptions = '--max-semi-space-size=8 --max-old-space-size=256';

/** A large account behind HTTP. */
export interface AuditCloud {
  readonly sandbox: Sandbox;
  /** What a function finds in its environment, with a bucket that is still empty: no run knows what another has told. */
  environment(): { readonly variables: Readonly<Record<string, string>>; readonly bucket: string };
  /** What lies in a bucket, as it was put. */
  object(bucket: string, key: string): string;
  stop(): Promise<void>;
}

/**
 * EC2 answers at once and never throttles: the child does not wait in its paces. The account is built in this process, whose
 * memory is not measured.
 */
export async function startAuditCloud(options: {
  readonly enis: number;
  readonly seed: string;
}): Promise<AuditCloud> {
  const sandbox = createSandbox({
    clock: realClock,
    seed: `bench audit ${options.seed}`,
    timings: { apiCall: { medianMs: 0, p99Ms: 0 } },
    throttling: false,
    unknowns: { reservationsLowerAvailable: false },
  });
  createCloudWatch(sandbox);
  await putAlarms(sandbox, buildAccount(sandbox, options.enis));
  const { s3, sns, environment, stop } = await serveSandbox(sandbox);
  const topicArn = sns.createTopic('eni-warden-alerts');
  const buckets = { made: 0 };
  return {
    sandbox,
    environment: () => {
      const bucket = `eni-warden-${++buckets.made}`;
      s3.createBucket(bucket);
      return {
        bucket,
        variables: {
          ...environment,
          NODE_OPTIONS: nodeOptions,
          POWERTOOLS_SERVICE_NAME: 'eni-warden',
          POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
          ENI_WARDEN_TOPIC_ARN: topicArn,
          ENI_WARDEN_BUCKET: bucket,
        },
      };
    },
    object: (bucket, key) => s3.object(bucket, key)?.body ?? '',
    stop,
  };
}

async function putAlarms(sandbox: Sandbox, instanceIds: readonly string[]): Promise<void> {
  const client = createCloudWatchClient({
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: requestHandlerFor(sandbox, 'operator'),
  });
  for (const id of instanceIds) await client.send(statusAlarm(id));
}
