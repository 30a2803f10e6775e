import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  AttachNetworkInterfaceCommand,
  CreateTagsCommand,
  DeleteNetworkInterfaceCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  DetachNetworkInterfaceCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { VirtualClock } from '../../sandbox/clock.ts';
import { createCloudWatch } from '../../sandbox/cloudwatch/cloud-watch.ts';
import type { Judgement } from '../../sandbox/iam/iam.ts';
import type { Statement } from '../../sandbox/iam/policy.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { createS3 } from '../../sandbox/s3/s3.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { createSns } from '../../sandbox/sns/sns.ts';

const arn = 'arn:aws:ec2:eu-west-1:123456789012';
const ofTeam: Statement['Condition'] = { StringEquals: { 'aws:ResourceTag/team': 'red' } };
const allow = (Action: string, Resource: string, Condition?: Statement['Condition']): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
});

/** An account with a bucket and a topic, and clients of somebody who acts in a role with these statements. */
function account(...statements: readonly Statement[]) {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 1 });
  const s3 = createS3(sandbox);
  s3.createBucket('kept');
  const topicArn = createSns(sandbox).createTopic('told');
  createCloudWatch(sandbox);
  sandbox.iam.addRole('ASIAROLE', { name: 'red', statements });
  const judged: Judgement[] = [];
  sandbox.iam.onJudged((judgement) => judged.push(judgement));
  const clientOf = (accessKeyId: string) => ({
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId, secretAccessKey: 'y' },
    requestHandler: requestHandlerFor(sandbox),
    maxAttempts: 1,
    forcePathStyle: true,
  });
  const codeOf = (call: Promise<unknown>) =>
    clock.run(call.then(() => 'allowed').catch((error) => String(error.name)));
  const { subnetId } = sandbox.world.addNetwork().subnets[0];
  const eni = (tags = {}) => sandbox.world.addNetworkInterface({ subnetId, tags }).networkInterfaceId;
  const instance = (tags = {}) => sandbox.world.addInstance({ subnetId, tags }).instanceId;
  return { sandbox, topicArn, judged, clientOf, codeOf, eni, instance };
}

test('whoever acts in no role may do everything', async () => {
  const { clientOf, codeOf, eni, judged } = account();
  const ec2 = new EC2Client(clientOf('AKIASOMEBODY'));
  expect(await codeOf(ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: eni() })))).toBe(
    'allowed',
  );
  expect(judged).toEqual([]);
});

test('what a role does not allow is denied with the code of each service, and has no effect', async () => {
  const { sandbox, clientOf, codeOf, eni, topicArn } = account();
  const client = clientOf('ASIAROLE');
  const id = eni();
  const about = { Bucket: 'kept', Key: 'a' };
  const ec2 = new EC2Client(client);
  expect(await codeOf(ec2.send(new DescribeInstancesCommand({})))).toBe('UnauthorizedOperation');
  expect(await codeOf(ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id })))).toBe(
    'UnauthorizedOperation',
  );
  expect(await codeOf(new S3Client(client).send(new PutObjectCommand({ ...about, Body: 'x' })))).toBe(
    'AccessDenied',
  );
  const alert = new PublishCommand({ TopicArn: topicArn, Message: 'x' });
  expect(await codeOf(new SNSClient(client).send(alert))).toMatch('AuthorizationError');
  expect(await codeOf(new CloudWatchClient(client).send(new DescribeAlarmsCommand({})))).toMatch(
    'AccessDenied',
  );
  expect(sandbox.world.networkInterfaces.has(id)).toBe(true);
});

test('a call is authorised on every resource that it is about, by the tags that each has just then', async () => {
  const { sandbox, clientOf, codeOf, eni, instance, judged } = account(
    allow('ec2:*', `${arn}:network-interface/*`, ofTeam),
    allow('ec2:*', `${arn}:instance/*`, ofTeam),
  );
  const ec2 = new EC2Client(clientOf('ASIAROLE'));
  const team = { team: 'red' };
  const [own, others] = [instance(team), instance()];
  const id = eni(team);
  const attach = (InstanceId: string) =>
    codeOf(
      ec2.send(new AttachNetworkInterfaceCommand({ NetworkInterfaceId: id, InstanceId, DeviceIndex: 1 })),
    );
  expect(await attach(others)).toBe('UnauthorizedOperation');
  expect(judged.at(-1)?.denied).toEqual([`ec2:AttachNetworkInterface on ${arn}:instance/${others}`]);
  expect(await attach(own)).toBe('allowed');
  const AttachmentId = sandbox.world.networkInterface(id).attachment?.attachmentId;
  const people = new EC2Client(clientOf('AKIASOMEBODY'));
  await codeOf(people.send(new DeleteTagsCommand({ Resources: [own], Tags: [{ Key: 'team' }] })));
  expect(await codeOf(ec2.send(new DetachNetworkInterfaceCommand({ AttachmentId })))).toBe(
    'UnauthorizedOperation',
  );
});

test('the keys that a request writes count, all of them', async () => {
  const own = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } };
  const { clientOf, codeOf, eni } = account(allow('ec2:CreateTags', `${arn}:network-interface/*`, own));
  const ec2 = new EC2Client(clientOf('ASIAROLE'));
  const tag = (...keys: readonly string[]) =>
    codeOf(
      ec2.send(new CreateTagsCommand({ Resources: [eni()], Tags: keys.map((Key) => ({ Key, Value: 'x' })) })),
    );
  expect(await tag('a', 'b')).toBe('allowed');
  expect(await tag('a', 'c')).toBe('UnauthorizedOperation');
});

test('of what does not exist its service says so', async () => {
  const { clientOf, codeOf, judged } = account();
  const ec2 = new EC2Client(clientOf('ASIAROLE'));
  const NetworkInterfaceId = 'eni-0123456789abcdef0';
  expect(await codeOf(ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId })))).toBe(
    'InvalidNetworkInterfaceID.NotFound',
  );
  expect(judged).toEqual([]);
});

test('only who may list a bucket is told that an object is missing', async () => {
  const get = allow('s3:GetObject', 'arn:aws:s3:::kept/*');
  const list = (operator: string) =>
    allow('s3:ListBucket', 'arn:aws:s3:::kept', { [operator]: { 's3:prefix': 'audit/*' } });
  const codeFor = (...statements: readonly Statement[]) => {
    const { clientOf, codeOf } = account(get, ...statements);
    const s3 = new S3Client(clientOf('ASIAROLE'));
    return codeOf(s3.send(new GetObjectCommand({ Bucket: 'kept', Key: 'audit/state.json' })));
  };
  expect(await codeFor()).toBe('AccessDenied');
  expect(await codeFor(list('StringLike'))).toBe('AccessDenied');
  expect(await codeFor(list('StringLikeIfExists'))).toBe('NoSuchKey');
});
