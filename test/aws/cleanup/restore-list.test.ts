import { listManifests } from '../../../aws/cleanup/restore-list.ts';
import { createS3Client } from '../../../aws/clients.ts';
import { requestHandlerFor } from '../../../sandbox/in-process.ts';
import { s3On } from '../../sandbox/s3-on.ts';

function bucketOn() {
  const on = s3On();
  const client = createS3Client({
    region: on.sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: requestHandlerFor(on.sandbox),
    forcePathStyle: true,
  });
  const store = { client, bucket: 'manifests', clock: on.clock, chance: () => 0.5 };
  const list = (eniId: string, withinMs = 60_000) =>
    on.clock.run(listManifests(store, eniId, on.clock.now() + withinMs));
  return { ...on, store, list };
}

beforeAll(async () => {
  await bucketOn().list('eni-1');
});

test('the manifests of an ENI are listed newest first, and those of no other', async () => {
  const { list, put } = bucketOn();
  const keys = ['2026-11-01T00:00:00Z', '2026-11-23T12:00:00Z', '2026-11-02T00:00:00Z'].map(
    (time) => `manifests/eni-1/${time}.json`,
  );
  for (const key of [...keys, 'manifests/eni-10/2026-11-24T00:00:00Z.json']) await put(key, '{}');
  expect(await list('eni-1')).toEqual([keys[1], keys[2], keys[0]]);
  expect(await list('eni-2')).toEqual([]);
});

test('more than one page of them is listed whole', async () => {
  const { list, s3, put } = bucketOn();
  await put('manifests/eni-1/0000.json', '{}');
  const bucket = s3.buckets.get('manifests');
  const first = bucket?.object('manifests/eni-1/0000.json');
  if (bucket === undefined || first === undefined) throw new Error('There is no object.');
  for (let index = 1; index < 1_005; index++)
    bucket.put({ ...first, key: `manifests/eni-1/${String(index).padStart(4, '0')}.json` });
  const keys = await list('eni-1');
  expect(keys).toHaveLength(1_005);
  expect(keys[0]).toBe('manifests/eni-1/1004.json');
});

test('an S3 that is down for a moment only makes it slower', async () => {
  const { list, s3, put } = bucketOn();
  await put('manifests/eni-1/a.json', '{}');
  s3.down(2_000);
  expect(await list('eni-1')).toEqual(['manifests/eni-1/a.json']);
});

test('an S3 that stays down, or denies it, is told with what it takes', async () => {
  const { list, s3 } = bucketOn();
  s3.failNext(1, 'AccessDenied');
  await expect(list('eni-1')).rejects.toThrow(/bucket manifests.*s3:ListBucket.*AccessDenied/);
  s3.down(600_000);
  await expect(list('eni-1', 10_000)).rejects.toThrow(/ServiceUnavailable/);
});
