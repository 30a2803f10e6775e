import { createStory, minutes } from './story.ts';

describe('an instance state-change event', () => {
  test.each(['stopping', 'stopped', 'shutting-down', 'terminated'])(
    'that says %s brings the ENI to the standby, and says so',
    async (state) => {
      const story = createStory();
      const { world } = story.stage.sandbox;
      const a = story.member('fw-a');
      story.member('fw-b');
      const eni = story.eni({ on: a });
      if (state.startsWith('stop')) world.stop(a);
      else world.terminate(a);
      while (world.instance(a).state !== state) await story.stage.clock.advance(500);

      await story.handle(story.events.stateChange(a, state));

      expect(story.whereIs(eni)).toBe('fw-b');
      expect(story.told('failover-completed')).toHaveLength(1);
    },
  );

  test('that says pending leaves the ENI waiting, and running brings it home', async () => {
    const story = createStory();
    const eni = story.eni();
    const b = story.member('fw-b', { state: 'stopped' });
    story.stage.sandbox.world.start(b);

    await story.handle(story.events.stateChange(b, 'pending'));
    expect(story.whereIs(eni)).toBe('nowhere');

    await story.stage.clock.advance(minutes(1));
    await story.handle(story.events.stateChange(b, 'running'));
    expect(story.whereIs(eni)).toBe('fw-b');
  });

  test('about a stranger changes nothing and tells nobody', async () => {
    const story = createStory();
    const eni = story.eni({ on: story.member('fw-a') });
    const stranger = story.member('web-1', { group: '' });
    story.stage.sandbox.world.terminate(stranger);

    await story.handle(story.events.stateChange(stranger, 'terminated'));

    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.kindsTold()).toEqual([]);
  });

  test('that contradicts what EC2 shows moves nothing: a look decides', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a });
    const late = story.events.stateChange(a, 'stopped');
    await story.stage.clock.advance(minutes(5));

    await story.handle(late);

    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.kindsTold()).toEqual([]);
  });

  test('that is young and runs ahead of what EC2 shows is waited for, and then acted on', async () => {
    const story = createStory();
    const { world } = story.stage.sandbox;
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a });
    const event = story.events.stateChange(a, 'shutting-down');
    story.stage.clock.after(4_000, () => world.terminate(a));

    await story.handle(event);

    expect(story.whereIs(eni)).toBe('fw-b');
  });

  test('delivered twice, one after the other, moves once and tells once', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a });
    story.stage.sandbox.world.terminate(a);
    const event = story.events.stateChange(a, 'shutting-down');

    await story.handle(event);
    const { attachment } = story.record(eni);
    await story.handle(event);

    expect(story.record(eni).attachment).toEqual(attachment);
    expect(story.told('failover-completed')).toHaveLength(1);
  });
});

describe('a Spot interruption warning', () => {
  test.each(['terminate', 'stop', 'hibernate'] as const)(
    'to %s moves the ENI away while the old holder still lives',
    async (action) => {
      const story = createStory();
      const a = story.member('fw-a', { spot: true });
      story.member('fw-b');
      const eni = story.eni({ on: a });

      await story.handle(story.events.spotWarning(a, action));

      expect(story.whereIs(eni)).toBe('fw-b');
      expect(story.stage.sandbox.world.instance(a).state).toBe('running');
    },
  );

  test('of a standby moves nothing, and the standby is not chosen while it is warned', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    const b = story.member('fw-b', { spot: true, priority: '1' });
    story.member('fw-c');
    const eni = story.eni({ on: a });
    await story.handle(story.events.spotWarning(b));
    expect(story.whereIs(eni)).toBe('fw-a');

    const other = story.eni();
    await story.handle(story.events.spotWarning(b));
    expect(story.whereIs(other)).toBe('fw-a');
  });

  test('that comes when the notice has run out long ago moves nothing', async () => {
    const story = createStory();
    const a = story.member('fw-a', { spot: true });
    story.member('fw-b');
    const eni = story.eni({ on: a });
    const warning = story.events.spotWarning(a);
    await story.stage.clock.advance(minutes(10));

    await story.handle(warning);

    expect(story.whereIs(eni)).toBe('fw-a');
  });
});

describe('a tick', () => {
  test('finds the instance whose event was lost', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a });
    story.stage.sandbox.world.terminate(a);
    await story.stage.clock.advance(minutes(3));

    await story.handle(story.events.tick());

    expect(story.whereIs(eni)).toBe('fw-b');
  });

  test('over a fleet in order changes nothing and tells nobody', async () => {
    const story = createStory();
    const eni = story.eni({ on: story.member('fw-a') });
    story.member('fw-b');
    const before = story.record(eni);

    await story.handle(story.events.tick());

    expect(story.record(eni)).toEqual(before);
    expect(story.kindsTold()).toEqual([]);
  });
});

test.each([
  ['rebalance-recommendation'],
  ['alarm-composite'],
  ['alarm-composite-suppressed'],
  ['alarm-muted'],
  ['alarm-ok'],
  ['alarm-insufficient-data'],
])('the sample %s is ignored: nothing is read, moved or told', async (name) => {
  const story = createStory();
  const a = story.member('fw-a');
  story.member('fw-b');
  const eni = story.eni({ on: a });

  await story.handle(story.events.sample(name, a));

  expect(story.whereIs(eni)).toBe('fw-a');
  expect(story.stage.sandbox.log.calls).toEqual([]);
  expect(story.kindsTold()).toEqual([]);
});
