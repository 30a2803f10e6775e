import { parseEvent } from '../../events/parse.ts';
import { fixture } from './fixtures.ts';

const instanceA = 'i-1234567890abcdef0';
const instanceB = 'i-0fedcba0987654321';

function metric(namespace: string, name: string, dimensions?: object) {
  return { id: 'm', metricStat: { metric: { namespace, name, dimensions }, period: 60, stat: 'Maximum' } };
}

function alarmWithMetrics(...metrics: object[]) {
  const event = fixture('alarm-status-check');
  event.detail.configuration.metrics = metrics;
  return event;
}

function evidenceOf(event: unknown) {
  const parsed = parseEvent(event);
  return parsed.kind === 'trigger' && parsed.trigger.kind === 'alarm' ? parsed.trigger.evidence : parsed;
}

describe('an alarm that goes to ALARM', () => {
  test('on a status check is a trigger whose evidence has to be corroborated', () => {
    expect(parseEvent(fixture('alarm-status-check'))).toEqual({
      kind: 'trigger',
      trigger: {
        kind: 'alarm',
        eventId: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
        at: Date.parse('2026-10-02T17:04:40.989Z'),
        alarmName: 'firewall-a-status',
        evidence: [{ instanceId: instanceA, kind: 'status-check', metric: 'AWS/EC2 StatusCheckFailed' }],
      },
    });
  });

  test("on a user's own heartbeat is a trigger that is believed", () => {
    expect(evidenceOf(fixture('alarm-heartbeat'))).toEqual([
      { instanceId: instanceA, kind: 'heartbeat', metric: 'Firewall Heartbeat' },
    ]);
  });

  test.each([
    'StatusCheckFailed',
    'StatusCheckFailed_Instance',
    'StatusCheckFailed_System',
    'StatusCheckFailed_AttachedEBS',
  ])("on %s counts as one of EC2's status checks", (name) => {
    expect(evidenceOf(alarmWithMetrics(metric('AWS/EC2', name, { InstanceId: instanceA })))).toMatchObject([
      { kind: 'status-check' },
    ]);
  });

  test("on a user's metric that has the name of a status check is believed all the same", () => {
    expect(
      evidenceOf(alarmWithMetrics(metric('Mine', 'StatusCheckFailed', { InstanceId: instanceA }))),
    ).toMatchObject([{ kind: 'heartbeat' }]);
  });

  test('on metric maths is a trigger that names every instance', () => {
    expect(evidenceOf(fixture('alarm-metric-maths'))).toEqual([
      { instanceId: instanceA, kind: 'status-check', metric: 'AWS/EC2 StatusCheckFailed_Instance' },
      { instanceId: instanceB, kind: 'status-check', metric: 'AWS/EC2 StatusCheckFailed_System' },
    ]);
  });

  test.each([0, 1])(
    'on several metrics of one instance names it once, and believes it if one is its own heartbeat (%#)',
    (turned) => {
      const metrics = [
        metric('AWS/EC2', 'StatusCheckFailed', { InstanceId: instanceA }),
        metric('Firewall', 'Heartbeat', { InstanceId: instanceA, Site: 'north' }),
      ];
      expect(evidenceOf(alarmWithMetrics(...(turned ? metrics.reverse() : metrics)))).toEqual([
        { instanceId: instanceA, kind: 'heartbeat', metric: 'Firewall Heartbeat' },
      ]);
    },
  );

  test('when it was in ALARM before and only its reason changed is still a trigger', () => {
    const event = fixture('alarm-status-check');
    event.detail.previousState.value = 'ALARM';
    expect(parseEvent(event)).toMatchObject({ kind: 'trigger' });
  });

  test('without a previous state is still a trigger', () => {
    const event = fixture('alarm-status-check');
    delete event.detail.previousState;
    expect(parseEvent(event)).toMatchObject({ kind: 'trigger' });
  });

  test('and has the function as its action is the same trigger, with an id of its own', () => {
    const asEvent = parseEvent(fixture('alarm-status-check'));
    const asAction = parseEvent(fixture('alarm-action'));
    expect(asAction).toEqual({
      kind: 'trigger',
      trigger: {
        ...(asEvent.kind === 'trigger' && asEvent.trigger),
        eventId: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:firewall-a-status@2026-10-02T17:04:40.989Z',
      },
    });
  });
});

describe('an alarm is ignored', () => {
  test.each([
    ['that is over', 'alarm-ok', 'the alarm is over, and nothing moves back by itself'],
    [
      'that has insufficient data',
      'alarm-insufficient-data',
      'missing data does not say that an instance failed: a stopped instance has none either',
    ],
    [
      'that is muted, with who muted it and until when',
      'alarm-muted',
      'muted by arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:patch-window until 2026-10-02T19:00:00.000+0000',
    ],
    ['that is composite', 'alarm-composite', 'a composite alarm names no instance; its children do'],
    [
      'that is composite and suppressed',
      'alarm-composite-suppressed',
      'its actions are suppressed by WaitPeriod',
    ],
    [
      'of which only the configuration changed',
      'alarm-configuration-change',
      'the settings of an alarm say nothing of an instance',
    ],
    [
      'of which only a contributor changed',
      'alarm-contributor-state-change',
      'the alarm itself decides, and has an event of its own',
    ],
  ])('%s', (_, name, because) => {
    expect(parseEvent(fixture(name))).toEqual({
      kind: 'ignored',
      because,
      what: expect.stringContaining(fixture(name).detail.alarmName),
    });
  });

  test.each([
    ['of a fleet', undefined],
    ['of another resource', { VolumeId: 'vol-0123456789abcdef0' }],
    ["of another service's instance", { InstanceId: '7a1c5c8e-5d1f-4f6e-9f0a-1c2d3e4f5a6b' }],
    ['of a machine outside EC2', { InstanceId: 'mi-0123456789abcdef0' }],
  ])('whose metric is %s', (_, dimensions) => {
    expect(parseEvent(alarmWithMetrics(metric('Any', 'Metric', dimensions)))).toMatchObject({
      kind: 'ignored',
      because: 'none of its metrics has a dimension InstanceId that is the id of an EC2 instance',
    });
  });

  test('that is muted where the function is its action', () => {
    const event = fixture('alarm-action');
    event.alarmData.muteDetail = fixture('alarm-muted').detail.muteDetail;
    expect(parseEvent(event)).toMatchObject({
      kind: 'ignored',
      because: expect.stringMatching(/^muted by /),
    });
  });
});

describe('an alarm is malformed', () => {
  test('with a state that nobody knows', () => {
    const event = fixture('alarm-status-check');
    event.detail.state.value = 'PANIC';
    expect(parseEvent(event)).toMatchObject({
      kind: 'malformed',
      issues: ['detail.state.value: expected one of OK, ALARM, INSUFFICIENT_DATA, got "PANIC"'],
    });
  });

  test('with metrics that are not a list', () => {
    const event = fixture('alarm-status-check');
    event.detail.configuration.metrics = { m1: {} };
    expect(parseEvent(event)).toMatchObject({
      kind: 'malformed',
      issues: ['detail.configuration.metrics: expected a list of metrics, got an object'],
    });
  });

  test('without its data, where the function is its action', () => {
    expect(parseEvent({ ...fixture('alarm-action'), alarmData: null })).toMatchObject({
      kind: 'malformed',
      issues: ['alarmData: expected an alarm, got null'],
    });
  });
});
