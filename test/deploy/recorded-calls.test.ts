import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { readRestoreConfig } from '../../aws/cleanup/restore-config.ts';
import { createEc2Client, createS3Client } from '../../aws/clients.ts';
import { createRestoreFunction } from '../../handlers/restore-function.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createAuditStory } from '../handlers/audit-story.ts';
import { type CleanupStory, createCleanupStory } from '../handlers/cleanup-story.ts';
import { createStory } from '../handlers/story.ts';
import { manifestBucket } from '../support/cleanup-stage.ts';
import { contextFor } from '../support/lambda-context.ts';
import { look, type Question, questionsAbout } from './authorizations.ts';
import { type PackagedService, packageService } from './packaged-service.ts';
import { may, roleOf } from './roles.ts';

let service: PackagedService;

beforeAll(async () => {
  service = await packageService();
}, 60_000);

afterAll(() => service?.remove());

interface Recorded {
  readonly actions: Set<string>;
  readonly denied: string[];
}

/** Judges every call of a caller by the role of its function, as things are tagged just before it is made. */
function record(sandbox: Sandbox, functionName: string): Recorded {
  const role = roleOf(service.template, functionName);
  const recorded: Recorded = { actions: new Set(), denied: [] };
  let before = look(sandbox.world);
  const judge = ({ action, resource, request }: Question) => {
    recorded.actions.add(action);
    if (!may(role, action, resource, request)) recorded.denied.push(`${action} on ${resource}`);
  };
  sandbox.log.onCall((call) => {
    if (call.caller.startsWith(functionName.toLowerCase())) questionsAbout(call, before).forEach(judge);
    before = look(sandbox.world);
  });
  return recorded;
}

test('the role of the failover allows every call of its stories', async () => {
  const story = createStory();
  const [a, b] = [story.member('a'), story.member('b')];
  const eni = story.eni({ on: a, at: { deleteOnTermination: true } });
  const other = story.eni({ on: a, at: { deviceIndex: 2 } });
  const recorded = record(story.stage.sandbox, 'Failover');
  const { world, faults } = story.stage.sandbox;
  await story.handle(story.events.tick());
  await story.handle(story.events.switchover({}));
  expect([story.whereIs(eni), story.whereIs(other)]).toEqual(['b', 'b']);
  faults.failNext({ action: 'DetachNetworkInterface' });
  world.stop(b);
  await story.handle(story.events.stateChange(b, 'stopped'));
  expect([story.whereIs(eni), story.whereIs(other)]).toEqual(['a', 'a']);
  expect(recorded.denied).toEqual([]);
  expect([...recorded.actions].sort()).toEqual([
    'ec2:AttachNetworkInterface',
    'ec2:DescribeInstanceStatus',
    'ec2:DescribeInstanceTypes',
    'ec2:DescribeInstances',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DetachNetworkInterface',
    'ec2:ModifyNetworkInterfaceAttribute',
    'sns:Publish',
  ]);
}, 60_000);

function clientOf(sandbox: Sandbox, caller: string) {
  return {
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: requestHandlerFor(sandbox, caller),
    forcePathStyle: true,
  };
}

/** The restore as a function of its own, whose calls are told from those of the cleanup. */
function restoring({ stage }: CleanupStory) {
  const { clock, sandbox } = stage;
  const client = clientOf(sandbox, 'restore');
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const handler = createRestoreFunction({
    config: readRestoreConfig({ ENI_WARDEN_MANIFEST_BUCKET: manifestBucket, AWS_REGION: sandbox.region }),
    clock,
    chance: () => 0.5,
    ec2Client: createEc2Client(client),
    s3Client: createS3Client(client),
    logger: new Logger({ logLevel: 'SILENT' }),
    metrics: new Metrics({ namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent }),
  });
  return (event: unknown) => clock.run(handler(event, contextFor(clock, 300_000)));
}

test('the roles of the cleanup and of the restore allow every call of their stories', async () => {
  const story = createCleanupStory();
  const { sandbox, s3 } = story.stage;
  const cleanup = record(sandbox, 'Cleanup');
  const restore = record(sandbox, 'Restore');
  const released = story.orphan();
  const deleted = story.orphan({ tags: { Name: 'old' } });
  await story.sweep();
  sandbox.world.attach(released, { instanceId: story.instanceId, deviceIndex: 1 });
  await story.sweepUntilDue();
  expect([story.exists(released), story.exists(deleted)]).toEqual([true, false]);
  const key = [...(s3.buckets.get(manifestBucket)?.objects.keys() ?? [])].find((each) =>
    each.includes(deleted),
  );
  // The cleanup spares what does not check its traffic, so this is the manifest of another ENI.
  const manifest = {
    ...JSON.parse(s3.object(manifestBucket, key ?? '')?.body ?? ''),
    sourceDestCheck: false,
  };
  const store = createS3Client(clientOf(sandbox, 'operator'));
  await story.stage.clock.run(
    store.send(new PutObjectCommand({ Bucket: manifestBucket, Key: key, Body: JSON.stringify(manifest) })),
  );
  const report = await restoring(story)({ key });
  expect(report).toMatchObject({ outcome: 'restored' });
  expect([...cleanup.denied, ...restore.denied]).toEqual([]);
  expect([...cleanup.actions]).toEqual(
    expect.arrayContaining([
      'ec2:CreateTags',
      'ec2:DeleteTags',
      'ec2:DeleteNetworkInterface',
      's3:PutObject',
      'sns:Publish',
    ]),
  );
  expect([...restore.actions]).toEqual(
    expect.arrayContaining([
      'ec2:CreateNetworkInterface',
      'ec2:CreateTags',
      'ec2:ModifyNetworkInterfaceAttribute',
      's3:GetObject',
    ]),
  );
}, 60_000);

test('the role of the audit allows every call of its stories', async () => {
  const story = await createAuditStory();
  const recorded = record(story.stage.sandbox, 'Audit');
  story.breakRoute();
  await story.look();
  story.mendRoute();
  await story.look();
  expect(story.news().length).toBeGreaterThan(0);
  expect(recorded.denied).toEqual([]);
  expect([...recorded.actions]).toEqual(
    expect.arrayContaining(['cloudwatch:DescribeAlarms', 's3:GetObject', 's3:PutObject', 'sns:Publish']),
  );
  expect([...recorded.actions].filter((action) => /^ec2:(?!Describe|Get)/.test(action))).toEqual([]);
}, 60_000);
