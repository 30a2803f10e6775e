import { VirtualClock } from '../../sandbox/clock.ts';
import type { AwsEvent } from '../../sandbox/events/aws-events.ts';
import { createEventBus } from '../../sandbox/events/bus.ts';
import { addEventBridge } from '../../sandbox/events/event-bridge.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

let clock: VirtualClock;
let sandbox: Sandbox;
let received: AwsEvent[];

beforeEach(() => {
  clock = new VirtualClock();
  sandbox = createSandbox({ clock, seed: 'put-events' });
  const bus = createEventBus(sandbox);
  addEventBridge(sandbox, bus);
  received = [];
  const target = { id: 'test', deliver: (event: AwsEvent) => void received.push(event) };
  bus.addRule({ name: 'all', pattern: { source: [{ exists: true }] }, targets: [target] });
});

async function putEvents(body: unknown, target = 'AWSEvents.PutEvents') {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await clock.run(sandbox.handle({ method: 'POST', path: '/', headers, body: text }));
  await clock.advance(1_000);
  return { status: response.status, body: JSON.parse(response.body) as Record<string, unknown> };
}

const entry = { Source: 'eni-warden', DetailType: 'Request', Detail: '{"group":"fw"}' };

test('an entry becomes an event on the bus', async () => {
  const { status, body } = await putEvents({ Entries: [{ ...entry, Resources: ['arn:x'] }] });
  expect(status).toBe(200);
  expect(body).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: received[0]?.id }] });
  expect(received).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Request',
      source: 'eni-warden',
      account: '123456789012',
      time: '2026-01-05T09:00:00Z',
      region: 'eu-west-1',
      resources: ['arn:x'],
      detail: { group: 'fw' },
    },
  ]);
});

test('an entry may carry its own time, in whole seconds', async () => {
  await putEvents({ Entries: [{ ...entry, Time: 1_700_000_000.7 }] });
  expect(received[0]?.time).toBe('2023-11-14T22:13:20Z');
});

test.each([
  ['a source of AWS itself', { Source: 'aws.ec2' }, 'NotAuthorizedForSourceException'],
  ['no source', { Source: undefined }, 'InvalidArgument'],
  ['no detail type', { DetailType: undefined }, 'InvalidArgument'],
  ['no detail', { Detail: undefined }, 'InvalidArgument'],
  ['a detail that is not JSON', { Detail: '{' }, 'MalformedDetail'],
  ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail'],
  ['another event bus', { EventBusName: 'elsewhere' }, 'ResourceNotFoundException'],
])('an entry with %s is refused alone, and the entry beside it is taken', async (_, changes, code) => {
  const { status, body } = await putEvents({ Entries: [{ ...entry, ...changes }, entry] });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: code }, { EventId: received[0]?.id }],
  });
  expect(received).toHaveLength(1);
});

test.each([
  ['no entries', { Entries: [] }, 'ValidationException'],
  ['eleven entries', { Entries: Array(11).fill(entry) }, 'ValidationException'],
  ['an unknown parameter', { Entries: [{ ...entry, Colour: 'blue' }] }, 'ValidationException'],
  [
    'too many bytes',
    { Entries: [{ ...entry, Detail: JSON.stringify('x'.repeat(256 * 1024)) }] },
    'ValidationException',
  ],
  ['a body that is not JSON', '{', 'SerializationException'],
])('a request with %s is refused as a whole', async (_, body, code) => {
  expect(await putEvents(body)).toMatchObject({ status: 400, body: { __type: code } });
  expect(received).toEqual([]);
});

test('another operation of EventBridge is an error', async () => {
  const answer = await putEvents({}, 'AWSEvents.PutRule');
  expect(answer).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
});
