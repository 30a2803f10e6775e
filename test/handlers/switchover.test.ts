import { createStory, minutes } from './story.ts';
import { hang, pair } from './story-pair.ts';

test('a switchover without a target takes the group to the best standby', async () => {
  const { story, eni } = pair();
  await story.handle(story.events.switchover({}));
  expect(story.whereIs(eni)).toBe('fw-b');
  expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  expect(story.told()[0]?.text).toContain('maria@example.com asked for it: Kernel update');
});

test('a switchover with a target takes the whole group there, and it is not forced', async () => {
  const { story, a, b, eni } = pair();
  const c = story.member('fw-c', { priority: '500' });
  const second = story.eni({ on: a, at: { deviceIndex: 2 } });
  await story.handle(story.events.switchover({ target: c }));
  expect([eni, second].map(story.whereIs)).toEqual(['fw-c', 'fw-c']);
  const { world } = story.stage.sandbox;
  expect([a, b, c].flatMap((id) => world.instance(id).ghosts)).toEqual([]);
});

test('a switchover delivered twice, one after the other, moves once', async () => {
  const { story, eni } = pair();
  story.member('fw-c');
  const request = story.events.switchover({});
  await story.handle(request);
  const { attachment } = story.record(eni);
  await story.stage.clock.advance(5_000);
  await story.handle(request);
  expect(story.record(eni).attachment).toEqual(attachment);
});

test('a switchover delivered twice at once moves once', async () => {
  const { story, eni } = pair();
  story.member('fw-c');
  const request = story.events.switchover({});
  expect(await story.handleAtOnce([request, request])).toEqual([]);
  expect(['fw-b', 'fw-c']).toContain(story.whereIs(eni));
  expect(story.calls('AttachNetworkInterface')).toBeLessThanOrEqual(2);
  expect(story.told('failover-completed')).toHaveLength(1);
});

test('a switchover to where the group is already is done', async () => {
  const { story, a, eni } = pair();
  await story.handle(story.events.switchover({ target: a }));
  expect(story.whereIs(eni)).toBe('fw-a');
  expect(story.kindsTold()).toEqual([]);
});

test('a switchover there, and another back a minute later, ends where it began', async () => {
  const { story, a, eni } = pair();
  await story.handle(story.events.switchover({}));
  await story.stage.clock.advance(minutes(1));
  await story.handle(story.events.switchover({ target: a }));
  expect(story.whereIs(eni)).toBe('fw-a');
});

describe('a switchover is refused, with the reason and nothing moved,', () => {
  type Pair = ReturnType<typeof pair>;
  const cases: [string, RegExp, (pair: Pair) => Promise<object> | object][] = [
    [
      'for a group that does not exist',
      /there is no group/,
      ({ story }) => story.events.switchover({ group: 'dbs' }),
    ],
    [
      'to an instance that is no member',
      /is not a member/,
      ({ story }) => story.events.switchover({ target: story.member('web-1', { group: '' }) }),
    ],
    [
      'to a member in another Availability Zone',
      /eu-west-1b/,
      ({ story }) => story.events.switchover({ target: story.member('fw-z', { zone: 1 }) }),
    ],
    [
      'to a stopped member',
      /it is stopped/,
      ({ story }) => story.events.switchover({ target: story.member('fw-z', { state: 'stopped' }) }),
    ],
    [
      'to a member that is on hold',
      /on hold: reserved/,
      ({ story }) => story.events.switchover({ target: story.member('fw-z', { hold: 'reserved' }) }),
    ],
    [
      'to a member without room',
      /free network interface slots/,
      ({ story }) => {
        const target = story.member('fw-z', { instanceType: 't3.micro' });
        story.eni({ on: target, group: '' });
        return story.events.switchover({ target });
      },
    ],
    [
      'to a member that fails its status checks',
      /status check/,
      async ({ story }) => {
        const target = story.member('fw-z');
        await hang(story, target);
        return story.events.switchover({ target });
      },
    ],
    [
      'of a group with an ENI on hold',
      /on hold: hands off/,
      ({ story, a }) => {
        story.eni({ on: a, hold: 'hands off', at: { deviceIndex: 2 } });
        return story.events.switchover({});
      },
    ],
    [
      'off a holder that is on hold',
      /on hold: debugging/,
      ({ story, a }) => {
        story.stage.sandbox.world.setTag(a, 'eni-warden:hold', 'debugging');
        return story.events.switchover({});
      },
    ],
    [
      'when the only standby is stopped',
      /no standby can take it/,
      async ({ story, b }) => {
        story.stage.sandbox.world.stop(b);
        await story.stage.clock.advance(minutes(2));
        return story.events.switchover({});
      },
    ],
    [
      'when the request has waited for an hour',
      /old/,
      async ({ story }) => {
        const request = story.events.switchover({});
        await story.stage.clock.advance(minutes(60));
        return request;
      },
    ],
  ];

  test.each(cases)('%s', async (_name, reason, prepare) => {
    const set = pair();
    const request = await prepare(set);
    await set.story.handle(request);
    expect(set.story.whereIs(set.eni)).toBe('fw-a');
    expect(set.story.kindsTold()).toEqual(['switchover-refused']);
    expect(set.story.told()[0]?.text).toMatch(reason);
  });
});

test('a switchover whose target is misspelt is malformed, rather than a switchover to anywhere', async () => {
  const { story, eni } = pair();
  const { detail, ...rest } = story.events.switchover({}) as { detail: object };
  await story.handle({ ...rest, detail: { ...detail, traget: 'i-0fedcba0987654321' } });
  expect(story.whereIs(eni)).toBe('fw-a');
  expect(story.kindsTold()).toEqual(['malformed']);
});

test('a switchover during which the old holder dies ends at its target all the same', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  story.member('fw-b', { priority: '1' });
  const c = story.member('fw-c');
  const eni = story.eni({ on: a });
  const request = story.stage.begin(story.events.switchover({ target: c }));
  await story.stage.clock.advance(1_000);
  story.stage.sandbox.world.terminate(a);
  await story.stage.clock.run(request);
  expect(story.whereIs(eni)).toBe('fw-c');
});

test('a switchover brings along an ENI that had no room at its leader', async () => {
  const story = createStory();
  const unattached = [story.eni(), story.eni()].sort();
  const [leader = '', follower = ''] = unattached;
  const a = story.member('fw-a', { instanceType: 't3.micro' });
  const attachTime = story.stage.clock.now() - minutes(60);
  story.stage.sandbox.world.attach(leader, { instanceId: a, deviceIndex: 1, attachTime });
  await story.handle(story.events.tick());
  expect([leader, follower].map(story.whereIs)).toEqual(['fw-a', 'nowhere']);
  expect(story.kindsTold()).toEqual(['no-standby']);
  const b = story.member('fw-b', { instanceType: 'm5.4xlarge' });
  await story.handle(story.events.switchover({ target: b }));
  expect([leader, follower].map(story.whereIs)).toEqual(['fw-b', 'fw-b']);
});
