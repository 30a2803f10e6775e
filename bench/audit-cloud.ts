import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { createCloudWatchClient } from '../aws/clients.ts';
import { realClock } from '../sandbox/clock.ts';
import { createCloudWatch } from '../sandbox/cloudwatch/cloud-watch.ts';
import { createEventBus } from '../sandbox/events/bus.ts';
import { requestHandlerFor } from '../sandbox/in-process.ts';
import { createLambda } from '../sandbox/lambda/lambda.ts';
import { createS3 } from '../sandbox/s3/s3.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { serve } from '../sandbox/server.ts';
import { createSns } from '../sandbox/sns/sns.ts';
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
  const { clock, random, region, account } = sandbox;
  const bus = createEventBus(sandbox);
  const sns = createSns(sandbox);
  const s3 = createS3(sandbox);
  const lambda = createLambda({ clock, random, region, account });
  const topicArn = sns.createTopic('eni-warden-alerts');
  const server = await serve({ sandbox, bus, sns, s3, lambda }, 0);
  const buckets = { made: 0 };
  return {
    sandbox,
    environment: () => {
      const bucket = `eni-warden-${++buckets.made}`;
      s3.createBucket(bucket);
      return {
        bucket,
        variables: {
          ...variablesOf(sandbox, server.url),
          ENI_WARDEN_TOPIC_ARN: topicArn,
          ENI_WARDEN_BUCKET: bucket,
        },
      };
    },
    object: (bucket, key) => s3.object(bucket, key)?.body ?? '',
    stop: async () => {
      bus.stop();
      lambda.stop();
      await server.stop();
      sandbox.stop();
    },
  };
}

function variablesOf({ region }: Sandbox, url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    NODE_OPTIONS: nodeOptions,
    POWERTOOLS_SERVICE_NAME: 'eni-warden',
    POWERTOOLS_METRICS_NAMESPACE: 'EniWarden',
  };
}

async function putAlarms(sandbox: Sandbox, instanceIds: readonly string[]): Promise<void> {
  const client = createCloudWatchClient({
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: requestHandlerFor(sandbox, 'operator'),
  });
  for (const id of instanceIds) {
    await client.send(
      new PutMetricAlarmCommand({
        AlarmName: `${id}-status`,
        Namespace: 'AWS/EC2',
        MetricName: 'StatusCheckFailed',
        Dimensions: [{ Name: 'InstanceId', Value: id }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      }),
    );
  }
}
