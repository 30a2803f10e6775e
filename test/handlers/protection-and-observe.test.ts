import { createStory, minutes } from './story.ts';
import { lose, pair } from './story-pair.ts';

describe('DeleteOnTermination', () => {
  test('of a protected ENI is set to false at the next look', async () => {
    const story = createStory();
    const eni = story.eni({ on: story.member('fw-a'), at: { deleteOnTermination: true } });
    await story.handle(story.events.tick());
    expect(story.record(eni).attachment?.deleteOnTermination).toBe(false);
    expect(story.kindsTold()).toEqual([]);
  });

  test('is set to false in time to save the ENI of an instance that is shutting down', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a, at: { deleteOnTermination: true } });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-b');
  });

  test('is left alone on an ENI that is on hold, on one that nobody enrolled, and in observe mode', async () => {
    const at = { deleteOnTermination: true, deviceIndex: 2 };
    const story = createStory();
    const a = story.member('fw-a', { instanceType: 'm5.4xlarge' });
    const held = story.eni({ on: a, hold: 'hands off', at });
    const stranger = story.eni({ on: a, group: '', at: { ...at, deviceIndex: 3 } });
    await story.handle(story.events.tick());
    for (const id of [held, stranger]) expect(story.record(id).attachment?.deleteOnTermination).toBe(true);
  });

  test('that was true when the instance was terminated has deleted the ENI: there is nothing left to move', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a, at: { deleteOnTermination: true } });
    story.stage.sandbox.world.terminate(a);
    await story.stage.clock.advance(minutes(3));
    await story.handle(story.events.stateChange(a, 'terminated'));
    expect(story.whereIs(eni)).toBe('deleted');
  });

  test('that deletes the ENI under our hands is told as a failure', async () => {
    const story = createStory({ timings: { terminate: { medianMs: 2_000, p99Ms: 2_001 } } });
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a, at: { deleteOnTermination: true } });
    // The protection is refused for good, so that the detach races with the deletion.
    const denied = { code: 'UnauthorizedOperation', status: 403, times: 50 };
    story.stage.sandbox.faults.failNext({ action: 'ModifyNetworkInterfaceAttribute', ...denied });
    await lose(story, a).catch(() => undefined);
    await story.stage.clock.advance(minutes(1));
    expect(['fw-b', 'deleted']).toContain(story.whereIs(eni));
    expect(story.kindsTold()).toContain('failover-failed');
  });
});

describe('observe mode', () => {
  const environment = { ENI_WARDEN_MODE: 'observe' };

  test('plans and reports a failover, and changes nothing', async () => {
    const { story, a, b, eni } = pair({ environment });
    const before = story.record(eni);
    await story.handle(story.events.heartbeatAlarm(a));
    expect(story.record(eni)).toEqual(before);
    expect(story.kindsTold()).toEqual(['failover-planned']);
    expect(story.told()[0]?.text).toContain(b);
    const changing = story.stage.sandbox.log.calls.filter(({ action }) => !/^Describe|^Publish/.test(action));
    expect(changing).toEqual([]);
  });

  test('does not protect an ENI from deletion', async () => {
    const story = createStory({ environment });
    const eni = story.eni({ on: story.member('fw-a'), at: { deleteOnTermination: true } });
    await story.handle(story.events.tick());
    expect(story.record(eni).attachment?.deleteOnTermination).toBe(true);
  });

  test('refuses no switchover and does none', async () => {
    const { story, eni } = pair({ environment });
    await story.handle(story.events.switchover({}));
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.kindsTold()).toEqual(['failover-planned']);
  });

  test('tells of a group from the handler that was woken for it and from the tick, not from every other', async () => {
    const { story, a } = pair({ environment });
    const stranger = story.member('db-a', { group: 'db' });
    story.stage.sandbox.world.stop(a);
    await story.handle(story.events.heartbeatAlarm(stranger));
    expect(story.kindsTold()).toEqual([]);
    await story.handle(story.events.tick());
    expect(story.kindsTold()).toEqual(['failover-planned']);
  });
});
