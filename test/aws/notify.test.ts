import { createSnsClient } from '../../aws/clients.ts';
import { publish } from '../../aws/notify.ts';
import type { Alert } from '../../domain/alert.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { createSns } from '../../sandbox/sns/sns.ts';

/** SNS takes 256 KiB of message for all protocols together. */
const messageBytesMax = 262_144;

function desk(topic = 'alerts') {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 1 });
  const sns = createSns(sandbox);
  const topicArn = sns.createTopic('alerts').replace(/alerts$/, topic);
  const client = createSnsClient({
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: requestHandlerFor(sandbox),
  });
  const publisher = { client, clock, chance: () => 0.5, topicArn, region: sandbox.region };
  const tell = (alert: Alert, ms = 60_000) => clock.run(publish(publisher, alert, clock.now() + ms));
  return { clock, sandbox, sns, tell, messages: () => sns.topics.get(topicArn) ?? [] };
}

function alertWith(differences: Partial<Alert> = {}): Alert {
  return {
    kind: 'no-standby',
    severity: 'critical',
    group: 'fw',
    summary: '1 ENI: no standby',
    sections: [{ heading: 'What to do', lines: ['Start one.'] }],
    data: { enis: ['eni-1'] },
    fingerprint: 'no-standby/fw',
    ...differences,
  };
}

/** As an alert about a thousand ENIs is, with characters of several bytes in it. */
const lines = Array.from({ length: 1_000 }, (_, index) => `eni-${index} (10.0.0.1): „${'ж'.repeat(60)}“ 🔥`);
const huge = alertWith({ sections: [{ heading: 'What', lines }], data: { lines } });

test('people get text, and machines get JSON that names the region', async () => {
  const { tell, messages } = desk();
  await tell(alertWith());
  const [message] = messages();
  expect(message?.byProtocol?.email).toContain('What to do\n  Start one.');
  expect(message?.message).toBe(message?.byProtocol?.email);
  for (const protocol of ['http', 'https', 'lambda', 'sqs', 'firehose', 'email-json']) {
    expect(JSON.parse(message?.byProtocol?.[protocol] ?? '')).toEqual({
      version: 1,
      kind: 'no-standby',
      severity: 'critical',
      group: 'fw',
      summary: '1 ENI: no standby',
      region: 'eu-west-1',
      fingerprint: 'no-standby/fw',
      data: { enis: ['eni-1'] },
    });
  }
});

test('severity, kind and group are attributes; an alert about no group has no such attribute', async () => {
  const { tell, messages } = desk();
  const { group: _none, ...about } = alertWith();
  await tell(alertWith());
  await tell(about);
  const names = messages().map(({ attributes }) => Object.keys(attributes).toSorted());
  expect(names).toEqual([
    ['group', 'kind', 'severity'],
    ['kind', 'severity'],
  ]);
});

test.each([
  ['long', 'x'.repeat(500)],
  ['full of control characters', 'line one\nline two\r\n\tand \u0000\u007f\u2028 more'],
  ['full of emoji', '🔥'.repeat(200)],
])('a summary that is %s still makes a subject that SNS takes', async (_what, summary) => {
  const { tell, messages } = desk();
  await tell(alertWith({ summary }));
  const subject = messages()[0]?.subject ?? '';
  expect(subject.length).toBeLessThan(100);
  expect(subject).toMatch(/^\[ENI Warden\] fw: /);
  expect(subject).not.toMatch(/\p{Cc}/u);
  expect(subject.isWellFormed()).toBe(true);
});

test('an alert about a thousand ENIs is cut to what SNS takes, and says so', async () => {
  const { tell, messages, sandbox } = desk();
  await tell(huge);
  const sent = sandbox.log.calls.find(({ action }) => action === 'Publish')?.parameters.Message ?? '';
  expect(Buffer.byteLength(sent)).toBeLessThan(messageBytesMax);
  const [message] = messages();
  expect(message?.byProtocol?.email).toContain('cut');
  expect(JSON.parse(message?.byProtocol?.sqs ?? '')).toMatchObject({
    kind: 'no-standby',
    fingerprint: huge.fingerprint,
  });
});

test.each([
  ['a long fingerprint', { fingerprint: `no-standby/${lines.join(',')}` }],
  ['a long summary', { summary: lines.join(' ') }],
])('an alert with %s stays under what SNS takes', async (_what, differences) => {
  const { tell, sandbox, messages } = desk();
  await tell(alertWith({ ...huge, ...differences }));
  expect(messages()).toHaveLength(1);
  const sent = sandbox.log.calls.find(({ action }) => action === 'Publish')?.parameters.Message ?? '';
  expect(Buffer.byteLength(sent)).toBeLessThan(messageBytesMax);
});

test.each(['InternalError', 'Throttled'] as const)(
  'an alert that SNS answers with %s is tried again',
  async (code) => {
    const { tell, sns, messages } = desk();
    sns.failNext(3, code);
    await tell(alertWith());
    expect(messages()).toHaveLength(1);
  },
);

test.each(['AuthorizationError', 'EndpointDisabled'] as const)('%s is not tried again', async (code) => {
  const { tell, sns, messages } = desk();
  sns.failNext(1, code);
  await expect(tell(alertWith())).rejects.toThrow(/did not take the alert no-standby\/fw/);
  expect(messages()).toEqual([]);
});

test('a topic that does not exist is not tried again', async () => {
  await expect(desk('gone').tell(alertWith())).rejects.toThrow(/NotFound/);
});

test('trying ends before the deadline', async () => {
  const { clock, tell, sns } = desk();
  sns.down(3_600_000);
  const deadline = clock.now() + 30_000;
  await expect(tell(alertWith(), 30_000)).rejects.toThrow();
  expect(clock.now()).toBeLessThanOrEqual(deadline + 1_000);
});
