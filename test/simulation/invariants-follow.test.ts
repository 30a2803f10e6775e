import { followsItsLeader } from './invariants/follows-its-leader.ts';
import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';
import { readablePriority } from './invariants/readable-priority.ts';
import { roomForTheGroup } from './invariants/room-for-the-group.ts';

let made: HandMadeHistory;
/** Free ENIs of group `g`, in id order. */
let leader: string;
let follower: string;

beforeEach(async () => {
  made = new HandMadeHistory();
  made.world.removeTag(made.eni, 'eni-warden:group');
  [leader = '', follower = ''] = [made.addEni(), made.addEni()].sort();
  // Long enough that no decision under way has seen the ENI that left the group.
  await made.wait(6 * minuteMs);
});

function getOddAnswer(): void {
  const look = { at: made.now, environment: 'environment 1', action: 'DescribeNetworkInterfaces' };
  made.history.calls.push({ ...look, parameters: {}, isOdd: true });
}

describe('follows-its-leader', () => {
  const attach = async (id: string, deviceIndex = '5') =>
    made.judgeCall(followsItsLeader, await made.attach(id, made.b, deviceIndex));

  test('is broken by a follower that is attached before its leader has a place', async () => {
    expect(await attach(follower)).toHaveLength(1);
  });

  test('is broken by a follower that is attached to another instance than its leader', async () => {
    made.put(leader, made.a);
    await made.wait(minuteMs);
    expect(await attach(follower)).toHaveLength(1);
  });

  test('is kept by the leader, and by a follower that comes after it', async () => {
    expect(await attach(leader)).toEqual([]);
    expect(await attach(follower, '6')).toEqual([]);
  });

  test('is kept where the leader has just left again, and broken where it left long ago', async () => {
    made.put(leader, made.b);
    await made.wait(minuteMs);
    await made.detach(leader);
    await made.wait(20_000);
    const call = await made.attach(follower, made.b);
    expect(made.judgeCall(followsItsLeader, call)).toEqual([]);
    expect(made.judgeCall(followsItsLeader, { ...call, at: call.at + minuteMs })).toHaveLength(1);
  });

  test('does not judge an environment that has just got an odd answer', async () => {
    getOddAnswer();
    expect(await attach(follower)).toEqual([]);
  });
});

describe('room-for-the-group', () => {
  const attach = async (id: string, to: string) =>
    made.judgeCall(roomForTheGroup, await made.attach(id, to, '1'));

  test('is kept by a leader that goes where all of its group fits', async () => {
    expect(await attach(leader, made.b)).toEqual([]);
  });

  test('is broken by a leader that takes the only place', async () => {
    expect(await attach(leader, made.member({}, { instanceType: 't3.micro' }))).toHaveLength(1);
  });

  test('does not judge an environment that has just got an odd answer', async () => {
    getOddAnswer();
    expect(await attach(leader, made.member({}, { instanceType: 't3.micro' }))).toEqual([]);
  });

  test('is kept where there was room when it may have been decided, and by a follower in any case', async () => {
    const target = made.member({}, { instanceType: 't3.small' });
    await made.wait(minuteMs);
    made.put(made.addEni({ tags: { 'eni-warden:group': 'h' } }), target);
    await made.wait(minuteMs);
    const call = await made.attach(leader, target, '2');
    expect(call.errorCode).toBeUndefined();
    expect(made.judgeCall(roomForTheGroup, call)).toEqual([]);
    const small = made.member({}, { instanceType: 't3.micro' });
    expect(await attach(follower, small)).toEqual([]);
  });
});

describe('readable-priority', () => {
  const key = 'eni-warden:priority';

  test('is broken by an attach to a member whose priority cannot be read, and kept by any other', async () => {
    const odd = made.member({ [key]: 'first' });
    await made.wait(minuteMs);
    expect(made.judgeCall(readablePriority, await made.attach(leader, odd))).toHaveLength(1);
    expect(made.judgeCall(readablePriority, await made.attach(follower, made.b))).toEqual([]);
  });

  test('is kept where the tag could be read a moment ago', async () => {
    made.world.setTag(made.b, key, 'first');
    await made.wait(20_000);
    expect(made.judgeCall(readablePriority, await made.attach(leader, made.b))).toEqual([]);
  });
});
