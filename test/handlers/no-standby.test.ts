import { createStory, minutes } from './story.ts';
import { lose } from './story-pair.ts';

describe('no standby', () => {
  test('is told once, not at every tick, and again after an hour', async () => {
    const story = createStory();
    const eni = story.eni({ on: story.member('fw-a') });
    await lose(story, story.record(eni).attachment?.instanceId ?? '');
    await story.stage.clock.advance(minutes(2));
    expect(story.whereIs(eni)).toBe('nowhere');

    for (let minute = 0; minute < 10; minute++) {
      await story.handle(story.events.tick());
      await story.stage.clock.advance(minutes(1));
    }
    const early = story.told('no-standby').length;
    expect(early).toBeLessThanOrEqual(2);

    await story.stage.clock.advance(minutes(60));
    await story.handle(story.events.tick());
    expect(story.told('no-standby')).toHaveLength(early + 1);
  });

  test('is told once for one loss, also when EC2 detaches the ENI meanwhile', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.eni({ on: a });
    await lose(story, a);
    await story.stage.clock.advance(minutes(2));
    await story.handle(story.events.stateChange(a, 'terminated'));
    expect(story.told('no-standby')).toHaveLength(1);
  });

  test('is told with every member that was considered and why it cannot take the ENI', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-far', { zone: 1 });
    story.member('fw-asleep', { state: 'stopped' });
    story.eni({ on: a });
    await lose(story, a);
    const [alert] = story.told('no-standby');
    expect(alert).toMatchObject({ severity: 'critical', group: 'fw' });
    expect(alert?.text).toMatch(/fw-far.*eu-west-1b/);
    expect(alert?.text).toMatch(/fw-asleep.*stopped/);
  });

  test('ends when a member appears: its running event brings the waiting ENI home, and on-call hears of it', async () => {
    const story = createStory({ rules: true });
    const a = story.member('fw-a');
    const eni = story.eni({ on: a });
    story.stage.sandbox.world.terminate(a);
    await story.stage.clock.advance(minutes(5));
    expect(story.whereIs(eni)).toBe('nowhere');

    const b = story.member('fw-b', { state: 'stopped' });
    story.stage.sandbox.world.start(b);
    await story.stage.clock.advance(minutes(2));

    expect(story.whereIs(eni)).toBe('fw-b');
    expect([...new Set(story.kindsTold())]).toEqual(['no-standby', 'failover-started', 'failover-completed']);
  });

  test('is told again when it is over and comes again within the hour', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    const eni = story.eni({ on: a });
    await lose(story, a);
    const b = story.member('fw-b');
    await story.handle(story.events.tick());
    expect(story.whereIs(eni)).toBe('fw-b');

    await lose(story, b);

    expect(story.told('no-standby')).toHaveLength(2);
  });

  test('for one of many groups is told by the handlers that are concerned with it, once', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.eni({ on: a });
    const others = ['db', 'nat'].map((group) => {
      const id = story.member(`${group}-a`, { group });
      story.member(`${group}-b`, { group });
      story.eni({ group, on: id });
      return id;
    });
    for (const id of [a, ...others]) story.stage.sandbox.world.terminate(id);
    await story.handleAtOnce([a, ...others].map((id) => story.events.stateChange(id, 'shutting-down')));
    expect(story.told('no-standby').map(({ group }) => group)).toEqual(['fw']);
  });
});
