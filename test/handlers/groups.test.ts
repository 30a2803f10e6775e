import { createStory, minutes } from './story.ts';
import { hang, lose } from './story-pair.ts';

const instanceType = 'm5.4xlarge';

test('a group of ENIs moves as one to one home, and is told as one move', async () => {
  const story = createStory();
  const a = story.member('fw-a', { instanceType });
  story.member('fw-b', { instanceType });
  story.member('fw-c', { instanceType });
  const ids = [1, 2, 3, 4].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } }));
  await lose(story, a);
  expect(new Set(ids.map(story.whereIs)).size).toBe(1);
  expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  expect(ids.map((id) => story.record(id).attachment?.deviceIndex)).toEqual([1, 2, 3, 4]);
});

test('a group of ENIs on a hung guest is forced off it as one', async () => {
  const story = createStory();
  const a = story.member('fw-a', { instanceType });
  story.member('fw-b', { instanceType });
  const ids = [1, 2, 3].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } }));
  await hang(story, a);
  await story.handle(story.events.statusAlarm(a));
  expect(ids.map(story.whereIs)).toEqual(['fw-b', 'fw-b', 'fw-b']);
});

test('the others wait for their leader: when its target dies meanwhile, none of them has gone there', async () => {
  const story = createStory({ timings: { detach: { medianMs: 1_000, p99Ms: 1_001 } } });
  const a = story.member('fw-a', { instanceType });
  const b = story.member('fw-b', { instanceType, priority: '1' });
  story.member('fw-c', { instanceType, priority: '2' });
  const ids = [1, 2, 3].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } })).toSorted();
  const { world, faults } = story.stage.sandbox;
  faults.stickDetach({ networkInterfaceId: ids[0] ?? '', ms: 10_000 });
  story.stage.clock.after(8_000, () => world.terminate(b));
  await story.handle(story.events.heartbeatAlarm(a));
  expect(ids.map(story.whereIs)).toEqual(['fw-c', 'fw-c', 'fw-c']);
  expect(world.interfacesOf(b)).toHaveLength(1);
  const attached = story.stage.sandbox.log.transitions.filter(({ kind }) => kind === 'attach');
  expect(attached.map(({ id }) => id).toSorted()).toEqual(ids);
});

test('an ENI of the group that is elsewhere and unattached joins its leader', async () => {
  const story = createStory();
  const a = story.member('fw-a', { instanceType });
  story.member('fw-b', { instanceType, priority: '1' });
  const ids = [story.eni({ on: a }), story.eni(), story.eni()].toSorted();
  const leader = ids[0] ?? '';
  const free = ids.filter((id) => story.whereIs(id) === 'nowhere');
  await story.handle(story.events.tick());
  expect(new Set(ids.map(story.whereIs)).size).toBe(1);
  // If the leader itself was free, it goes to the member that holds the others already.
  expect(story.whereIs(leader)).toBe('fw-a');
  expect(free).toHaveLength(2);
});

test('an ENI on hold stays behind, and the others move without it', async () => {
  const story = createStory();
  const a = story.member('fw-a', { instanceType });
  story.member('fw-b', { instanceType });
  const ids = [1, 2, 3].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } })).toSorted();
  const [, held = ''] = ids;
  story.stage.sandbox.world.setTag(held, 'eni-warden:hold', 'hands off');
  await story.handle(story.events.heartbeatAlarm(a)).catch(() => undefined);
  expect(ids.map(story.whereIs)).toEqual(['fw-b', 'fw-a', 'fw-b']);
  expect(story.told('held')).toHaveLength(1);
});

test('a hold on the leader keeps the whole group, and tells on-call', async () => {
  const story = createStory();
  const a = story.member('fw-a', { instanceType });
  story.member('fw-b', { instanceType });
  const ids = [1, 2].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } })).toSorted();
  story.stage.sandbox.world.setTag(ids[0] ?? '', 'eni-warden:hold', 'hands off');
  await story.handle(story.events.heartbeatAlarm(a), { timeoutMs: minutes(1) }).catch(() => undefined);
  expect(ids.map(story.whereIs)).toEqual(['fw-a', 'fw-a']);
  expect(story.told('held')).toHaveLength(1);
});

test('two groups that want the last slot of one standby: one gets it, and on-call hears of the other', async () => {
  const story = createStory();
  const a = story.member('a', { instanceType, group: 'db fw' });
  story.member('b', { instanceType: 't3.micro', group: 'db fw' });
  const enis = ['db', 'fw'].map((group, index) =>
    story.eni({ group, on: a, at: { deviceIndex: index + 1 } }),
  );
  await lose(story, a);
  await story.stage.clock.advance(minutes(2));
  expect(enis.map(story.whereIs).toSorted()).toEqual(['b', 'nowhere']);
  expect(story.told('no-standby')).toHaveLength(1);
});

test('two handlers that give the last slot to different groups: one wins, nothing is lost', async () => {
  const story = createStory();
  const groups = ['db', 'fw'];
  const active = groups.map((group) => story.member(`${group}-a`, { group }));
  story.member('spare', { instanceType: 't3.micro', group: 'db fw' });
  const enis = groups.map((group, index) => story.eni({ group, on: active[index] ?? '' }));
  for (const id of active) story.stage.sandbox.world.terminate(id);
  const events = active.map((id) => story.events.stateChange(id, 'shutting-down'));
  await story.handleAtOnce(events);
  await story.stage.clock.advance(minutes(2));
  await story.handle(story.events.tick());
  expect(enis.map(story.whereIs).toSorted()).toEqual(['nowhere', 'spare']);
  expect(story.told('no-standby').length).toBeGreaterThanOrEqual(1);
});

test('a new home that dies while the ENI is still being attached to it is left at once', async () => {
  const story = createStory({ timings: { attach: { medianMs: 15_000, p99Ms: 15_001 } } });
  const a = story.member('fw-a');
  const b = story.member('fw-b', { priority: '1' });
  story.member('fw-c', { priority: '2' });
  const eni = story.eni({ on: a });
  const { world } = story.stage.sandbox;
  world.terminate(a);
  const handling = story.stage.begin(story.events.stateChange(a, 'shutting-down'));
  while (!story.whereIs(eni).startsWith('fw-b')) await story.stage.clock.advance(100);
  world.terminate(b);
  await story.stage.clock.run(handling);
  expect(story.whereIs(eni)).toBe('fw-c');
  expect(story.told('failover-failed')).toEqual([]);
});

// A holder that is `stopping` counts as gone, and is never forced: its guest is switched off after some minutes (facts 1.6).
test('a hung guest that somebody stops keeps its ENIs only until EC2 switches it off', async () => {
  const story = createStory({ rules: true });
  const a = story.member('fw-a');
  story.member('fw-b');
  const eni = story.eni({ on: a });
  await hang(story, a);
  story.stage.sandbox.world.stop(a);
  await story.stage.clock.advance(minutes(6));
  expect(story.whereIs(eni)).toBe('fw-b');
});

test('a failed instance that comes back stays standby: nothing fails back by itself', async () => {
  const story = createStory({ rules: true });
  const a = story.member('fw-a', { priority: '1' });
  story.member('fw-b');
  const eni = story.eni({ on: a });
  const { world } = story.stage.sandbox;
  world.stop(a);
  await story.stage.clock.advance(minutes(3));
  expect(story.whereIs(eni)).toBe('fw-b');
  world.start(a);
  await story.stage.clock.advance(minutes(10));
  expect(story.whereIs(eni)).toBe('fw-b');
  expect(story.told('failover-completed')).toHaveLength(1);
});
