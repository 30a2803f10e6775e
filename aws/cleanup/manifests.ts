import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Manifest, manifestKey } from '../../domain/cleanup/manifest.ts';
import type { Chance, Clock } from '../clock.ts';
import { describeFailure } from '../failures.ts';
import { callS3 } from '../s3.ts';
import { parseManifest } from './parse-manifest.ts';

/** Where manifests are kept: a bucket with versions. */
export interface ManifestStore {
  readonly client: S3Client;
  readonly bucket: string;
  readonly clock: Clock;
  readonly chance: Chance;
}

/**
 * Stores the manifest durably, and resolves with its key. Storing it again makes another version of the same. Throws
 * when S3 has not said that it has it, and DeadlinePassed when there is no time left.
 */
export async function storeManifest(
  store: ManifestStore,
  manifest: Manifest,
  deadline: number,
): Promise<string> {
  const key = manifestKey(manifest);
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  const reading = parseManifest(text);
  // What could not be read back would be no way back.
  if (reading.kind === 'problems') {
    throw new Error(`the manifest ${key} could not be read again: ${reading.problems.join('; ')}`);
  }
  const input = { Bucket: store.bucket, Key: key, Body: text, ContentType: 'application/json' };
  const failure = await callS3(store, deadline, () => store.client.send(new PutObjectCommand(input)));
  if ('value' in failure) return key;
  const because = `S3 did not take the manifest ${key} into ${store.bucket}: ${describeFailure(failure.error)}`;
  throw new Error(because, { cause: failure.error });
}

/** Reads a stored manifest. Throws an error that names the key and says what to do. */
export async function readManifest(store: ManifestStore, key: string, deadline: number): Promise<Manifest> {
  const where = `the manifest ${key} of the bucket ${store.bucket}`;
  const input = { Bucket: store.bucket, Key: key };
  const reply = await callS3(store, deadline, async () => {
    const { Body } = await store.client.send(new GetObjectCommand(input));
    return (await Body?.transformToString()) ?? '';
  });
  if ('error' in reply) {
    throw new Error(`${where} was not read: ${whatToDo(reply.error)}`, { cause: reply.error });
  }
  const reading = parseManifest(reply.value);
  if (reading.kind === 'read') return reading.manifest;
  throw new Error(
    `${where} cannot be used: ${reading.problems.join('; ')}. The bucket keeps every version of it: put an earlier one that is whole in its place`,
  );
}

function whatToDo(error: unknown): string {
  const said = describeFailure(error);
  switch (error instanceof Error ? error.name : '') {
    case 'NoSuchKey':
      return `there is none (${said}). List those of an ENI with: npm run restore -- --list eni-…`;
    case 'NoSuchBucket':
      return `there is no such bucket (${said}). The outputs of the stack name the right one`;
    case 'AccessDenied':
      return `S3 denies it, which is also what it says of a key that does not exist to somebody who may not list the bucket (${said}). It takes s3:GetObject and s3:ListBucket`;
    default:
      return `${said}. Try again later; nothing has been changed`;
  }
}
