import { everyEniHasAHome } from './invariants/every-eni-has-a-home.ts';
import { groupsTogether } from './invariants/groups-together.ts';
import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

/** The holder stops, and all that it held stays on it. */
async function stopHolder() {
  made.world.stop(made.a);
  await made.wait(5 * minuteMs);
}

describe('every-eni-has-a-home', () => {
  const judge = () => made.judgeEnd(everyEniHasAHome);

  test('is kept by a fleet at home, and where the holder is pending', async () => {
    expect(judge()).toEqual([]);
    await stopHolder();
    made.world.start(made.a);
    expect(made.world.instance(made.a).state).toBe('pending');
    expect(judge()).toEqual([]);
  });

  test('is broken where the holder is down, or where there is none, and a member could take it', async () => {
    await stopHolder();
    expect(judge()).toEqual([expect.stringContaining(made.b)]);
    made = new HandMadeHistory();
    await made.impair(made.a);
    expect(judge()).toHaveLength(1);
    made = new HandMadeHistory();
    made.addEni();
    expect(judge()).toHaveLength(1);
  });

  test.each<[string, (made: HandMadeHistory) => void]>([
    ['is stopped', ({ world, b }) => world.stop(b)],
    ['is on hold', ({ world, b }) => world.setTag(b, 'eni-warden:hold', 'x')],
    ['has a priority that cannot be read', ({ world, b }) => world.setTag(b, 'eni-warden:priority', 'high')],
    ['is a member no more', ({ world, b }) => world.removeTag(b, 'eni-warden:group')],
    ['hangs', ({ sandbox, b }) => sandbox.faults.hang(b)],
  ])('is kept where the only standby %s', async (_what, spoil) => {
    await stopHolder();
    expect(judge()).toHaveLength(1);
    spoil(made);
    expect(judge()).toEqual([]);
  });

  test('is kept where the only standby has no room for the whole group, or is in another zone', async () => {
    made.world.terminate(made.b);
    made.addEni({ on: made.a });
    made.member({}, { instanceType: 't3.micro' });
    made.member({}, { zone: 1 });
    await stopHolder();
    expect(judge()).toEqual([]);
    made.member({}, { instanceType: 't3.small' });
    expect(judge()).toHaveLength(2);
  });

  test.each<[string, (made: HandMadeHistory) => void]>([
    ['the ENI is on hold', ({ world, eni }) => world.setTag(eni, 'eni-warden:hold', 'x')],
    ['its tag cannot be read', ({ world, eni }) => world.setTag(eni, 'eni-warden:group', 'g h')],
    ['its holder is on hold', ({ world, a }) => world.setTag(a, 'eni-warden:hold', 'x')],
    ['its holder is a stranger', ({ world, a }) => world.removeTag(a, 'eni-warden:group')],
  ])('is kept where %s', async (_what, spoil) => {
    await stopHolder();
    spoil(made);
    expect(judge()).toEqual([]);
  });

  test('is broken by a follower that could join its leader, and kept where the leader has no room for it', async () => {
    made.world.terminate(made.a);
    await made.wait(2 * minuteMs);
    made.world.removeTag(made.eni, 'eni-warden:group');
    const [leader = '', follower = ''] = [made.addEni(), made.addEni()].sort();
    made.put(leader, made.b);
    expect(judge()).toEqual([expect.stringContaining(follower)]);
    made.world.setTag(made.b, 'eni-warden:hold', 'x');
    expect(judge()).toEqual([]);
  });

  test('is kept where only the follower is on hold, and for an EFA, which never moves', () => {
    made.world.removeTag(made.eni, 'eni-warden:group');
    const [leader = '', follower = ''] = [made.addEni(), made.addEni()].sort();
    made.put(leader, made.b);
    expect(judge()).toHaveLength(1);
    made.world.setTag(follower, 'eni-warden:hold', 'x');
    expect(judge()).toEqual([]);
    made.addEni({ interfaceType: 'efa' });
    expect(judge()).toEqual([]);
  });

  test('is kept where the leader is on hold and on nothing', async () => {
    made.world.removeTag(made.eni, 'eni-warden:group');
    const [leader = ''] = [made.addEni(), made.addEni()].sort();
    expect(judge()).toHaveLength(2);
    made.world.setTag(leader, 'eni-warden:hold', 'x');
    expect(judge()).toEqual([]);
  });
});

describe('groups-together', () => {
  const judge = () => made.judgeEnd(groupsTogether);
  let leader: string;
  let follower: string;

  beforeEach(async () => {
    made.world.removeTag(made.eni, 'eni-warden:group');
    [leader = '', follower = ''] = [made.addEni(), made.addEni()].sort();
    made.put(follower, made.a, { since: made.now - minuteMs });
  });

  /** The leader comes to the other member, ticks are handled, and time passes. */
  async function split() {
    made.put(leader, made.b, { since: made.now });
    await made.wait(minuteMs);
    made.invoke(made.events.tick());
    await made.wait(20 * minuteMs);
  }

  test('is kept by a group on one member', () => {
    made.put(leader, made.a);
    expect(judge()).toEqual([]);
  });

  test('is broken by a split that nothing explains, told or not', async () => {
    await split();
    made.tell('blocked', { text: `${follower} is split off` });
    expect(judge()).toEqual([expect.stringContaining('nothing explains it')]);
  });

  test('is kept by a split that people made and were told of, and broken where they were not told', async () => {
    await split();
    made.history.incidents.push({ at: made.now, kind: 'operator-attach', words: '', about: [leader] });
    expect(judge()).toEqual([expect.stringContaining('nobody was told')]);
    made.tell('blocked', { data: { spared: [{ eniId: follower }] } });
    expect(judge()).toEqual([]);
  });

  test('is excused where the leader has no room for the group, where the follower came last, and where no tick ended well', async () => {
    await split();
    made.world.setTag(made.b, 'eni-warden:priority', 'high');
    expect(judge()).toEqual([expect.stringContaining('nobody was told')]);
    made.world.removeTag(made.b, 'eni-warden:priority');
    expect(judge()).toEqual([expect.stringContaining('nothing explains it')]);
    made.history.invocations.length = 0;
    expect(judge()).toEqual([expect.stringContaining('nobody was told')]);
  });

  test('is excused where the follower came after its leader', async () => {
    made.put(leader, made.b, { since: made.now - 5 * minuteMs });
    made.invoke(made.events.tick(), { at: made.now - 4 * minuteMs, endedAt: made.now - 4 * minuteMs });
    expect(judge()).toEqual([expect.stringContaining('nobody was told')]);
  });

  test('is kept without a word where the follower or its holder is on hold, or the holder is a stranger', async () => {
    await split();
    made.world.setTag(follower, 'eni-warden:hold', 'x');
    expect(judge()).toEqual([]);
    made.world.removeTag(follower, 'eni-warden:hold');
    made.world.removeTag(made.a, 'eni-warden:group');
    expect(judge()).toEqual([]);
  });
});
