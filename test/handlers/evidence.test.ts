import { createStory, type Story } from './story.ts';
import { hang } from './story-pair.ts';
import { seconds, stick, trio } from './story-trio.ts';

describe('While a detach is stuck, the target', () => {
  const mishaps: [string, (story: Story, b: string) => void][] = [
    ['is stopped', ({ stage }, b) => stage.sandbox.world.stop(b)],
    ['is terminated', ({ stage }, b) => stage.sandbox.world.terminate(b)],
    ['is put on hold', ({ stage }, b) => stage.sandbox.world.setTag(b, 'eni-warden:hold', 'patching')],
    ['leaves the group', ({ stage }, b) => stage.sandbox.world.setTag(b, 'eni-warden:group', 'other')],
    ['loses its group tag', ({ stage }, b) => stage.sandbox.world.removeTag(b, 'eni-warden:group')],
    [
      'gets an unreadable priority',
      ({ stage }, b) => stage.sandbox.world.setTag(b, 'eni-warden:priority', '?'),
    ],
  ];

  test.each(mishaps)(
    '%s: the ENI is never attached to it, and the next candidate gets it',
    async (_, happen) => {
      const { story, a, b, eni, history } = trio();
      stick(story, [eni], seconds(60));
      story.stage.sandbox.world.terminate(a);
      story.stage.clock.after(seconds(30), () => happen(story, b));
      await story.handle(story.events.stateChange(a, 'shutting-down'));
      expect(story.whereIs(eni)).toBe('fw-c');
      expect(history.filter((place) => place.startsWith('fw-b'))).toEqual([]);
      expect(story.told('failover-failed')).toEqual([]);
      expect(story.told('failover-completed')).toHaveLength(1);
    },
  );

  test('is stopped: a group of three goes to the next candidate together', async () => {
    const { story, a, b, ids, history } = trio(3);
    stick(story, ids.slice(1, 2), seconds(60));
    stick(story, ids.slice(0, 1), seconds(40));
    story.stage.sandbox.world.terminate(a);
    story.stage.clock.after(seconds(15), () => story.stage.sandbox.world.stop(b));
    await story.handle(story.events.stateChange(a, 'shutting-down'));
    expect(ids.map(story.whereIs)).toEqual(['fw-c', 'fw-c', 'fw-c']);
    expect(history.filter((place) => place.startsWith('fw-b'))).toEqual([]);
    expect(story.told('failover-failed')).toEqual([]);
  });

  test('is stopped, and there is no other: the ENI is on nothing that is down, and people are told', async () => {
    const { story, a, b, c, eni, history } = trio();
    stick(story, [eni], seconds(60));
    story.stage.sandbox.world.terminate(a);
    story.stage.clock.after(seconds(30), () => {
      for (const standby of [b, c]) story.stage.sandbox.world.stop(standby);
    });
    await story.handle(story.events.stateChange(a, 'shutting-down'));
    expect(history.at(-1)).toBe('nowhere');
    expect(story.told('no-standby')).toHaveLength(1);
  });
});

test('A target that was on hold gets the ENI in the same invocation, once the hold is taken off', async () => {
  const { story, a, b, c, eni, history } = trio();
  const { world } = story.stage.sandbox;
  // Another group keeps the invocation busy.
  const other = story.member('db-a', { group: 'db' });
  story.member('db-b', { group: 'db' });
  stick(story, [story.eni({ group: 'db', on: other })], seconds(200));
  stick(story, [eni], seconds(60));
  for (const lost of [a, c, other]) world.terminate(lost);
  story.stage.clock.after(seconds(30), () => world.setTag(b, 'eni-warden:hold', 'patching'));
  story.stage.clock.after(seconds(90), () => world.removeTag(b, 'eni-warden:hold'));
  await story.handle(story.events.stateChange(a, 'shutting-down'));
  expect(history).toContain('nowhere');
  expect(story.whereIs(eni)).toBe('fw-b');
});

