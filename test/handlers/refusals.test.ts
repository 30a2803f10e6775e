import type { NetworkInterfaceType } from '../../sandbox/world/records.ts';
import { createStory, minutes } from './story.ts';
import { lose, pair } from './story-pair.ts';

describe('ENI Warden refuses to move, and says so before it hurts,', () => {
  test.each<NetworkInterfaceType>(['efa', 'efa-only', 'trunk', 'branch'])(
    'an ENI of type %s',
    async (interfaceType) => {
      const story = createStory();
      const a = story.member('fw-a', { instanceType: 'c7gn.16xlarge' });
      story.member('fw-b', { instanceType: 'c7gn.16xlarge' });
      const eni = story.eni({ on: a, interfaceType });

      await story.handle(story.events.tick());
      await story.handle(story.events.heartbeatAlarm(a));

      expect(story.whereIs(eni)).toBe('fw-a');
      expect(story.told('blocked')[0]?.text).toContain(eni);
      expect(story.told('finding')[0]?.text).toContain(eni);
      expect(story.calls('DetachNetworkInterface')).toBe(0);
    },
  );

  test('a primary ENI', async () => {
    const { story, a } = pair();
    const [primary] = story.stage.sandbox.world.interfacesOf(a);
    const id = primary?.networkInterfaceId ?? '';
    story.stage.sandbox.world.setTag(id, 'eni-warden:group', 'fw');

    // Its AttachTime is that of the launch, and counts for the block period of the others.
    await story.stage.clock.advance(minutes(10));

    await story.handle(story.events.tick());
    await story.handle(story.events.heartbeatAlarm(a));

    expect(story.whereIs(id)).toBe('fw-a');
    expect(story.told('finding')[0]?.text).toContain('primary');
  });

  test('an ENI that a service of AWS manages', async () => {
    const { story, a } = pair();
    const eni = story.eni({ requesterManaged: true });
    await story.handle(story.events.tick());
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('a service');
    expect(story.told('finding')[0]?.text).toContain('requester-managed');
  });
});

test('an ENI that never moves does not keep the others of its group from moving', async () => {
  const story = createStory();
  const a = story.member('fw-a', { instanceType: 'c7gn.16xlarge' });
  story.member('fw-b', { instanceType: 'c7gn.16xlarge' });
  const movable = [2, 3].map((deviceIndex) => story.eni({ on: a, at: { deviceIndex } }));
  const efa = story.eni({ on: a, interfaceType: 'efa' });

  await story.handle(story.events.heartbeatAlarm(a));

  expect([...movable, efa].map(story.whereIs)).toEqual(['fw-b', 'fw-b', 'fw-a']);
});
