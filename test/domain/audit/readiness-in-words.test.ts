import { readinessOf } from '../../../domain/audit/readiness-of.ts';
import { groupsOf } from '../../../domain/failover-group.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import {
  eni,
  fleet,
  groups,
  held,
  inGroup,
  member,
  noon,
  on,
  pair,
  second,
} from '../../support/domain-fleet.ts';

const stopped = { state: 'stopped' } as const;

function readiness(snapshot: Snapshot, name = 'db') {
  const group = groupsOf(snapshot).find((each) => each.name === name) ?? {
    name,
    networkInterfaces: [],
    members: [],
  };
  const { standbys, ...rest } = readinessOf(group, snapshot, noon);
  return { ...rest, standbys: standbys.map(({ instance, reasons }) => [instance.id, ...reasons]) };
}

describe('A group is ready', () => {
  test('where a standby takes all of it, whatever else is wrong', () => {
    expect(
      readiness(pair(on('i-a'), second('i-a'), member('i-a'), member('i-b'), member('i-c', stopped))),
    ).toEqual({
      group: 'db',
      ready: true,
      active: 'i-a',
      reasons: [],
      standbys: [['i-b'], ['i-c', 'it is stopped']],
    });
  });

  test('with the room that is left by groups that fall with it', () => {
    const both = { ...groups('db', 'web') };
    const shared = (type: string) =>
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', { ...second('i-a'), ...inGroup('web') })],
        [member('i-a', both), member('i-b', { ...both, type })],
      );
    expect(readiness(shared('m5.large')).ready).toBe(true);
    expect(readiness(shared('m5.large'), 'web').ready).toBe(true);
    expect(readiness(shared('t3.micro')).ready).toBe(true);
    expect(readiness(shared('t3.micro'), 'web')).toEqual({
      group: 'web',
      ready: false,
      active: 'i-a',
      reasons: [
        'no standby can take it (i-b: it has 0 free network interface slots of t3.micro, 1 needed)',
        'the room is taken by what falls with it: db',
      ],
      standbys: [['i-b', 'it has 0 free network interface slots of t3.micro, 1 needed']],
    });
  });
});

describe('A group is not ready, and the reason says why', () => {
  test.each<readonly [string, Snapshot, readonly string[]]>([
    ['it has no ENI', fleet([], [member('i-a')]), ['it has no ENI']],
    ['nobody holds it', fleet([eni('eni-1')], [member('i-b')]), ['no member holds its ENIs']],
    [
      'its holder lets go of it',
      fleet([eni('eni-1', on('i-a', { status: 'detaching' }))], [member('i-a'), member('i-b')]),
      ['no member holds its ENIs'],
    ],
    [
      'a stranger holds it',
      fleet([eni('eni-1', on('i-x'))], [member('i-x', { ...groups('web'), name: 'lost' }), member('i-b')]),
      ['lost (i-x) holds its ENIs, and is not a member of group db'],
    ],
    [
      'it is on two',
      pair(on('i-a'), second('i-b'), member('i-a', { name: 'one' }), member('i-b')),
      ['its ENIs are split between i-b and one (i-a)'],
    ],
    [
      'it serves something else',
      fleet(
        [eni('eni-1', { attachment: { ...on('i-a').attachment, instanceId: undefined } as never })],
        [member('i-a')],
      ),
      ['eni-1 is attached to something that the group has no member for'],
    ],
    [
      'an ENI of it is on hold',
      pair(on('i-a'), { ...second('i-a'), ...held('x') }, member('i-a'), member('i-b')),
      ['eni-2: it is on hold: x'],
    ],
    [
      'its holder is on hold',
      fleet([eni('eni-1', on('i-a'))], [member('i-a', { ...held('x'), name: 'one' }), member('i-b')]),
      ['its active member one (i-a) is on hold: x'],
    ],
    [
      'nobody can take it',
      fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b', stopped)]),
      ['no standby can take it (i-b: it is stopped)'],
    ],
    [
      'one of two ENIs stays behind, for a reason that only the plan knows',
      pair(on('i-a'), { status: 'pending' }, member('i-a'), member('i-b')),
      ['eni-2: its status is pending, without an attachment'],
    ],
  ])('%s', (_, snapshot, reasons) => {
    const found = readiness(snapshot);
    expect(found.reasons).toEqual(reasons);
    expect(found.ready).toBe(false);
  });
});
