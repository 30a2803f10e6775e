import { PutObjectCommand } from '@aws-sdk/client-s3';
import { readRestoreConfig } from '../../aws/cleanup/restore-config.ts';
import { createS3Client } from '../../aws/clients.ts';
import { peoplesCredentials } from '../../cli/function-credentials.ts';
import { manifestBucket } from '../support/cleanup-stage.ts';
import { type CleanupStory, createCleanupStory } from './cleanup-story.ts';
import { clientOf, deleted, restoring } from './restore-story.ts';

let story: CleanupStory;

beforeEach(() => {
  story = createCleanupStory();
});

// The first calls of an SDK load code in real time, which a virtual clock does not wait for.
beforeAll(async () => {
  const first = createCleanupStory();
  const { key } = await deleted(first);
  await restoring(first)({ key });
});

test('what the cleanup deleted comes back with its address when its key is given', async () => {
  const { eniId, key } = await deleted(story);
  const report = await restoring(story)({ key });
  expect(report).toMatchObject({ outcome: 'restored', eniId, addresses: ['10.0.0.77'] });
  const record = story.stage.sandbox.world.networkInterface(report.newEniId ?? '');
  expect(record).toMatchObject({
    privateIpAddresses: [{ privateIpAddress: '10.0.0.77' }],
    description: 'build agent',
    tags: { Name: 'build-agent-7' },
  });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('a restored ENI has its whole grace period again', async () => {
  const { key } = await deleted(story);
  const { newEniId = '' } = await restoring(story)({ key });
  await story.sweep();
  expect(story.exists(newEniId)).toBe(true);
  await story.sweepUntilDue();
  expect(story.exists(newEniId)).toBe(false);
  expect(story.manifestsOf(newEniId)).toHaveLength(1);
});

test('what is impossible is an answer, not an error', async () => {
  const { key } = await deleted(story);
  const { world } = story.stage.sandbox;
  const holder = world.addNetworkInterface({ subnetId: story.subnetId, privateIpAddress: '10.0.0.77' });
  expect(await restoring(story)({ key })).toMatchObject({
    outcome: 'impossible',
    problems: [expect.stringContaining(`10.0.0.77 is held by ${holder.networkInterfaceId}`)],
  });
});

test.each([
  [undefined],
  [null],
  [{}],
  [{ key: 7 }],
  [{ key: 'eni-1' }],
  [{ key: 'manifests/../secrets/a.json' }],
  ['manifests/eni-1/a.json'],
])('the event %j is refused, with what it should be and how to list keys', async (event) => {
  await expect(restoring(story)(event)).rejects.toThrow(/"key": "manifests\/eni-….*--list eni-…/);
});

test('a key that does not exist is told, with how to list keys', async () => {
  await expect(restoring(story)({ key: 'manifests/eni-1/2026-01-01T00:00:00Z.json' })).rejects.toThrow(
    /manifests\/eni-1\/2026-01-01T00:00:00Z\.json.*--list eni-…/,
  );
});

test('a manifest that cannot be read is told, with what is wrong in it', async () => {
  const { eniId, key } = await deleted(story);
  const text = story.manifestsOf(eniId)[0]?.replace('"subnetId"', '"subnet"') ?? '';
  const { clock, sandbox } = story.stage;
  const putting = createS3Client(clientOf(sandbox, peoplesCredentials)).send(
    new PutObjectCommand({ Bucket: manifestBucket, Key: key, Body: text }),
  );
  await clock.run(putting);
  await expect(restoring(story)({ key })).rejects.toThrow(/its subnetId is missing/);
  expect(story.exists(eniId)).toBe(false);
});

test('while S3 is down nothing is changed, and afterwards it works', async () => {
  const { key } = await deleted(story);
  story.stage.s3.down(60_000);
  await expect(restoring(story)({ key })).rejects.toThrow(/was not read/);
  await story.wait(60_000);
  expect(await restoring(story)({ key })).toMatchObject({ outcome: 'restored' });
});

test('a configuration that is wrong is told by name', () => {
  expect(() => readRestoreConfig({ AWS_REGION: 'eu-west-1' })).toThrow(/ENI_WARDEN_MANIFEST_BUCKET/);
});
