import { groupsOf } from '../../domain/failover-group.ts';
import { eni, fleet, groups, held, inGroup, member, on, unreadable } from '../support/domain-fleet.ts';
import { fateOf, look } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;

describe('Enrolment', () => {
  test('a group is its ENIs and its members, each in id order; groups come in name order', () => {
    const found = groupsOf(
      fleet(
        [eni('eni-2'), eni('eni-1'), eni('eni-3', inGroup('app'))],
        [member('i-b', groups('web', 'db')), member('i-a'), member('i-c', groups('web'))],
      ),
    );
    expect(
      found.map(({ name, networkInterfaces, members }) => [
        name,
        networkInterfaces.map(({ id }) => id),
        members.map(({ id }) => id),
      ]),
    ).toEqual([
      ['app', ['eni-3'], []],
      ['db', ['eni-1', 'eni-2'], ['i-a', 'i-b']],
    ]);
  });

  test('an ENI without a group tag is left alone', () => {
    const plan = look(
      fleet(
        [eni('eni-1', { ...on('i-a'), group: { kind: 'absent' } })],
        [member('i-a', stopped), member('i-b')],
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({
      reason: 'refused',
      because: 'it is not enrolled in a group',
    });
  });

  test('an ENI with an unreadable group tag is spared, and is a finding', () => {
    const plan = look(
      fleet(
        [eni('eni-1', { ...on('i-a'), group: unreadable('a b') })],
        [member('i-a', stopped), member('i-b')],
      ),
    );
    expect(plan.changes).toEqual([]);
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'unreadable-tag' });
    expect(plan.findings).toMatchObject([{ resourceId: 'eni-1' }]);
  });

  test('an ENI on hold is not moved off a holder that is down', () => {
    const plan = look(
      fleet([eni('eni-1', { ...on('i-a'), ...held('forensics') })], [member('i-a', stopped), member('i-b')]),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({
      reason: 'held',
      because: expect.stringContaining('forensics'),
    });
  });

  test('an unattached ENI on hold is not attached', () => {
    const plan = look(fleet([eni('eni-1', held('forensics'))], [member('i-b')]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'held' });
  });

  test('a hold that cannot be read holds all the same, and is a finding', () => {
    const plan = look(
      fleet([eni('eni-1', { ...on('i-a'), hold: unreadable('') })], [member('i-a', stopped), member('i-b')]),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'held' });
    expect(plan.findings).toMatchObject([{ resourceId: 'eni-1' }]);
  });

  test.each(['read', 'unreadable'] as const)('nothing is taken from a holder whose hold is %s', (kind) => {
    const hold = kind === 'read' ? held('forensics').hold : unreadable('');
    const plan = look(fleet([eni('eni-1', on('i-a'))], [member('i-a', { ...stopped, hold }), member('i-b')]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'held' });
  });

  test('an instance with an unreadable group tag is a member of nothing, and is a finding', () => {
    const plan = look(fleet([eni('eni-1')], [member('i-b', { groups: unreadable('') })]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'no-standby' });
    expect(plan.findings).toMatchObject([{ resourceId: 'i-b' }]);
  });

  test('a standby with an unreadable priority is no candidate, and is a finding', () => {
    const plan = look(fleet([eni('eni-1')], [member('i-b', { priority: unreadable('high') })]));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'no-standby' });
    expect(plan.findings).toMatchObject([{ resourceId: 'i-b' }]);
  });

  test.each(['stopped', 'shutting-down'] as const)(
    'a holder that is no member is not robbed of the ENI when it is %s',
    (state) => {
      const plan = look(
        fleet([eni('eni-1', on('i-x'))], [member('i-x', { state, ...groups('other') }), member('i-b')]),
      );
      expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'refused' });
    },
  );

  test('a terminated holder is left although EC2 has taken its tags off', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-x'))],
        [member('i-x', { state: 'terminated', groups: { kind: 'absent' } }), member('i-b')],
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ kind: 'failover', to: 'i-b' });
  });
});
