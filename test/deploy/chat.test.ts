import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../aws/config.ts';
import { describeTemplate } from '../../sandbox/stack/template.ts';
import { made } from './made.ts';
import { type PackagedService, packageService } from './packaged-service.ts';
import { may, roleOf } from './roles.ts';

const settings = { region: 'eu-west-1', account: '123456789012', stackName: 'stack' };
const key = 'arn:aws:kms:eu-west-1:123456789012:key/1a2b3c4d-5e6f-7081-9203-a4b5c6d7e8f9';
const alertTopic = 'arn:aws:sns:eu-west-1:123456789012:stack-AlertTopic';
const chatTopic = 'arn:aws:sns:eu-west-1:123456789012:stack-ChatTopic';
const functions = ['Failover', 'Cleanup', 'Audit', 'Restore'];

let off: PackagedService;
let on: PackagedService;

beforeAll(async () => {
  [off, on] = await Promise.all([packageService(), packageService('chat=on', `alertTopicKeyArn=${key}`)]);
}, 60_000);

const topicsOf = ({ template }: PackagedService) =>
  describeTemplate(JSON.stringify(template), settings).topics;
const actionsOf = (service: PackagedService) =>
  [...made(service)].flatMap(([id, { AlarmActions, OKActions }]) =>
    [AlarmActions, OKActions].flatMap((actions) => (actions === undefined ? [] : [{ id, actions }])),
  );

test('without chat there is nothing of it', () => {
  expect(topicsOf(off)).toEqual(['stack-AlertTopic']);
  expect([...made(off).keys()].filter((id) => id.startsWith('Chat'))).toEqual([]);
  for (const { actions } of actionsOf(off)) expect(actions).toEqual([alertTopic]);
  for (const name of functions) {
    const { Variables } = made(off).get(`${name}LambdaFunction`).Environment;
    expect(Variables).not.toHaveProperty('ENI_WARDEN_CHAT_TOPIC_ARN');
    expect(may(roleOf(off.template, name), 'sns:Publish', chatTopic)).toBe(false);
  }
});

test('with chat there is a second topic, which the functions are told of and may publish to', () => {
  expect(topicsOf(on)).toEqual(['stack-AlertTopic', 'stack-ChatTopic']);
  const variablesOf = (name: string) => made(on).get(`${name}LambdaFunction`).Environment.Variables;
  for (const name of ['Failover', 'Cleanup', 'Audit']) {
    expect(variablesOf(name)).toMatchObject({
      ENI_WARDEN_TOPIC_ARN: alertTopic,
      ENI_WARDEN_CHAT_TOPIC_ARN: chatTopic,
    });
    for (const topic of [alertTopic, chatTopic])
      expect(may(roleOf(on.template, name), 'sns:Publish', topic)).toBe(true);
    expect(may(roleOf(on.template, name), 'sns:Publish', `${chatTopic}-of-others`)).toBe(false);
  }
  expect(may(roleOf(on.template, 'Restore'), 'sns:Publish', chatTopic)).toBe(false);
  expect(readConfig({ ...variablesOf('Failover'), AWS_REGION: 'eu-west-1' }).chatTopicArn).toBe(chatTopic);
});

test('with chat every alarm goes there as well, except the one that says that nothing gets there', () => {
  const resources = actionsOf(on);
  expect(resources.length).toBeGreaterThan(25);
  for (const { id, actions } of resources)
    expect(actions).toEqual(id === 'ChatAlarm' ? [alertTopic] : [alertTopic, chatTopic]);
});

test('the topic for chat is encrypted as that of the alerts, and lets the alarms of the account publish and nobody else', () => {
  const [alerts, chat] = ['Alert', 'Chat'].map((name) => made(on).get(`${name}Topic`));
  expect(chat.KmsMasterKeyId).toBe(alerts.KmsMasterKeyId);
  const [ofAlerts, ofChat] = ['Alert', 'Chat'].map((name) => made(on).get(`${name}TopicPolicy`));
  expect(ofChat.Topics).toEqual([chatTopic]);
  expect(JSON.parse(JSON.stringify(ofAlerts.PolicyDocument).replaceAll(alertTopic, chatTopic))).toEqual(
    ofChat.PolicyDocument,
  );
});

test('the alarm on the chat watches what the functions count, and names its runbook', () => {
  const { Namespace, MetricName, Dimensions, AlarmDescription } = made(on).get('ChatAlarm');
  expect(AlarmDescription).toMatch(/ Runbook: docs\/runbook\.md#chatalarm$/);
  const source = readFileSync(join(__dirname, '../../handlers/chat-announcer.ts'), 'utf8');
  expect(source).toContain(`addMetric('${MetricName}'`);
  const { Variables } = made(on).get('FailoverLambdaFunction').Environment;
  expect(Namespace).toBe(Variables.POWERTOOLS_METRICS_NAMESPACE);
  expect(Dimensions).toEqual([{ Name: 'service', Value: Variables.POWERTOOLS_SERVICE_NAME }]);
});
