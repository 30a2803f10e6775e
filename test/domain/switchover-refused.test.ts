import {
  eni,
  fleet,
  groups,
  held,
  impairedSince,
  longAgo,
  member,
  noon,
  on,
  seconds,
} from '../support/domain-fleet.ts';
import { fateOf, look, switchover } from '../support/domain-look.ts';

const healthy = () => fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b'), member('i-c')]);
const refused = (reason: string) => ({ kind: 'refused', because: expect.stringContaining(reason) });

describe('A switchover request is refused', () => {
  const stays = (snapshot: ReturnType<typeof fleet>, reason: string, target?: string) => {
    const plan = look(snapshot, { trigger: switchover(target) });
    expect(plan.switchover).toMatchObject(refused(reason));
    expect(plan.changes).toEqual([]);
  };

  test('when no standby can take the group', () => {
    stays(fleet([eni('eni-1', on('i-a'))], [member('i-a')]), 'no standby');
  });

  test('when the target is no member', () => {
    stays(healthy(), 'i-z is not a member of group db', 'i-z');
  });

  test.each([
    ['is stopped', { state: 'stopped' }, 'it is stopped'],
    ['is in another Availability Zone', { availabilityZone: 'eu-west-1b' }, 'eu-west-1b'],
    ['is on hold', held('x'), 'on hold'],
    ['is impaired', impairedSince(noon), 'status check'],
    ['is of an unknown type', { type: 'x9.huge' }, 'x9.huge'],
  ] as const)('when the target %s, though another standby could take it', (_, differences, reason) => {
    stays(
      fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b', differences), member('i-c')]),
      reason,
      'i-b',
    );
  });

  test('when an ENI of the group is on hold', () => {
    stays(
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', { ...on('i-a', { deviceIndex: 2 }), ...held('x') })],
        [member('i-a'), member('i-b')],
      ),
      'eni-2: it is on hold',
    );
  });

  test('when the holder is on hold', () => {
    stays(fleet([eni('eni-1', on('i-a'))], [member('i-a', held('x')), member('i-b')]), 'i-a is on hold');
  });

  test('when the holder is not a member', () => {
    stays(fleet([eni('eni-1', on('i-x'))], [member('i-x', groups('web')), member('i-b')]), 'not a member');
  });

  test('when an ENI of the group cannot move', () => {
    stays(
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', { ...on('i-a', { deviceIndex: 2 }), interfaceType: 'efa' })],
        [member('i-a'), member('i-b')],
      ),
      'eni-2: it is an Elastic Fabric Adapter',
    );
  });

  test('when the group is not together', () => {
    stays(
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', on('i-c', { attachTime: longAgo + 1 }))],
        ['i-a', 'i-b', 'i-c'].map((id) => member(id)),
      ),
      'not together',
    );
  });

  test('during a failover, which goes on', () => {
    const snapshot = fleet([eni('eni-1', on('i-a'))], [member('i-a', { state: 'stopped' }), member('i-b')]);
    const plan = look(snapshot, { trigger: switchover() });
    expect(plan.switchover).toMatchObject(refused('failing over'));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ kind: 'failover', to: 'i-b' });
  });

  test('but during a failover to a standby that can take the group, the failover goes to its target', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a'))],
      [member('i-a', { state: 'stopped' }), member('i-b'), member('i-c')],
    );
    const plan = look(snapshot, { trigger: switchover('i-c') });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ kind: 'failover', to: 'i-c' });
  });

  test('when it is too old, during a failover too', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a'))],
      [member('i-a', { state: 'stopped' }), member('i-b'), member('i-c')],
    );
    const plan = look(snapshot, { trigger: switchover('i-c', noon - seconds(3_600)) });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-b' });
  });
});
