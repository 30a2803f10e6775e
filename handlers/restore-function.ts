import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { S3Client } from '@aws-sdk/client-s3';
import { readManifest } from '../aws/cleanup/manifests.ts';
import type { RestoreConfig } from '../aws/cleanup/restore-config.ts';
import { createRestoreEc2 } from '../aws/cleanup/restore-ec2.ts';
import { restoreEni } from '../aws/cleanup/restore-eni.ts';
import type { Chance, Clock } from '../aws/clock.ts';
import type { RestoreReport } from '../domain/cleanup/restore-report.ts';
import { createLambda, type LambdaHandler, type Observability } from './lambda.ts';

/** What the function runs on: the real thing in production, the sandbox in tests. */
export interface RestoreRuntime extends Observability {
  readonly config: RestoreConfig;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly ec2Client: EC2Client;
  readonly s3Client: S3Client;
}

/** Kept back at the end: a last call may take as long as its time-out. */
const closingMs = 8_000;

/**
 * The function that a person invokes, synchronously, with the key of a manifest; the answer is the report. Throws where
 * the event is wrong, there is no such manifest, or nothing could be read: then nothing was changed.
 */
export function createRestoreFunction(runtime: RestoreRuntime): LambdaHandler<RestoreReport> {
  const { config, clock, chance, logger, metrics } = runtime;
  const ec2 = createRestoreEc2(runtime.ec2Client, clock, chance);
  const store = { client: runtime.s3Client, bucket: config.manifestBucket, clock, chance };
  const handle = async (event: unknown, context: { getRemainingTimeInMillis(): number }) => {
    const deadline = clock.now() + Math.max(0, context.getRemainingTimeInMillis() - closingMs);
    const key = keyOf(event, config.manifestBucket);
    logger.info('restore begins', { key });
    const report = await restoreEni(ec2, await readManifest(store, key, deadline), deadline);
    metrics.singleMetric().addDimension('outcome', report.outcome).addMetric('Restores', MetricUnit.Count, 1);
    logger.info('restore ended', { key, report });
    return report;
  };
  return createLambda(runtime, handle, 'the restore failed; whoever asked for it is told');
}

/** The event is made by hand, so that its errors say what is right. */
function keyOf(event: unknown, bucket: string): string {
  const key = typeof event === 'object' && event !== null && 'key' in event ? event.key : undefined;
  if (typeof key === 'string' && /^manifests\/eni-\w+\/[^/]+\.json$/.test(key)) return key;
  throw new Error(
    `The event must name the manifest of the deleted ENI: { "key": "manifests/eni-…/….json" }. It names ${
      JSON.stringify(key)?.slice(0, 200) ?? 'none'
    }. To list the keys of an ENI: aws s3 ls s3://${bucket}/manifests/eni-…/ (or npm run restore -- --list eni-…)`,
  );
}
