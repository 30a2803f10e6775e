import { DescribeInstancesCommand, EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { realClock } from '../../sandbox/clock.ts';
import { createEventBus } from '../../sandbox/events/bus.ts';
import { createLambda } from '../../sandbox/lambda/lambda.ts';
import { createS3 } from '../../sandbox/s3/s3.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { callerOf, type Server, serve } from '../../sandbox/server.ts';
import { createSns } from '../../sandbox/sns/sns.ts';
import type { Controlled } from '../../sandbox/stack/control-route.ts';

const instant = { medianMs: 1, p99Ms: 1 };
let controlled: Controlled;
let server: Server;
let client: EC2Client;
let instanceId: string;

beforeEach(async () => {
  const sandbox = createSandbox({ clock: realClock, seed: 'server', timings: { apiCall: instant } });
  const { region, account, random, world } = sandbox;
  const bus = createEventBus(sandbox);
  const lambda = createLambda({ clock: realClock, random, region, account });
  controlled = { sandbox, bus, lambda, sns: createSns(sandbox), s3: createS3(sandbox) };
  const { vpcId } = world.addVpc({ cidr: '10.0.0.0/16' });
  const { subnetId } = world.addSubnet({ vpcId, cidr: '10.0.0.0/24', availabilityZone: 'eu-west-1a' });
  instanceId = world.addInstance({ subnetId, instanceType: 't3.medium', tags: {} }).instanceId;
  server = await serve(controlled, 0);
  client = new EC2Client({
    region,
    endpoint: server.url,
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  controlled.bus.stop();
  controlled.sandbox.stop();
  await server.stop();
});

async function control(
  path: string,
  body?: unknown,
): Promise<{ status: number; answer: unknown; text: string }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = body === undefined ? {} : { method: 'POST', body: text };
  const response = await fetch(`${server.url}/_sandbox${path}`, init);
  const answered = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, text: answered, answer: isJson ? JSON.parse(answered) : undefined };
}

test('the SDK client talks to EC2 over HTTP', async () => {
  const { Reservations } = await client.send(new DescribeInstancesCommand({}));
  expect(Reservations?.[0]?.Instances?.[0]?.InstanceId).toBe(instanceId);
});

test('an error comes to the SDK client with its code', async () => {
  const unknown = new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] });
  await expect(client.send(unknown)).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
});

test('a lost reply breaks the connection after the effect', async () => {
  controlled.sandbox.faults.loseReplyNext({ action: 'TerminateInstances' });
  const lost = client.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
  await expect(lost).rejects.toThrow('socket hang up');
  expect(controlled.sandbox.world.instances.get(instanceId)?.state).toBe('shutting-down');
});

test('an object as large as the register of a large account comes into a bucket and out of it', async () => {
  controlled.s3.createBucket('kept');
  const large = new S3Client({
    region: controlled.sandbox.region,
    endpoint: server.url,
    forcePathStyle: true,
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
  });
  const at = { Bucket: 'kept', Key: 'audit/addresses.csv' };
  const body = '10.0.0.1,eni-0123456789abcdef0,größer\n'.repeat(200_000);
  await large.send(new PutObjectCommand({ ...at, Body: body }));
  const { Body } = await large.send(new GetObjectCommand(at));
  expect((await Body?.transformToString()) === body).toBe(true);
  large.destroy();
});

test('a request over the limit is refused', async () => {
  const response = await fetch(server.url, { method: 'POST', body: 'x'.repeat(65 * 1024 * 1024) });
  expect(response.status).toBe(413);
});

test('the help text has a line to paste for every route', async () => {
  const { status, text } = await control('');
  expect(status).toBe(200);
  expect(text).toContain(`curl ${server.url}/_sandbox/hang -d '{"instanceId":"i-0123456789abcdef0"}'`);
  expect(text).toContain(`curl ${server.url}/_sandbox/world`);
});

