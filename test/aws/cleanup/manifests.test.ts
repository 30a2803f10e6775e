import { PutObjectCommand } from '@aws-sdk/client-s3';
import { readManifest, storeManifest } from '../../../aws/cleanup/manifests.ts';
import { DeadlinePassed } from '../../../aws/ec2.ts';
import { type Manifest, manifestKey, manifestOf } from '../../../domain/cleanup/manifest.ts';
import { noReferences, orphan } from '../../domain/cleanup/orphan.ts';
import { bucket, cloud } from './cloud.ts';

const reading = manifestOf(
  orphan('eni-1', { description: 'Größe & <Ordnung> 🛡' }),
  noReferences,
  Date.UTC(2026, 0, 5, 9),
);
if (reading.kind === 'problems') throw new Error(reading.problems.join('; '));
const manifest: Manifest = reading.manifest;
const key = manifestKey(manifest);

function town() {
  const { clock, s3, store, deadline, sandbox } = cloud();
  return {
    clock,
    s3,
    faults: sandbox.faults,
    put: (given = manifest, until = deadline) => clock.run(storeManifest(store, given, until)),
    get: (wanted = key) => clock.run(readManifest(store, wanted, deadline)),
    write: (Body: string) =>
      clock.run(store.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }))),
    versions: () => s3.buckets.get(bucket)?.objects.get(key)?.length ?? 0,
  };
}

beforeAll(async () => {
  await town()
    .put()
    .catch(() => undefined);
});

test('what is stored is read back as it was', async () => {
  const { put, get } = town();
  expect(await put()).toBe(key);
  expect(await get()).toEqual(manifest);
});

test('it is stored as JSON that a person can read', async () => {
  const { put, s3 } = town();
  await put();
  expect(s3.object(bucket, key)).toMatchObject({ contentType: 'application/json' });
  expect(s3.object(bucket, key)?.body).toContain('  "eniId": "eni-1",\n');
});

test('storing it twice is harmless, and so is a lost reply', async () => {
  const { put, get, faults, versions } = town();
  faults.loseReplyNext({ action: 'PutObject' });
  expect(await put()).toBe(key);
  expect(versions()).toBe(2);
  expect(await put()).toBe(key);
  expect(await get()).toEqual(manifest);
});

test('an S3 that fails for a moment is asked again', async () => {
  const { put, get, s3 } = town();
  s3.failNext(1, 'InternalError');
  s3.failNext(1, 'SlowDown');
  expect(await put()).toBe(key);
  s3.failNext(1, 'ServiceUnavailable');
  expect(await get()).toEqual(manifest);
});

test('an S3 that is down is not waited for so long that the look before a deletion grows old', async () => {
  const { put, s3, clock, versions } = town();
  s3.down(60_000);
  const from = clock.now();
  await expect(put()).rejects.toThrow(/S3 did not take the manifest manifests\/eni-1\/.*ServiceUnavailable/);
  expect(clock.now() - from).toBeLessThan(10_000);
  expect(versions()).toBe(0);
});

test('a denial is not tried again', async () => {
  const { put, s3, versions } = town();
  s3.failNext(1, 'AccessDenied');
  await expect(put()).rejects.toThrow('AccessDenied');
  expect(versions()).toBe(0);
});

test('without time nothing is sent', async () => {
  const { put, clock, versions } = town();
  await expect(put(manifest, clock.now())).rejects.toThrow(DeadlinePassed);
  expect(versions()).toBe(0);
});

test('a manifest that could not be read back is not stored', async () => {
  const { put, s3 } = town();
  await expect(put({ ...manifest, subnetId: '' })).rejects.toThrow('its subnetId is not right');
  expect(s3.object(bucket, key)).toBeUndefined();
});

test('a key that does not exist: it is said how to list those that do', async () => {
  await expect(town().get('manifests/eni-9/x.json')).rejects.toThrow(
    /manifests\/eni-9\/x\.json.*there is none.*npm run restore -- --list/,
  );
});

test('a bucket that denies, a bucket that does not exist, an S3 that is down: each says what to do', async () => {
  const { get, s3 } = town();
  s3.failNext(1, 'AccessDenied');
  await expect(get()).rejects.toThrow(/s3:GetObject and s3:ListBucket/);
  const { clock, store, deadline } = cloud();
  const nowhere = clock.run(readManifest({ ...store, bucket: 'nowhere' }, key, deadline));
  await expect(nowhere).rejects.toThrow(/no such bucket.*outputs of the stack/);
  s3.down(60_000);
  await expect(get()).rejects.toThrow(/Try again later/);
});

test('a manifest that somebody has damaged: what is wrong with it, and where an earlier one is', async () => {
  const { get, write } = town();
  await write(JSON.stringify({ ...manifest, routes: 7, subnetId: undefined }));
  await expect(get()).rejects.toThrow(/its subnetId is missing; its routes is not right.*every version/);
  await write('not JSON');
  await expect(get()).rejects.toThrow('it is not JSON');
});
