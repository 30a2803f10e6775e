import { readConfig } from '../../aws/config.ts';

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:eni-warden-alerts';
const least = { ENI_WARDEN_TOPIC_ARN: topicArn, AWS_REGION: 'eu-west-1' };

test('the topic and the region are enough: everything else has a default', () => {
  expect(readConfig(least)).toMatchObject({
    mode: 'act',
    topicArn,
    region: 'eu-west-1',
    reminderMs: 3_600_000,
    policy: { blockPeriodMs: 300_000, impairedGraceMs: 120_000, forceAfterMs: 5_000 },
  });
});

test('every variable is read, in its unit', () => {
  const config = readConfig({
    ...least,
    ENI_WARDEN_MODE: 'observe',
    ENI_WARDEN_BLOCK_PERIOD_SECONDS: '60',
    ENI_WARDEN_IMPAIRED_GRACE_SECONDS: '0',
    ENI_WARDEN_FORCE_AFTER_SECONDS: '9',
    ENI_WARDEN_REMINDER_MINUTES: '2',
  });
  expect(config).toMatchObject({
    mode: 'observe',
    reminderMs: 120_000,
    policy: { blockPeriodMs: 60_000, impairedGraceMs: 0, forceAfterMs: 9_000 },
  });
});

test('an empty variable counts as not set, since CloudFormation cannot leave one out', () => {
  expect(readConfig({ ...least, ENI_WARDEN_MODE: '', ENI_WARDEN_REMINDER_MINUTES: '' })).toEqual(
    readConfig(least),
  );
});

test.each([
  'arn:aws-cn:sns:cn-north-1:123456789012:t',
  'arn:aws-us-gov:sns:us-gov-west-1:123456789012:t',
  topicArn,
])('%s is the ARN of a topic', (arn) => {
  expect(readConfig({ ...least, ENI_WARDEN_TOPIC_ARN: arn }).topicArn).toBe(arn);
});

test('there is a topic for chat where it is set, and else none', () => {
  const chatTopicArn = `${topicArn}-chat`;
  expect(readConfig({ ...least, ENI_WARDEN_CHAT_TOPIC_ARN: chatTopicArn })).toMatchObject({
    topicArn,
    chatTopicArn,
  });
  expect(readConfig(least)).not.toHaveProperty('chatTopicArn');
});

describe('a wrong value is refused by an error that names the variable and what it says:', () => {
  test.each<[string, string]>([
    ['ENI_WARDEN_MODE', 'dry-run'],
    ['ENI_WARDEN_MODE', 'Act'],
    ['ENI_WARDEN_TOPIC_ARN', 'alerts'],
    ['ENI_WARDEN_TOPIC_ARN', 'arn:aws:sqs:eu-west-1:123456789012:queue'],
    ['ENI_WARDEN_TOPIC_ARN', `${topicArn}:0f5a4a1e-subscription`],
    ['ENI_WARDEN_TOPIC_ARN', `${topicArn}.fifo`],
    ['ENI_WARDEN_CHAT_TOPIC_ARN', 'on'],
    ['ENI_WARDEN_CHAT_TOPIC_ARN', 'arn:aws:sqs:eu-west-1:123456789012:queue'],
    ['ENI_WARDEN_BLOCK_PERIOD_SECONDS', '-1'],
    ['ENI_WARDEN_BLOCK_PERIOD_SECONDS', '86401'],
    ['ENI_WARDEN_BLOCK_PERIOD_SECONDS', '1.5'],
    ['ENI_WARDEN_BLOCK_PERIOD_SECONDS', '5m'],
    ['ENI_WARDEN_BLOCK_PERIOD_SECONDS', '1e3'],
    ['ENI_WARDEN_BLOCK_PERIOD_SECONDS', ' '],
    ['ENI_WARDEN_IMPAIRED_GRACE_SECONDS', '3601'],
    ['ENI_WARDEN_FORCE_AFTER_SECONDS', '0'],
    ['ENI_WARDEN_FORCE_AFTER_SECONDS', '601'],
    ['ENI_WARDEN_REMINDER_MINUTES', '0'],
    ['ENI_WARDEN_REMINDER_MINUTES', 'NaN'],
  ])('%s=%j', (name, wrong) => {
    const read = () => readConfig({ ...least, [name]: wrong });
    expect(read).toThrow(name);
    expect(read).toThrow(JSON.stringify(wrong));
  });
});

test.each(['ENI_WARDEN_TOPIC_ARN', 'AWS_REGION'])('%s must be set', (name) => {
  expect(() => readConfig({ ...least, [name]: undefined })).toThrow(new RegExp(`${name} must be .*not set`));
});

test('all wrong variables are named at once, and nothing else of the environment is shown', () => {
  const environment = {
    AWS_SECRET_ACCESS_KEY: 'very-secret',
    AWS_REGION: 'eu-west-1',
    ENI_WARDEN_MODE: 'maybe',
    ENI_WARDEN_FORCE_AFTER_SECONDS: 'soon',
  };
  let message = '';
  try {
    readConfig(environment);
  } catch (error) {
    message = String(error);
  }
  expect(message.match(/ENI_WARDEN_\w+/g)?.toSorted()).toEqual([
    'ENI_WARDEN_FORCE_AFTER_SECONDS',
    'ENI_WARDEN_MODE',
    'ENI_WARDEN_TOPIC_ARN',
  ]);
  expect(message).not.toContain('secret');
  expect(message).not.toContain('eu-west-1');
});