test('an instance hangs and recovers on request', async () => {
  expect(await control('/hang', { instanceId })).toMatchObject({ status: 200, answer: { done: 'hang' } });
  expect(controlled.sandbox.world.instances.get(instanceId)?.hung).toBe(true);
  await control('/recover', { instanceId });
  expect(controlled.sandbox.world.instances.get(instanceId)?.hung).toBe(false);
});

test('an impaired instance has a broken status check', async () => {
  await control('/impair', { instanceId, check: 'attached-ebs' });
  expect(controlled.sandbox.world.instances.get(instanceId)?.broken).toEqual(['attached-ebs']);
});

test('an alarm comes to the bus as CloudWatch would send it', async () => {
  await control('/alarm', { instanceId, alarmName: 'fw-status' });
  expect(controlled.bus.records).toMatchObject([
    {
      event: {
        source: 'aws.cloudwatch',
        'detail-type': 'CloudWatch Alarm State Change',
        resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:fw-status'],
        detail: { alarmName: 'fw-status', state: { value: 'ALARM' } },
      },
    },
  ]);
  expect((await control('/events')).answer).toMatchObject([{ event: { source: 'aws.cloudwatch' } }]);
});

test('the next event is lost on request', async () => {
  await control('/lose-next-event', {});
  await control('/alarm', { instanceId });
  expect(controlled.bus.records.map(({ copies }) => copies)).toEqual([0]);
});

test('a throttled action is refused', async () => {
  await control('/throttle', { action: 'TerminateInstances' });
  const call = client.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
  await expect(call).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
});

test('the world and the alerts can be read', async () => {
  expect((await control('/world')).answer).toMatchObject({ instances: [{ instanceId, state: 'running' }] });
  expect((await control('/alerts')).answer).toEqual([]);
});

test.each([
  ['an unknown route', '/explode', {}, 404, /hang, recover/],
  ['a route asked by the wrong method', '/hang', undefined, 404, /POST/],
  ['a body that is not JSON', '/hang', '{', 400, /not JSON/],
  ['a missing field', '/hang', {}, 400, /instanceId/],
  ['an unknown field', '/lose-next-event', { colour: 'blue' }, 400, /colour/],
  ['a value out of range', '/lose-next-event', { times: 0 }, 400, /times/],
  ['an instance that does not exist', '/hang', { instanceId: 'i-1' }, 404, /i-1/],
])('%s is answered with a clear error', async (_, path, body, status, message) => {
  const response = await control(path, body);
  expect(response).toMatchObject({ status, answer: { error: expect.stringMatching(message) } });
});

test.each([
  ['aws-cli/1.45.11 md/Botocore#1.43.11 ua/2.1 os/linux', 'aws-cli'],
  [
    'aws-sdk-js/3.1161.0 ua/2.1 os/linux lang/js api/ec2#3.1161.0 app/eni-warden-failover',
    'eni-warden-failover',
  ],
  [
    'aws-sdk-js/3.1161.0 app/eni-warden-failover-PT-NO-OP-2.36.0-PTEnv-AWS_Lambda_nodejs24.x',
    'eni-warden-failover',
  ],
  ['curl/8.5.0', 'curl'],
  ['', ''],
])('the user agent %s names the caller %s', (userAgent, caller) => {
  expect(callerOf(userAgent)).toBe(caller);
});

test('a zip comes into S3 as it was sent, and is given back to nobody', async () => {
  const s3 = new S3Client({
    region: controlled.sandbox.region,
    endpoint: server.url,
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
  const zip = Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe, 0x00, 0x80]);
  const place = { Bucket: 'uploads', Key: 'a.zip' };
  const bucket = controlled.s3.createBucket('uploads');
  await s3.send(new PutObjectCommand({ ...place, Body: zip }));
  expect(Uint8Array.from(bucket.object('a.zip')?.binary ?? [])).toEqual(zip);
  expect((await s3.send(new HeadObjectCommand(place))).ContentLength).toBe(8);
  await expect(s3.send(new GetObjectCommand(place))).rejects.toThrow('objects of UTF-8 text only');
  expect((await control('/objects')).text).not.toContain('binary');
  s3.destroy();
});
