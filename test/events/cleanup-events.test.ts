import { parseCleanupEvent } from '../../events/parse-cleanup.ts';

const call = (detail: Readonly<Record<string, unknown>>) => ({
  version: '0',
  id: '36eb8523-97d0-4518-b33d-ee3579ff19f0',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  time: '2026-11-23T12:05:00Z',
  detail: { eventSource: 'ec2.amazonaws.com', eventTime: '2026-11-23T12:00:00Z', ...detail },
});
const at = Date.UTC(2026, 10, 23, 12);

test('an attach names the ENI, and counts from the time of the call', () => {
  const event = call({
    eventName: 'AttachNetworkInterface',
    requestParameters: { networkInterfaceId: 'eni-0a9c4b60624c0e41d', instanceId: 'i-1', deviceIndex: 1 },
  });
  expect(parseCleanupEvent(event)).toEqual({
    kind: 'call',
    call: { kind: 'attach', at, eniId: 'eni-0a9c4b60624c0e41d' },
  });
});

test('a detach names the attachment alone', () => {
  const event = call({
    eventName: 'DetachNetworkInterface',
    requestParameters: { attachmentId: 'eni-attach-00eb752237a160808', force: false },
  });
  expect(parseCleanupEvent(event)).toEqual({
    kind: 'call',
    call: { kind: 'detach', at, attachmentId: 'eni-attach-00eb752237a160808' },
  });
});

test('a call that EC2 refused is ignored', () => {
  const event = call({
    eventName: 'AttachNetworkInterface',
    errorCode: 'Client.InvalidParameterValue',
    requestParameters: { networkInterfaceId: 'eni-0a9c4b60624c0e41d' },
  });
  expect(parseCleanupEvent(event)).toMatchObject({
    kind: 'ignored',
    because: expect.stringContaining('Client.Invalid'),
  });
});

test('the schedule means a sweep', () => {
  const event = {
    id: '1',
    time: '2026-11-23T12:00:00Z',
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    detail: {},
  };
  expect(parseCleanupEvent(event)).toMatchObject({ kind: 'trigger', trigger: { kind: 'tick' } });
});

test.each([
  ['another call', call({ eventName: 'RunInstances', requestParameters: {} })],
  ['a call without parameters', call({ eventName: 'AttachNetworkInterface' })],
  ['a state change', { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' }],
  ['nothing', null],
])('%s is malformed, and never an exception', (_what, event) => {
  expect(parseCleanupEvent(event)).toMatchObject({ kind: 'malformed' });
});
