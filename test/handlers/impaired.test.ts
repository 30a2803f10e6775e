import { minutes } from './story.ts';
import { hang, pair } from './story-pair.ts';

describe('a status check alarm', () => {
  test('that DescribeInstanceStatus confirms moves the ENI, with Force since the guest hangs', async () => {
    const { story, a, eni } = pair();
    await hang(story, a);

    await story.handle(story.events.statusAlarm(a));

    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.stage.sandbox.world.instance(a).ghosts).toHaveLength(1);
    const [completed] = story.told('failover-completed');
    expect(completed?.text).toContain('Force was needed');
  });

  test('that DescribeInstanceStatus does not confirm moves nothing, however long we look', async () => {
    const { story, a, eni } = pair();
    await story.handle(story.events.statusAlarm(a));
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.kindsTold()).toEqual([]);
  });

  test('that runs ahead of DescribeInstanceStatus is acted on when that agrees', async () => {
    const { story, a, eni } = pair();
    const { faults } = story.stage.sandbox;
    // The checks run once a minute: this brings us to ten seconds before a run.
    await hang(story, a);
    faults.recover(a);
    await story.stage.clock.advance(minutes(2) - 10_000);
    faults.hang(a);

    await story.handle(story.events.statusAlarm(a));

    expect(story.whereIs(eni)).toBe('fw-b');
  });

  test('of metric maths over two instances moves the ENIs of the one that fails, and of no other', async () => {
    const { story, a, eni } = pair();
    const c = story.member('db-c', { group: 'db' });
    story.member('db-d', { group: 'db' });
    const other = story.eni({ group: 'db', on: c });
    await hang(story, a);

    await story.handle(story.events.metricMathsAlarm(a, c));

    expect([story.whereIs(eni), story.whereIs(other)]).toEqual(['fw-b', 'db-c']);
  });

  test('sent by the alarm itself, without EventBridge, does the same', async () => {
    const { story, a, eni } = pair();
    await hang(story, a);
    const action = story.events.sample('alarm-action', a) as { alarmData: { state: { timestamp: string } } };
    action.alarmData.state.timestamp = new Date(story.stage.clock.now()).toISOString().replace('Z', '+0000');

    await story.handle(action);

    expect(story.whereIs(eni)).toBe('fw-b');
  });
});

describe('a heartbeat alarm', () => {
  test('is believed: the ENI moves although every status check passes, without Force', async () => {
    const { story, a, eni } = pair({ timings: { detach: { medianMs: 2_000, p99Ms: 2_001 } } });

    await story.handle(story.events.heartbeatAlarm(a));

    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.stage.sandbox.world.instance(a).ghosts).toEqual([]);
  });

  test('that is late says nothing against the member that has taken over since', async () => {
    const { story, a, eni } = pair();
    const alarm = story.events.heartbeatAlarm(a);
    await story.handle(alarm);
    expect(story.whereIs(eni)).toBe('fw-b');

    await story.stage.clock.advance(minutes(2));
    await story.handle(alarm);

    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.told('failover-completed')).toHaveLength(1);
  });

  test('of an hour ago moves nothing', async () => {
    const { story, a, eni } = pair();
    const alarm = story.events.heartbeatAlarm(a);
    await story.stage.clock.advance(minutes(60));
    await story.handle(alarm);
    expect(story.whereIs(eni)).toBe('fw-a');
  });

  test('on the standby too leaves the ENI where it is, and on-call is told', async () => {
    const { story, a, b, eni } = pair();
    await hang(story, b);
    await story.stage.clock.advance(minutes(3));

    await story.handle(story.events.heartbeatAlarm(a));

    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.kindsTold()).toEqual(['no-standby']);
    expect(story.told()[0]?.text).toContain('fw-b');
  });
});

describe('a tick finds an instance that fails its status checks', () => {
  test('and moves nothing within the grace period, and the ENI after it', async () => {
    const { story, a, eni } = pair();
    await hang(story, a);
    await story.handle(story.events.tick());
    expect(story.whereIs(eni)).toBe('fw-a');

    await story.stage.clock.advance(minutes(2) + 1_000);
    await story.handle(story.events.tick());
    expect(story.whereIs(eni)).toBe('fw-b');
  });

  test('and Force is a matter of seconds: the ENI is home within half a minute', async () => {
    const { story, a } = pair();
    await hang(story, a);
    await story.stage.clock.advance(minutes(3));
    const from = story.stage.clock.now();

    await story.handle(story.events.tick());

    const [completed] = story.told('failover-completed');
    expect((completed?.at ?? Number.POSITIVE_INFINITY) - from).toBeLessThan(60_000);
  });
});

describe('a holder that DescribeInstances does not show', () => {
  test('for good has vanished: the ENI moves', async () => {
    const { story, a, eni } = pair();
    story.stage.sandbox.faults.hideInstance(a, minutes(60));
    await story.handle(story.events.tick());
    expect(story.whereIs(eni)).toBe('fw-b');
  });

  test('for two seconds has not: the ENI stays', async () => {
    const { story, a, eni } = pair();
    story.stage.sandbox.faults.hideInstance(a, 2_000);
    await story.handle(story.events.tick());
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.kindsTold()).toEqual([]);
  });
});
