import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readRestoreConfig } from '../../aws/cleanup/restore-config.ts';
import { createEc2Client, createS3Client } from '../../aws/clients.ts';
import type { Credentials } from '../../cli/function-credentials.ts';
import { createRestoreFunction } from '../../handlers/restore-function.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { manifestBucket } from '../support/cleanup-stage.ts';
import { storyCredentials } from '../support/judged-stories.ts';
import { contextFor } from '../support/lambda-context.ts';
import type { CleanupStory } from './cleanup-story.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Of whoever has these credentials. */
export function clientOf(sandbox: Sandbox, credentials: Credentials) {
  return {
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials,
    requestHandler: requestHandlerFor(sandbox, 'restore'),
    forcePathStyle: true,
  };
}

/** The real restore function beside the real cleanup, under virtual time. */
export function restoring(story: CleanupStory) {
  const { clock, sandbox } = story.stage;
  const own = { topicArn: 'none', bucket: manifestBucket };
  const client = clientOf(sandbox, storyCredentials('restore', sandbox, own));
  const handler = createRestoreFunction({
    config: readRestoreConfig({
      ENI_WARDEN_MANIFEST_BUCKET: manifestBucket,
      AWS_REGION: sandbox.region,
    }),
    clock,
    chance: () => 0.5,
    ec2Client: createEc2Client(client),
    s3Client: createS3Client(client),
    logger: new Logger({ logLevel: 'SILENT' }),
    metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent }),
  });
  return (event: unknown, timeoutMs = 300_000) => clock.run(handler(event, contextFor(clock, timeoutMs)));
}

/** An ENI that the cleanup has deleted, and the key of its manifest. */
export async function deleted(story: CleanupStory) {
  const eniId = story.orphan({ privateIpAddress: '10.0.0.77', tags: { Name: 'build-agent-7' } });
  await story.sweepUntilDue();
  if (story.exists(eniId)) throw new Error('The cleanup has not deleted it.');
  const keys = [...(story.stage.s3.buckets.get(manifestBucket)?.objects.keys() ?? [])];
  const key = keys.find((each) => each.startsWith(`manifests/${eniId}/`)) ?? '';
  return { eniId, key };
}