test('An ENI that is put on hold while it is being detached is not attached, and people are told', async () => {
  const { story, a, eni, history } = trio();
  stick(story, [eni], seconds(60));
  story.stage.sandbox.world.terminate(a);
  story.stage.clock.after(seconds(30), () =>
    story.stage.sandbox.world.setTag(eni, 'eni-warden:hold', 'forensics'),
  );
  await story.handle(story.events.stateChange(a, 'shutting-down'));
  expect(history.at(-1)).toBe('nowhere');
  expect(history.filter((place) => /^fw-[bc]/.test(place))).toEqual([]);
  expect(story.told('held')).toHaveLength(1);
});

test('While Attach is throttled, the target is stopped: the ENI is never attached to it', async () => {
  const { story, a, b, eni, history } = trio();
  const { faults, world } = story.stage.sandbox;
  faults.throttle('AttachNetworkInterface', { callsPerSecond: 1_000 });
  story.stage.clock.after(seconds(40), () => world.stop(b));
  story.stage.clock.after(seconds(60), () => faults.throttle('AttachNetworkInterface'));
  world.terminate(a);
  await story.handle(story.events.stateChange(a, 'shutting-down'));
  expect(story.whereIs(eni)).toBe('fw-c');
  expect(history.filter((place) => place.startsWith('fw-b'))).toEqual([]);
});

test('While DeleteOnTermination cannot be changed, the ENI is put on hold: it is left as it is', async () => {
  const story = createStory();
  const { faults, world } = story.stage.sandbox;
  const eni = story.eni({ on: story.member('fw-a'), at: { deleteOnTermination: true } });
  faults.failNext({ action: 'ModifyNetworkInterfaceAttribute', times: 40 });
  story.stage.clock.after(seconds(20), () => world.setTag(eni, 'eni-warden:hold', 'forensics'));
  await story.handle(story.events.tick());
  expect(story.record(eni).attachment?.deleteOnTermination).toBe(true);
});

describe('While Detach answers errors', () => {
  const failing = { action: 'DetachNetworkInterface', times: 40 };

  test('the holder is started again: nothing is detached from it', async () => {
    const { story, a, eni, history } = trio();
    const { faults, world } = story.stage.sandbox;
    world.stop(a);
    while (world.instance(a).state !== 'stopped') await story.stage.clock.advance(seconds(1));
    faults.failNext(failing);
    story.stage.clock.after(seconds(20), () => world.start(a));
    await story.handle(story.events.stateChange(a, 'stopped'));
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(history).toEqual([]);
    expect(story.kindsTold()).toEqual([]);
  });

  test('its holder is put on hold: nothing is detached from it', async () => {
    const { story, a, eni, history } = trio();
    const { faults, world } = story.stage.sandbox;
    faults.failNext(failing);
    story.stage.clock.after(seconds(20), () => world.setTag(a, 'eni-warden:hold', 'forensics'));
    await story.handle(story.events.heartbeatAlarm(a));
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(history).toEqual([]);
  });

  test('the target of a switchover goes down: the ENI stays on its able holder', async () => {
    const { story, b, eni, history } = trio();
    const { faults, world } = story.stage.sandbox;
    faults.failNext(failing);
    story.stage.clock.after(seconds(20), () => world.stop(b));
    await story.handle(story.events.switchover({ target: b }));
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(history).toEqual([]);
  });

  test('and the holder stays down: the ENI is moved in the end', async () => {
    const { story, a, eni } = trio();
    story.stage.sandbox.faults.failNext(failing);
    await story.handle(story.events.heartbeatAlarm(a));
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  });
});

test('A hung holder that recovers before Force is due is not forced, and its ENI still moves', async () => {
  const { story, a, eni } = trio(1, { environment: { ENI_WARDEN_FORCE_AFTER_SECONDS: '120' } });
  const { faults, world } = story.stage.sandbox;
  await hang(story, a);
  stick(story, [eni], seconds(240));
  story.stage.clock.after(seconds(10), () => faults.recover(a));
  await story.handle(story.events.statusAlarm(a));
  expect(story.whereIs(eni)).toBe('fw-b');
  expect(world.instance(a).ghosts).toEqual([]);
  expect(story.told('failover-completed')[0]?.subject).toContain('fw-a -> fw-b');
});
