import { takeDenied } from '../support/judged-stories.ts';
import { createStory, minutes } from './story.ts';
import { lose, pair } from './story-pair.ts';

test('an ENI without the group tag is not touched', async () => {
  const { story, a } = pair();
  const other = story.eni({ on: a, group: '', at: { deviceIndex: 2 } });
  await story.handle(story.events.heartbeatAlarm(a));
  expect(story.whereIs(other)).toBe('fw-a');
});

test('an instance without the group tag is no standby', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  story.member('web-1', { group: '' });
  story.member('db-1', { group: 'db' });
  const eni = story.eni({ on: a });
  await lose(story, a);
  expect(story.whereIs(eni)).toBe('fw-a');
  expect(story.kindsTold()).toEqual(['no-standby']);
});

test('one standby serves many groups', async () => {
  const story = createStory();
  const members = ['fw', 'db', 'nat'].map((group) => ({ group, id: story.member(`${group}-a`, { group }) }));
  story.member('spare', { group: ' nat  fw db ', instanceType: 'm5.xlarge' });
  const enis = members.map(({ group, id }) => story.eni({ group, on: id }));
  for (const { id } of members) await lose(story, id);
  expect(enis.map(story.whereIs)).toEqual(['spare', 'spare', 'spare']);
});

test('the standby with the lowest priority is chosen, and one without the tag counts 100', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  story.member('fw-b', { priority: '101' });
  story.member('fw-c');
  story.member('fw-d', { priority: '99' });
  const eni = story.eni({ on: a });
  await lose(story, a);
  expect(story.whereIs(eni)).toBe('fw-d');
});

test('a negative priority goes before zero', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  story.member('fw-b', { priority: '0' });
  story.member('fw-c', { priority: '-1' });
  const eni = story.eni({ on: a });
  await lose(story, a);
  expect(story.whereIs(eni)).toBe('fw-c');
});

describe('a hold', () => {
  test('on the ENI keeps it on its dead holder, and tells on-call the reason', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a, hold: 'migration, ask Maria' });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.kindsTold()).toEqual(['held']);
    expect(story.told()[0]?.text).toContain('migration, ask Maria');
  });

  test('on the holder does the same', async () => {
    const story = createStory();
    const a = story.member('fw-a', { hold: 'debugging' });
    story.member('fw-b');
    const eni = story.eni({ on: a });
    await story.handle(story.events.heartbeatAlarm(a));
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.kindsTold()).toEqual(['held']);
  });

  test('on the standby means that it is not chosen', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b', { priority: '1', hold: 'reserved' });
    story.member('fw-c', { priority: '2' });
    const eni = story.eni({ on: a });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-c');
  });

  test('that is taken off lets the next look move the ENI', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a, hold: 'wait' });
    await lose(story, a);
    story.stage.sandbox.world.removeTag(eni, 'eni-warden:hold');
    await story.handle(story.events.tick());
    expect(story.whereIs(eni)).toBe('fw-b');
  });

  test('without a reason holds all the same, and is a finding', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({ on: a, hold: '' });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-a');
    await story.handle(story.events.tick());
    expect(story.kindsTold().toSorted()).toEqual(['finding', 'held']);
  });
});

describe('a tag that cannot be read', () => {
  test.each(['fw db', '   ', 'a'.repeat(200)])(
    'eni-warden:group=%j of an ENI spares it, and is told once',
    async (group) => {
      const { story, a } = pair();
      const eni = story.eni({ on: a, group, at: { deviceIndex: 2 } });
      await lose(story, a);
      await story.handle(story.events.tick());
      expect(story.whereIs(eni)).toMatch(/^fw-a/);
      expect(story.told('finding')).toHaveLength(1);
      expect(story.told('finding')[0]?.text).toContain(eni);
    },
  );

  test.each(['first', '1.5', '', '1e3'])(
    'eni-warden:priority=%j of a standby means that it is not chosen, rather than 100',
    async (priority) => {
      const story = createStory();
      const a = story.member('fw-a');
      const b = story.member('fw-b', { priority });
      story.member('fw-c', { priority: '1000' });
      const eni = story.eni({ on: a });
      await lose(story, a);
      expect(story.whereIs(eni)).toBe('fw-c');
      await story.handle(story.events.tick());
      expect(story.told('finding')[0]?.text).toContain(b);
    },
  );

  test('eni-warden:group of an instance makes it no member', async () => {
    const story = createStory();
    const a = story.member('fw-a');
    story.member('fw-b', { group: '  ' });
    const eni = story.eni({ on: a });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-a');
    await story.handle(story.events.tick());
    expect(story.kindsTold().toSorted()).toEqual(['finding', 'no-standby']);
  });
});

test('a member whose tags EC2 has taken off since it was terminated is left once EC2 itself has detached it', async () => {
  const { story, a, eni } = pair();
  const { world, faults } = story.stage.sandbox;
  faults.stickDetach({ networkInterfaceId: eni, ms: minutes(30) });
  world.terminate(a);
  await story.stage.clock.advance(minutes(9));
  expect(world.instance(a).tags).toEqual({});
  await story.handle(story.events.tick());
  // Nothing says any more that the instance is a member, so the role does not allow to take anything from it.
  expect(takeDenied()).toEqual([expect.stringMatching(/DetachNetworkInterface on .*:instance\/i-/)]);
  expect(story.kindsTold()).toEqual(['failover-failed']);
  await story.stage.clock.advance(minutes(22));
  await story.handle(story.events.tick());
  expect(story.whereIs(eni)).toBe('fw-b');
});
