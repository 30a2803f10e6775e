import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { classify, describeFailure } from '../failures.ts';
import { readPages } from '../pages.ts';
import type { ManifestStore } from './manifests.ts';

const backoffBaseMs = 200;
const backoffMaxMs = 5_000;

/** The keys of the manifests of an ENI, the newest first. Throws an error that says what to do. */
export async function listManifests(
  store: ManifestStore,
  eniId: string,
  deadline: number,
): Promise<readonly string[]> {
  const keys = await readPages(store.clock, 'ListObjectsV2', async (token) => {
    const command = new ListObjectsV2Command({
      Bucket: store.bucket,
      Prefix: `manifests/${eniId}/`,
      ...(token !== undefined && { ContinuationToken: token }),
    });
    const reply = await askPatiently(store, deadline, command);
    return {
      items: (reply.Contents ?? []).flatMap(({ Key }) => Key ?? []),
      nextToken: reply.NextContinuationToken,
    };
  });
  return keys.toSorted().toReversed();
}

async function askPatiently(
  { client, bucket, clock, chance }: ManifestStore,
  deadline: number,
  command: ListObjectsV2Command,
) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await client.send(command);
    } catch (error) {
      const failure = classify(error);
      const waitMs = chance() * Math.min(backoffMaxMs, backoffBaseMs * 2 ** attempt);
      const mayPass = failure === 'throttled' || failure === 'retryable';
      if (!mayPass || clock.now() + waitMs >= deadline)
        throw new Error(
          `The manifests in the bucket ${bucket} could not be listed (it takes s3:ListBucket): ${describeFailure(error)}`,
          { cause: error },
        );
      await clock.sleep(waitMs);
    }
  }
}
