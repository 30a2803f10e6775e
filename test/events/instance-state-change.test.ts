import { parseEvent } from '../../events/parse.ts';
import { fixture } from './fixtures.ts';

describe('an instance state change', () => {
  test.each(['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'])(
    'to %s is a trigger that names the instance and the state',
    (state) => {
      const event = fixture(`instance-state-change-${state}`);
      expect(parseEvent(event)).toEqual({
        kind: 'trigger',
        trigger: {
          kind: 'instance-state-change',
          eventId: event.id,
          at: Date.parse(event.time),
          instanceId: 'i-1234567890abcdef0',
          state,
        },
      });
    },
  );

  test('is read without the fields that AWS documents and does not always send', () => {
    const { id, source, 'detail-type': detailType, time, detail } = fixture('instance-state-change-stopped');
    expect(parseEvent({ id, source, 'detail-type': detailType, time, detail })).toMatchObject({
      kind: 'trigger',
    });
  });

  test('is read with fields that AWS may add', () => {
    const event = fixture('instance-state-change-stopped');
    event['replay-name'] = 'yesterday';
    event.detail.reason = 'Client.UserInitiatedShutdown';
    expect(parseEvent(event)).toMatchObject({ kind: 'trigger' });
  });

  test('is read by its detail, whatever its resources say', () => {
    const event = fixture('instance-state-change-stopped');
    event.resources = ['arn:aws:ec2:us-east-1:123456789012:instance/i-0000000000000000f'];
    expect(parseEvent(event)).toMatchObject({ trigger: { instanceId: 'i-1234567890abcdef0' } });
  });

  test('is read with an instance id of the old, short form', () => {
    const event = fixture('instance-state-change-stopped');
    event.detail['instance-id'] = 'i-1a2b3c4d';
    expect(parseEvent(event)).toMatchObject({ trigger: { instanceId: 'i-1a2b3c4d' } });
  });

  test('to a state that nobody knows is malformed', () => {
    const event = fixture('instance-state-change-stopped');
    event.detail.state = 'melting';
    expect(parseEvent(event)).toMatchObject({
      kind: 'malformed',
      issues: [
        'detail.state: expected one of pending, running, stopping, stopped, shutting-down, terminated, got "melting"',
      ],
    });
  });

  test.each([
    'i-1234',
    'I-1234567890ABCDEF0',
    'i-1234567890abcdef0 ',
    'eni-1234567890abcdef0',
    '',
    7,
    null,
    ['i-1'],
  ])('of an instance called %j is malformed', (id) => {
    const event = fixture('instance-state-change-stopped');
    event.detail['instance-id'] = id;
    expect(parseEvent(event)).toMatchObject({
      kind: 'malformed',
      issues: [expect.stringMatching(/^detail\.instance-id: expected an instance id/)],
    });
  });

  test.each([
    [['i-1234567890abcdef0'], 'a list'],
    [{ id: 'i-1234567890abcdef0' }, 'an object'],
  ])('whose instance is %j is malformed, and what came is said', (id, shown) => {
    const event = fixture('instance-state-change-stopped');
    event.detail['instance-id'] = id;
    expect(parseEvent(event)).toMatchObject({ issues: [expect.stringMatching(`got ${shown}$`)] });
  });

  test('says of every field that is missing that it is missing', () => {
    const { source, 'detail-type': detailType } = fixture('instance-state-change-stopped');
    expect(parseEvent({ source, 'detail-type': detailType, detail: {} })).toMatchObject({
      kind: 'malformed',
      issues: [
        expect.stringMatching(/^id: is missing; expected /),
        expect.stringMatching(/^time: is missing; expected /),
        expect.stringMatching(/^detail\.instance-id: is missing; expected /),
        expect.stringMatching(/^detail\.state: is missing; expected /),
      ],
    });
  });
});

describe('the time of an event', () => {
  test.each([
    ['2026-10-02T17:04:40Z', '2026-10-02T17:04:40.000Z'],
    ['2026-10-02T17:04:40.989+0000', '2026-10-02T17:04:40.989Z'],
    ['2026-10-02T17:04:40.989+00:00', '2026-10-02T17:04:40.989Z'],
    ['2026-10-02T19:04:40+0200', '2026-10-02T17:04:40.000Z'],
  ])('%s is understood', (time, utc) => {
    const event = { ...fixture('instance-state-change-stopped'), time };
    expect(parseEvent(event)).toMatchObject({ trigger: { at: Date.parse(utc) } });
  });

  test.each([
    'yesterday',
    '2026-10-02',
    '2026-10-02T17:04:40',
    '2026-13-02T17:04:40Z',
    '',
    1_790_960_680,
    null,
  ])('%j is malformed', (time) => {
    const event = { ...fixture('instance-state-change-stopped'), time };
    expect(parseEvent(event)).toMatchObject({
      kind: 'malformed',
      issues: [expect.stringMatching(/^time: /)],
    });
  });
});
