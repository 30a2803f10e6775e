import { describeMove, moveData, nameOf, routeOf, shortNameOf } from '../../domain/move-words.ts';
import { describeAddresses } from '../../domain/network-interface.ts';
import { type Change, changesByGroup } from '../../domain/plan.ts';
import { eni, fleet, groups, inGroup, member, on, second } from '../support/domain-fleet.ts';
import { alarm, look, spotWarning, stateChange, switchover, tick } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;

describe('The groups that a trigger is about are begun first', () => {
  const snapshot = fleet(
    ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => [
      eni(`eni-${name}`, { ...inGroup(name), ...on(`i-${name}`) }),
      eni(`eni-${name}2`, { ...inGroup(name), ...second(`i-${name}`) }),
    ]),
    ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => [
      member(`i-${name}`, { ...stopped, ...groups(name) }),
      member(`standby-${name}`, { ...groups(name), type: 'm5.xlarge' }),
    ]),
  );
  const metric = 'Custom Heartbeat';
  test.each([
    ['a state change of a holder', stateChange('i-e', 'stopped')],
    ['a warning for a holder', spotWarning('i-e')],
    ['an event of a standby', stateChange('standby-e', 'running')],
    ['an alarm', { ...alarm('i-e'), evidence: [{ instanceId: 'i-e', kind: 'heartbeat' as const, metric }] }],
    ['a request', { ...switchover(), group: 'e' }],
  ])('%s', (_, trigger) => {
    expect(look(snapshot, { trigger }).changes[0]?.group).toBe('e');
  });

  test('by whatever of its ENIs an instance holds, though that is no member', () => {
    const stranger = fleet(
      [...snapshot.networkInterfaces, eni('eni-e3', { ...inGroup('e'), ...on('i-x') })],
      [...snapshot.instances.values(), member('i-x', { ...stopped, groups: { kind: 'absent' } })],
    );
    expect(look(stranger, { trigger: stateChange('i-x', 'stopped') }).changes[0]?.group).toBe('e');
  });

  test('and a tick is about none: each has an order of its own, in which every group comes once', () => {
    const orderOf = (eventId: string) => [
      ...changesByGroup(look(snapshot, { trigger: { ...tick(), eventId } })).keys(),
    ];
    const orders = ['1', '2', '3', '4', '5'].map(orderOf);
    for (const order of orders) expect(order.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(new Set(orders.map(String)).size).toBeGreaterThan(2);
  });

  test('but groups that are between two places already go last', () => {
    const half = fleet(
      snapshot.networkInterfaces.map((each) =>
        each.id === 'eni-b2'
          ? eni('eni-b2', { ...inGroup('b'), ...second('i-b', { status: 'detaching' }) })
          : each,
      ),
      [...snapshot.instances.values()],
    );
    for (const eventId of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      expect(look(half, { trigger: { ...tick(), eventId } }).changes.at(-1)?.group).toBe('b');
    }
  });
});

describe('A change in words', () => {
  const snapshot = fleet(
    [eni('eni-0'), eni('eni-1', { publicIp: '192.0.2.7' })],
    [member('i-a', { name: 'primary' })],
  );
  const change: Change = { kind: 'follow', eniId: 'eni-1', group: 'db', because: 'so', actions: [] };

  test('says what is known of the ENI and of both places', () => {
    expect(describeMove({ ...change, from: 'i-a', to: 'i-z' }, snapshot)).toBe(
      'eni-1 (10.0.0.10, 192.0.2.7) primary (i-a) -> i-z',
    );
    expect(describeMove({ ...change, eniId: 'eni-9', to: 'i-a' }, snapshot)).toBe('eni-9 to primary (i-a)');
    expect(describeMove(change, snapshot)).toBe('eni-1 (10.0.0.10, 192.0.2.7) follow-up move');
    expect(routeOf({ ...change, from: 'i-a' }, snapshot)).toBe('primary (i-a) -> nowhere');
    expect(shortNameOf(undefined, snapshot)).toBe('nowhere');
    expect(shortNameOf('i-z', snapshot)).toBe('i-z');
    expect(describeAddresses(undefined)).toBe('');
  });

  test.each(['failover', 'switchover', 'placement', 'protection'] as const)('a %s is called so', (kind) => {
    expect(nameOf({ ...change, kind })).toBe(kind);
  });

  test('has what is known for machines', () => {
    expect(moveData({ ...change, eniId: 'eni-9', to: 'i-a' }, snapshot)).toEqual({
      networkInterfaceId: 'eni-9',
      kind: 'follow',
      to: 'i-a',
      because: 'so',
    });
  });
});
