import { pattern } from '../../events/address-call.ts';
import { parseAuditEvent } from '../../events/parse-audit.ts';
import { fixture, fixtureNames } from './fixtures.ts';

/** What Lambda hands over from a queue. */
function batch(...bodies: readonly string[]) {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `059f36b4-87a3-44ab-83d2-66197${index}`,
      receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
      body,
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
      md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:eni-warden-dev-audit',
      awsRegion: 'us-east-1',
    })),
  };
}

const call = (eventName: string, more: object = {}) => {
  const event = fixture('cloudtrail-call');
  return JSON.stringify({ ...event, detail: { ...event.detail, eventName, ...more } });
};

const nothing = { reasons: [], ignored: [], malformed: [] };

test('the schedule means a look', () => {
  expect(parseAuditEvent(fixture('scheduled-event'))).toEqual({ ...nothing, reasons: ['the schedule'] });
});

test('an empty event means that somebody asks for a look', () => {
  expect(parseAuditEvent({})).toEqual({ ...nothing, reasons: ['somebody asked'] });
});

test('a call means a look, with or without a queue', () => {
  expect(parseAuditEvent(fixture('cloudtrail-call'))).toEqual({
    ...nothing,
    reasons: ['AttachNetworkInterface'],
  });
  expect(parseAuditEvent(batch(call('CreateRoute')))).toEqual({ ...nothing, reasons: ['CreateRoute'] });
});

test('many calls are one look, and each of their names is a reason once', () => {
  const event = batch(...['CreateRoute', 'AssociateAddress', 'CreateRoute'].map((name) => call(name)));
  expect(parseAuditEvent(event)).toEqual({ ...nothing, reasons: ['CreateRoute', 'AssociateAddress'] });
});

test('a call that EC2 refused is no reason', () => {
  const refused = call('CreateRoute', { errorCode: 'Client.RouteAlreadyExists' });
  expect(parseAuditEvent(batch(refused))).toEqual({
    ...nothing,
    ignored: [{ what: 'CreateRoute', because: 'EC2 refused it: Client.RouteAlreadyExists' }],
  });
});

test.each([
  ['no JSON', 'not JSON'],
  ['another event', JSON.stringify(fixture('alarm-status-check'))],
  ['a call without a name', call('')],
  ['nothing', 'null'],
  ['a batch in a message', JSON.stringify(batch('{}'))],
])('a message with %s is malformed, and does not keep the others from being read', (_what, body) => {
  expect(parseAuditEvent(batch(call('CreateRoute'), body))).toMatchObject({
    reasons: ['CreateRoute'],
    malformed: [{ kind: 'malformed' }],
  });
});

test.each([
  ['null', null],
  ['a text', 'look'],
  ['a list', []],
  ['a notification of S3', { Records: [{ eventSource: 'aws:s3', s3: {} }] }],
  ['a batch of something else', { Records: [{ eventSource: 'aws:mq', body: call('CreateRoute') }] }],
  ['records that are none', { Records: 'many' }],
  ['an event that is not empty', { look: true }],
])('%s is malformed, and no reason to look', (_what, event) => {
  expect(parseAuditEvent(event)).toMatchObject({ reasons: [], malformed: [{ kind: 'malformed' }] });
});

/** What the rule lets in, and a call that it does not; all others are malformed here. */
const reasonsToLook = [
  'scheduled-event',
  'cloudtrail-call',
  'cloudtrail-call-create-route',
  'cloudtrail-call-create-tags',
];

test.each(fixtureNames)('the sample %s never throws', (name) => {
  const parsed = parseAuditEvent(fixture(name));
  expect(parsed.reasons).toHaveLength(reasonsToLook.includes(name) ? 1 : 0);
  const isIgnored = name === 'cloudtrail-call-refused';
  expect(parsed.reasons.length + parsed.malformed.length).toBe(isIgnored ? 0 : 1);
});

test('the rule names every kind of call that changes addresses or routes', () => {
  const { eventName } = pattern.detail;
  for (const verb of [
    'Create',
    'Attach',
    'Detach',
    'Assign',
    'Unassign',
    'Associate',
    'Disassociate',
    'Replace',
  ]) {
    expect(eventName.filter((name) => name.startsWith(verb))).not.toEqual([]);
  }
});
