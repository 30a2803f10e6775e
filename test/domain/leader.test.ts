import {
  groups,
  held,
  impairedSince,
  longAgo,
  member,
  noon,
  on,
  pair,
  second,
  seconds,
} from '../support/domain-fleet.ts';
import { fateOf, look, placesOf } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;
describe('A group of several ENIs', () => {
  test('moves as one: the followers wait for the leader, which is first in id order', () => {
    const plan = look(pair(on('i-a'), second('i-a'), member('i-a', stopped), member('i-b')));
    expect(placesOf(plan)).toEqual({ 'eni-1': 'i-b:1', 'eni-2': 'i-b:2' });
    expect(plan.changes.map(({ eniId, actions }) => [eniId, actions.map(({ kind }) => kind)])).toEqual([
      ['eni-1', ['detach', 'attach']],
      ['eni-2', ['detach', 'await-leader', 'attach']],
    ]);
    expect(plan.changes[1]?.actions[1]).toEqual({
      kind: 'await-leader',
      leaderId: 'eni-1',
      leaving: 'i-a',
    });
  });

  test('is joined by a follower that was left on a gone member', () => {
    const plan = look(pair(on('i-b'), second('i-a'), member('i-a', stopped), member('i-b')));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'settled' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({
      kind: 'failover',
      to: 'i-b',
      actions: [{ kind: 'detach' }, { kind: 'attach', deviceIndex: 2 }],
    });
  });

  test('is joined by a follower that is attached to nothing, and by no better standby', () => {
    const plan = look(pair(on('i-b'), {}, member('i-a'), member('i-b')));
    expect(fateOf(plan, 'eni-2')).toMatchObject({ kind: 'placement', to: 'i-b' });
  });

  test('is followed by an ENI left behind on a member that is able again', () => {
    const plan = look(
      pair(on('i-b', { attachTime: noon - 600_000 }), second('i-a'), member('i-a'), member('i-b')),
    );
    expect(fateOf(plan, 'eni-2')).toMatchObject({ kind: 'follow', from: 'i-a', to: 'i-b' });
    expect(plan.changes[0]?.actions[0]).not.toHaveProperty('forceAfterMs');
  });

  test.each([0, 1])('that an operator has split is left split (%d ms after the leader)', (later) => {
    const plan = look(
      pair(on('i-b'), second('i-a', { attachTime: longAgo + later }), member('i-a'), member('i-b')),
    );
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'split' });
    expect(plan.changes).toEqual([]);
  });

  test('takes an ENI along only once its leader has arrived', () => {
    const plan = look(pair({}, second('i-x'), member('i-b'), member('i-c'), member('i-x', stopped)));
    expect(fateOf(plan, 'eni-2').actions).toMatchObject([
      { kind: 'detach' },
      { kind: 'await-leader' },
      { kind: 'attach' },
    ]);
  });

  test('does not take an ENI from an able member before its leader is home', () => {
    const plan = look(
      pair(on('i-a'), second('i-c'), member('i-a', stopped), member('i-b'), member('i-c', held('x'))),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-b' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'settled' });
    const free = look(
      pair(
        on('i-a'),
        second('i-c'),
        member('i-a', stopped),
        member('i-b'),
        member('i-c', { type: 't3.micro', vpcId: 'vpc-2' }),
      ),
    );
    expect(fateOf(free, 'eni-2')).toMatchObject({ reason: 'in-transit' });
    expect(free.lookAgain).not.toEqual([]);
  });

  test('does not move where its leader is on hold', () => {
    const plan = look(
      pair({ ...on('i-a'), ...held('x') }, second('i-a'), member('i-a', stopped), member('i-b')),
    );
    expect(plan.changes).toEqual([]);
    expect(fateOf(plan, 'eni-2')).toMatchObject({
      reason: 'held',
      because: expect.stringContaining('leader eni-1'),
    });
  });

  test('moves without a follower that is on hold', () => {
    const plan = look(
      pair(on('i-a'), { ...second('i-a'), ...held('x') }, member('i-a', stopped), member('i-b')),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-b' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'held' });
  });

  test('is led by the first ENI that can move at all', () => {
    const plan = look(
      pair(on('i-a', { deviceIndex: 0 }), second('i-a'), member('i-a', stopped), member('i-b')),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'refused' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({
      to: 'i-b',
      actions: [{ kind: 'detach' }, { kind: 'attach' }],
    });
  });

  test('does not move where the change of its leader has failed for good', () => {
    const plan = look(pair(on('i-a'), second('i-a'), member('i-a', stopped), member('i-b')), {
      earlier: { failed: new Map([['eni-1', 'denied']]) },
    });
    expect(plan.changes).toEqual([]);
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'failed' });
  });

  test('leaves out an ENI in another Availability Zone than its leader', () => {
    const plan = look(
      pair(
        on('i-a'),
        { ...second('i-a'), availabilityZone: 'eu-west-1b' },
        member('i-a', stopped),
        member('i-b'),
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-b' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'refused' });
  });

  test('waits to join a leader whose holder is suspected', () => {
    const plan = look(pair(on('i-b'), {}, member('i-a'), member('i-b', impairedSince(noon - seconds(10)))));
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'suspected' });
  });

  test('is not joined on an instance that is not a member', () => {
    const plan = look(pair(on('i-x'), {}, member('i-x', groups('web')), member('i-b')));
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'refused' });
  });

  test('keeps a follower off a home without room, and says what is in the way', () => {
    const plan = look(
      pair(on('i-b'), second('i-a'), member('i-a', stopped), member('i-b', { type: 't3.micro' })),
    );
    expect(fateOf(plan, 'eni-2')).toMatchObject({
      reason: 'no-standby',
      because: expect.stringContaining('0 free'),
    });
  });
});

test('An ENI left behind long ago stays where it is: nothing is moved off a healthy member for old history', () => {
  const plan = look(
    pair(on('i-b', { attachTime: longAgo + 1 }), second('i-a'), member('i-a'), member('i-b')),
  );
  expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'split' });
});
