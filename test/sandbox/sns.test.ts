import { NotFoundException, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { VirtualClock } from '../../sandbox/clock.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { createSns, type Sns } from '../../sandbox/sns/sns.ts';

let clock: VirtualClock;
let sns: Sns;
let client: SNSClient;
let topicArn: string;

beforeEach(() => {
  clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 'sns' });
  sns = createSns(sandbox);
  topicArn = sns.createTopic('alerts');
  client = new SNSClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    requestHandler: requestHandlerFor(sandbox, 'test'),
    maxAttempts: 1,
  });
});

type PublishInput = ConstructorParameters<typeof PublishCommand>[0];

function publish(input: Partial<PublishInput>) {
  return clock.run(client.send(new PublishCommand({ TopicArn: topicArn, Message: 'text', ...input })));
}

test('a published message is kept with its subject, its attributes and its time', async () => {
  const startedAt = clock.now();
  const { MessageId } = await publish({
    Subject: 'Failover done',
    MessageAttributes: { severity: { DataType: 'String', StringValue: 'high' } },
  });
  expect(sns.topics.get(topicArn)).toEqual([
    {
      at: expect.any(Number),
      topicArn,
      messageId: MessageId,
      subject: 'Failover done',
      message: 'text',
      byProtocol: {},
      attributes: { severity: { type: 'String', value: 'high' } },
    },
  ]);
  expect(sns.topics.get(topicArn)?.[0]?.at).toBeGreaterThan(startedAt);
});

test('the messages of a topic are kept in the order in which they were published', async () => {
  await publish({ Message: 'first' });
  await publish({ Message: 'second' });
  expect(sns.topics.get(topicArn)?.map(({ message }) => message)).toEqual(['first', 'second']);
});

test('MessageStructure json carries a body for each protocol', async () => {
  await publish({
    MessageStructure: 'json',
    Message: JSON.stringify({ default: 'd', email: 'e', https: '{}' }),
  });
  expect(sns.topics.get(topicArn)).toMatchObject([{ message: 'd', byProtocol: { email: 'e', https: '{}' } }]);
});

test.each<[string, Partial<PublishInput>]>([
  ['a subject of 100 characters', { Subject: 'x'.repeat(100) }],
  ['a subject with a line break', { Subject: 'a\nb' }],
  ['a subject with a control character', { Subject: 'a\u0007b' }],
  ['an empty subject', { Subject: '' }],
  ['an empty message', { Message: '' }],
  ['a message over 256 KiB', { Message: 'x'.repeat(256 * 1024 + 1) }],
  ['JSON without a default', { MessageStructure: 'json', Message: '{"email":"e"}' }],
  ['a default that is no string', { MessageStructure: 'json', Message: '{"default":{}}' }],
  ['a broken JSON message', { MessageStructure: 'json', Message: '{' }],
  ['a message structure that does not exist', { MessageStructure: 'xml' }],
  ['a topic that is no ARN', { TopicArn: 'alerts' }],
  ['a parameter that the sandbox does not know', { MessageGroupId: 'g' }],
])('%s is refused as an invalid parameter (facts 7)', async (_, input) => {
  await expect(publish(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(sns.topics.get(topicArn)).toEqual([]);
});

test('a subject of 99 characters is taken (facts 7)', async () => {
  await publish({ Subject: 'é'.repeat(99) });
  expect(sns.topics.get(topicArn)).toHaveLength(1);
});

test('a message attribute without a value is refused (facts 7)', async () => {
  const MessageAttributes = { severity: { DataType: 'String', StringValue: '' } };
  await expect(publish({ MessageAttributes })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  });
});

test('a topic that does not exist is not found (facts 7)', async () => {
  const missing = 'arn:aws:sns:eu-west-1:123456789012:missing';
  await expect(publish({ TopicArn: missing })).rejects.toBeInstanceOf(NotFoundException);
});

test('the next calls fail as they were told to, and then no longer', async () => {
  sns.failNext(2, 'AuthorizationError');
  await expect(publish({})).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
  await expect(publish({})).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
  await publish({});
  expect(sns.topics.get(topicArn)).toHaveLength(1);
});

test('a failure that is meant for one topic leaves the calls to another alone', async () => {
  const other = sns.createTopic('chat');
  sns.failNext(1, 'InternalError', other);
  await publish({});
  await expect(publish({ TopicArn: other })).rejects.toMatchObject({ name: 'InternalErrorException' });
  await publish({ TopicArn: other });
  expect(sns.topics.get(other)).toHaveLength(1);
});

test('a topic that was deleted is not found until it is made again', async () => {
  sns.deleteTopic(topicArn);
  await expect(publish({})).rejects.toBeInstanceOf(NotFoundException);
  sns.createTopic('alerts');
  await publish({});
  expect(sns.topics.get(topicArn)).toHaveLength(1);
});

test('while SNS is down nothing is published, and afterwards everything is', async () => {
  sns.down(60_000);
  await expect(publish({})).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  await clock.advance(60_000);
  await publish({});
  expect(sns.topics.get(topicArn)).toHaveLength(1);
});
