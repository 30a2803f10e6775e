import { parseEvent } from '../../events/parse.ts';
import { fixture } from './fixtures.ts';

const at = Date.parse('2026-10-02T17:04:40Z');

describe('a Spot interruption warning', () => {
  test.each(['hibernate', 'stop', 'terminate'])('to %s is a trigger', (instanceAction) => {
    const event = fixture(`spot-interruption-${instanceAction}`);
    expect(parseEvent(event)).toEqual({
      kind: 'trigger',
      trigger: {
        kind: 'spot-interruption',
        eventId: event.id,
        at,
        instanceId: 'i-1234567890abcdef0',
        instanceAction,
      },
    });
  });

  test('to do something that nobody knows is malformed', () => {
    const event = fixture('spot-interruption-stop');
    event.detail['instance-action'] = 'explode';
    expect(parseEvent(event)).toMatchObject({
      kind: 'malformed',
      issues: ['detail.instance-action: expected one of hibernate, stop, terminate, got "explode"'],
    });
  });
});

test('a rebalance recommendation is ignored, because it is only advice', () => {
  expect(parseEvent(fixture('rebalance-recommendation'))).toEqual({
    kind: 'ignored',
    because:
      'it is only advice about an instance that still works, and a move would be a disruption without a failure',
    what: 'rebalance recommendation for i-1234567890abcdef0',
  });
});

test('a scheduled event is the tick', () => {
  expect(parseEvent(fixture('scheduled-event'))).toEqual({
    kind: 'trigger',
    trigger: {
      kind: 'tick',
      eventId: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
      at: Date.parse('2026-10-02T17:05:06Z'),
    },
  });
});

describe('a switchover request', () => {
  function request(changes: object) {
    const event = fixture('switchover-request');
    return { ...event, detail: { ...event.detail, ...changes } };
  }

  test('is a trigger', () => {
    expect(parseEvent(fixture('switchover-request'))).toEqual({
      kind: 'trigger',
      trigger: {
        kind: 'switchover-request',
        eventId: 'e3b0c442-98fc-4c14-9afb-f4c8996fb924',
        at,
        group: 'edge-firewall',
        reason: 'Kernel update of firewall A',
        requester: 'maria@example.com',
      },
    });
  });

  test('may name its target', () => {
    expect(parseEvent(fixture('switchover-request-with-target'))).toMatchObject({
      trigger: { targetInstanceId: 'i-0fedcba0987654321' },
    });
  });

  test('with a misspelt field is malformed, and never means any target', () => {
    expect(parseEvent(request({ targt: 'i-0fedcba0987654321' }))).toMatchObject({
      kind: 'malformed',
      issues: ['detail: does not know "targt"; it knows "group", "target", "reason", "requester"'],
    });
  });

  test('with a field called __proto__ is malformed', () => {
    const raw = JSON.stringify(request({})).replace('"group":', '"__proto__":{"target":"i-0"},"group":');
    expect(parseEvent(JSON.parse(raw))).toMatchObject({
      kind: 'malformed',
      issues: [expect.stringContaining('does not know "__proto__"')],
    });
  });

  test.each([
    ['no group', { group: undefined }, /^detail\.group: is missing/],
    [
      'two groups',
      { group: 'edge core' },
      /^detail\.group: expected the name of one group, got "edge core"$/,
    ],
    ['a blank group', { group: ' ' }, /^detail\.group: /],
    ['a group of characters that no tag has', { group: 'edge*' }, /^detail\.group: /],
    ['a target that is no instance id', { target: 'firewall-b' }, /^detail\.target: expected an instance id/],
    ['a target of null', { target: null }, /^detail\.target: expected an instance id .* got null$/],
    ['no reason', { reason: undefined }, /^detail\.reason: is missing/],
    ['a blank reason', { reason: ' \n' }, /^detail\.reason: expected the reason, 1 to 500 characters/],
    [
      'too long a reason',
      { reason: 'x'.repeat(501) },
      /^detail\.reason: expected the reason, 1 to 500 characters/,
    ],
    ['no requester', { requester: undefined }, /^detail\.requester: is missing/],
    ['too long a requester', { requester: 'x'.repeat(201) }, /^detail\.requester: /],
  ])('with %s is malformed', (_, changes, issue) => {
    expect(parseEvent(request(changes))).toMatchObject({
      kind: 'malformed',
      issues: [expect.stringMatching(issue)],
    });
  });

  test('with the longest reason and requester is a trigger, less the space around them', () => {
    const reason = 'r'.repeat(500);
    const requester = 'q'.repeat(200);
    expect(
      parseEvent(request({ group: ' edge-firewall ', reason: ` ${reason}\n`, requester })),
    ).toMatchObject({ trigger: { group: 'edge-firewall', reason, requester } });
  });

  test('that somebody else sends under our detail-type is malformed', () => {
    expect(parseEvent({ ...fixture('switchover-request'), source: 'somebody' })).toMatchObject({
      kind: 'malformed',
    });
  });
});
