import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { eventually, openAccount } from './deployment.ts';

/** SNS, SQS and S3 of another make, with nothing of ours in them: docs/adr/0020 says which there are. */
const endpoint = process.env.OTHER_AWS_ENDPOINT_URL ?? '';
const describeIfThere = endpoint === '' ? describe.skip : describe;

const region = 'eu-west-1';
const credentials = { accessKeyId: 'operator', secretAccessKey: 'not-a-secret' };
const client = { endpoint, region, credentials };

/** What comes to a queue that is subscribed to a topic, in SQS's JSON protocol. */
async function sqs(action: string, body: object) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=operator/20260105/${region}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function subscribedTopic() {
  const sns = new SNSClient(client);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'on-call' }));
  const { QueueUrl } = await sqs('CreateQueue', { QueueName: 'inbox' });
  const { Attributes } = await sqs('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
  const { QueueArn } = Attributes as { QueueArn: string };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QueueArn }));
  sns.destroy();
  return { TopicArn, QueueUrl };
}

describeIfThere('With the SNS and the S3 of another make', () => {
  let account: Awaited<ReturnType<typeof openAccount>>;
  let inbox: unknown;
  const s3 = new S3Client({ ...client, forcePathStyle: true });

  beforeAll(async () => {
    const { TopicArn, QueueUrl } = await subscribedTopic();
    inbox = QueueUrl;
    await s3.send(new CreateBucketCommand({ Bucket: 'eni-warden-dev-store' }));
    account = await openAccount({ AWS_ENDPOINT_URL_SNS: endpoint, AWS_ENDPOINT_URL_S3: endpoint });
    await account.deploy(`alertTopicArn=${TopicArn}`);
  }, 60_000);

  afterAll(async () => {
    s3.destroy();
    await account?.stop();
  });

  test('the alert of a failover comes to a queue that is subscribed to the topic', async () => {
    account.sandbox.world.terminate(account.fw.activeId);
    const bodies: string[] = [];
    await eventually('end of the failover', () =>
      account.lambda.invocations.find(({ functionName }) => functionName.endsWith('-failover')),
    );
    for (let look = 0; look < 10 && !bodies.join().includes('failover completed'); look++) {
      const { Messages = [] } = await sqs('ReceiveMessage', { QueueUrl: inbox, WaitTimeSeconds: 1 });
      bodies.push(...(Messages as { Body: string }[]).map(({ Body }) => Body));
    }
    expect(bodies.join('\n')).toContain('Group fw: failover completed');
    expect(account.holdersOf(account.fw)).toEqual([account.fw.standbyId, account.fw.standbyId]);
  }, 60_000);

  test('the audit finds again what it put into the bucket', async () => {
    for (const _ of ['first', 'again']) {
      const run = await account.lambda.invoke('eni-warden-dev-audit', {});
      expect(run).toMatchObject({ outcome: 'succeeded' });
    }
    const state = { Bucket: 'eni-warden-dev-store', Key: 'audit/state.json' };
    const { Body } = await s3.send(new GetObjectCommand(state));
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toHaveProperty('findings');
  }, 60_000);
});
