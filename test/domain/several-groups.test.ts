import { eni, fleet, groups, held, inGroup, member, noon, on } from '../support/domain-fleet.ts';
import { fateOf, look, placesOf, stateChange, tick } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;

describe('Several groups in one plan', () => {
  const both = groups('db', 'web');
  const web = (id: string, differences = {}) => eni(id, { ...inGroup('web'), ...differences });

  test('share the slots of a standby, and what is promised to one is not promised to another', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a')), web('eni-2', on('i-b'))],
        [
          member('i-a', stopped),
          member('i-b', { ...stopped, ...groups('web') }),
          member('i-c', { ...both, type: 't3.micro' }),
        ],
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-c' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'no-standby' });
  });

  test('get different device indexes on one standby', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a')), web('eni-2', on('i-b'))],
        [member('i-a', stopped), member('i-b', { ...stopped, ...groups('web') }), member('i-c', both)],
      ),
    );
    expect(placesOf(plan)).toEqual({ 'eni-1': 'i-c:1', 'eni-2': 'i-c:2' });
  });

  test('spread over standbys, because what is promised counts as held', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a')), web('eni-2', on('i-a', { deviceIndex: 2 }))],
        [member('i-a', { ...stopped, ...both }), member('i-c', both), member('i-d', both)],
      ),
    );
    expect(placesOf(plan)).toEqual({ 'eni-1': 'i-c:1', 'eni-2': 'i-d:2' });
  });

  test('do not keep each other from moving', () => {
    const plan = look(
      fleet(
        [eni('eni-1', { ...on('i-a'), ...held('x') }), web('eni-2', on('i-a', { deviceIndex: 2 }))],
        [member('i-a', { ...stopped, ...both }), member('i-c', both)],
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'held' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({ to: 'i-c' });
  });

  test('whatever wakes a handler, it comes to the same homes', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a')), web('eni-2', on('i-b'))],
      [
        member('i-a', stopped),
        member('i-b', { ...stopped, ...groups('web') }),
        member('i-c', { ...both, type: 't3.micro' }),
      ],
    );
    for (const trigger of [stateChange('i-a', 'stopped'), stateChange('i-b', 'stopped')]) {
      expect(placesOf(look(snapshot, { trigger }))).toEqual({ 'eni-1': 'i-c:1' });
    }
  });

  test('begin with those of the instance that woke us, then all the others', () => {
    const names = ['g1', 'g2', 'g3', 'g4'];
    const snapshot = fleet(
      names.map((name) => eni(`eni-${name}`, { ...inGroup(name), ...on(`i-${name}`) })),
      names.flatMap((name) => [
        member(`i-${name}`, { ...stopped, ...groups(name) }),
        member(`standby-${name}`, groups(name)),
      ]),
    );
    const plan = look(snapshot, { trigger: stateChange('i-g3', 'stopped') });
    const order = plan.changes.map(({ group }) => group);
    expect(order[0]).toBe('g3');
    expect(order.toSorted()).toEqual(names);
  });

  test('begin with those that a new member may be the home of', () => {
    const snapshot = fleet(
      ['g1', 'g2', 'g3'].map((name) => eni(`eni-${name}`, inGroup(name))),
      ['g1', 'g2', 'g3'].map((name) => member(`i-${name}`, groups(name))),
    );
    const orderFor = (instanceId: string) =>
      look(snapshot, { trigger: stateChange(instanceId, 'running') }).changes.map(({ group }) => group);
    for (const name of ['g1', 'g2', 'g3']) expect(orderFor(`i-${name}`)[0]).toBe(name);
  });

  test('that no handler was woken for are begun by each in an order of its own, and always in the same', () => {
    const names = Array.from({ length: 20 }, (_, n) => `g${n + 10}`);
    const snapshot = fleet(
      names.map((name) => eni(`eni-${name}`, inGroup(name))),
      names.map((name) => member(`i-${name}`, groups(name))),
    );
    const orderFor = (eventId: string) =>
      look(snapshot, { trigger: { ...tick(), eventId } }).changes.map(({ group }) => group);
    expect(orderFor('one')).toEqual(orderFor('one'));
    expect(orderFor('one')).not.toEqual(orderFor('another'));
    expect(orderFor('one').toSorted()).toEqual(names);
  });

  test('that are at home get there what they still need, before others move in', () => {
    const plan = look(
      fleet(
        [eni('eni-0', inGroup('app')), eni('eni-1', on('i-b')), eni('eni-2')],
        [member('i-b', groups('app', 'db'))],
      ),
    );
    expect(placesOf(plan)).toEqual({ 'eni-2': 'i-b:2' });
    expect(fateOf(plan, 'eni-0')).toMatchObject({ reason: 'no-standby' });
  });

  test('begin at a place of their own for each event', () => {
    const names = ['g1', 'g2', 'g3', 'g4', 'g5'];
    const snapshot = fleet(
      names.map((name) => eni(`eni-${name}`, { ...inGroup(name), ...on(`i-${name}`) })),
      names.flatMap((name) => [
        member(`i-${name}`, { ...stopped, ...groups(name) }),
        member(`standby-${name}`, groups(name)),
      ]),
    );
    const beginnings = Array.from(
      { length: 20 },
      (_, n) =>
        look(snapshot, { trigger: { kind: 'tick', eventId: `event-${n}`, at: noon } }).changes[0]?.group,
    );
    expect(new Set(beginnings).size).toBeGreaterThan(2);
  });

  test('that another handler is likely at work on go last', () => {
    const snapshot = fleet(
      [
        eni('eni-1', { ...inGroup('g1'), ...on('i-1', { status: 'detaching' }) }),
        eni('eni-2', { ...inGroup('g2'), ...on('i-2') }),
      ],
      ['1', '2'].flatMap((n) => [
        member(`i-${n}`, { ...stopped, ...groups(`g${n}`) }),
        member(`s-${n}`, groups(`g${n}`)),
      ]),
    );
    for (const eventId of ['a', 'b', 'c', 'd']) {
      const plan = look(snapshot, { trigger: { kind: 'tick', eventId, at: noon } });
      expect(plan.changes.map(({ group }) => group)).toEqual(['g2', 'g1']);
    }
  });
});
