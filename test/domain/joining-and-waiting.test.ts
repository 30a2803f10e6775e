import {
  eni,
  fleet,
  groups,
  held,
  inGroup,
  longAgo,
  member,
  noon,
  on,
  pair,
  second,
  seconds,
} from '../support/domain-fleet.ts';
import { alarm, fateOf, look, stateChange } from '../support/domain-look.ts';

describe('A look is not final', () => {
  test('while a young event says that a standby runs and DescribeInstances does not show it yet', () => {
    const plan = look(fleet([eni('eni-1')], [member('i-b', { state: 'pending' })]), {
      trigger: stateChange('i-b', 'running'),
    });
    expect(plan.lookAgain).not.toEqual([]);
  });

  test('while the only standby is in doubt for a young alarm that is not corroborated yet', () => {
    const plan = look(fleet([eni('eni-1')], [member('i-b')]), { trigger: alarm('i-b', 'status-check') });
    expect(plan.lookAgain).not.toEqual([]);
  });
});

describe('A follower that cannot join its leader', () => {
  test('because the holder of the leader is on hold is held, not without a standby', () => {
    const plan = look(pair(on('i-b'), {}, member('i-b', held('x'))));
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'held' });
  });

  test('but is well where it is, is not said to be without a standby', () => {
    const plan = look(
      pair(
        on('i-b', { attachTime: longAgo + 1 }),
        second('i-a'),
        member('i-a'),
        member('i-b', { type: 't3.micro' }),
      ),
    );
    expect(fateOf(plan, 'eni-2')).not.toMatchObject({ reason: 'no-standby' });
  });

  test('on one instance with its leader, attached before the alarm that its leader came after, stays settled', () => {
    const at = noon - seconds(60);
    const plan = look(pair(on('i-a', { attachTime: at }), second('i-a'), member('i-a'), member('i-b')), {
      trigger: alarm('i-a', 'heartbeat', at),
      policy: { blockPeriodMs: 0 },
    });
    expect(fateOf(plan, 'eni-2')).not.toMatchObject({ reason: 'no-standby' });
  });

  test('because the instance boots is waited for, not without a standby', () => {
    const plan = look(pair(on('i-b'), {}, member('i-b', { state: 'pending' })));
    expect(fateOf(plan, 'eni-2')).not.toMatchObject({ reason: 'no-standby' });
    expect(plan.lookAgain).not.toEqual([]);
  });

  test('stays with its healthy siblings: a leader enrolled elsewhere does not tear the group apart', () => {
    const plan = look(
      fleet(
        [
          eni('eni-0', on('i-a', { attachTime: longAgo + 1 })),
          eni('eni-1', on('i-b')),
          eni('eni-2', second('i-b')),
        ],
        [member('i-a'), member('i-b')],
      ),
    );
    expect(plan.changes).toEqual([]);
  });
});

test('An ENI whose attachment is in an unknown state is looked at again, whatever its holder does, and no other waits for it', () => {
  const odd = eni('eni-1', on('i-a', { status: 'unknown' }));
  const plan = look(
    fleet(
      [odd, eni('eni-2', { ...inGroup('web'), ...on('i-c') })],
      [
        member('i-a', { state: 'stopped' }),
        member('i-b'),
        member('i-c', { state: 'stopped', ...groups('web') }),
        member('i-d', groups('web')),
      ],
    ),
  );
  expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'in-transit' });
  expect(plan.lookAgain).toHaveLength(1);
  expect(fateOf(plan, 'eni-2')).toMatchObject({ to: 'i-d' });
});
