import { eni, fleet, groups, member, noon, on, seconds } from '../support/domain-fleet.ts';
import { fateOf, look, placesOf, switchover, tick } from '../support/domain-look.ts';

const healthy = () => fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b'), member('i-c')]);
const refused = (reason: string) => ({ kind: 'refused', because: expect.stringContaining(reason) });

describe('A switchover request', () => {
  test('moves a healthy group to the best standby, never by Force', () => {
    const plan = look(healthy(), { trigger: switchover() });
    expect(fateOf(plan, 'eni-1')).toMatchObject({
      kind: 'switchover',
      from: 'i-a',
      to: 'i-b',
      because: expect.stringMatching(/alice.*kernel upgrade/),
    });
    expect(plan.changes[0]?.actions[0]).not.toHaveProperty('forceAfterMs');
    expect(plan.switchover).toMatchObject({ kind: 'accepted' });
  });

  test('moves it to the target that it names', () => {
    const plan = look(healthy(), { trigger: switchover('i-c') });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ kind: 'switchover', to: 'i-c' });
  });

  test('moves all ENIs of the group, the followers after the leader', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a')), eni('eni-2', on('i-a', { deviceIndex: 2 }))],
      [member('i-a'), member('i-b')],
    );
    const plan = look(snapshot, { trigger: switchover() });
    expect(placesOf(plan)).toEqual({ 'eni-1': 'i-b:1', 'eni-2': 'i-b:2' });
    expect(plan.changes[1]?.actions.map(({ kind }) => kind)).toEqual(['detach', 'await-leader', 'attach']);
  });

  test('without a target goes on to where the first look sent it', () => {
    const underWay = fleet([eni('eni-1')], [member('i-a'), member('i-b'), member('i-c')]);
    const plan = look(underWay, { trigger: switchover(), earlier: { switchoverTarget: 'i-c' } });
    expect(placesOf(plan)).toEqual({ 'eni-1': 'i-c:1' });
    expect(plan.switchover).toMatchObject({ kind: 'accepted' });
  });

  test('with a target goes on to it from another handler too', () => {
    const underWay = fleet([eni('eni-1')], [member('i-a'), member('i-b'), member('i-c')]);
    expect(placesOf(look(underWay, { trigger: switchover('i-c') }))).toEqual({ 'eni-1': 'i-c:1' });
  });

  test('that a duplicate without a target meets half way is not refused', () => {
    const underWay = fleet([eni('eni-1')], [member('i-a'), member('i-b')]);
    expect(look(underWay, { trigger: switchover() }).switchover).not.toMatchObject({ kind: 'refused' });
  });

  test('to where the group is already is done', () => {
    const plan = look(healthy(), { trigger: switchover('i-a') });
    expect(plan.switchover).toEqual({ kind: 'done' });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'settled' });
  });

  test.each([0, 1])(
    'that was carried out %d ms after it was made is not carried out again by a duplicate',
    (later) => {
      const moved = fleet(
        [eni('eni-1', on('i-b', { attachTime: noon + later }))],
        [member('i-a'), member('i-b')],
      );
      const plan = look(moved, { trigger: switchover(), now: noon + seconds(20) });
      expect(plan.switchover).toEqual({ kind: 'done' });
      expect(plan.changes).toEqual([]);
    },
  );

  test('that something else has overtaken is refused', () => {
    const moved = fleet(
      [eni('eni-1', on('i-b', { attachTime: noon + 1 }))],
      ['i-a', 'i-b', 'i-c'].map((id) => member(id)),
    );
    const plan = look(moved, { trigger: switchover('i-c'), now: noon + seconds(20) });
    expect(plan.switchover).toMatchObject(refused('after the request'));
    expect(plan.changes).toEqual([]);
  });

  test('expires ten minutes after it was made', () => {
    const at = noon - seconds(600);
    expect(look(healthy(), { trigger: switchover(undefined, at) }).switchover).toMatchObject(refused('old'));
    expect(look(healthy(), { trigger: switchover(undefined, at + 1) }).switchover).toMatchObject({
      kind: 'accepted',
    });
  });

  test('for a group that does not exist is refused', () => {
    const plan = look(healthy(), { trigger: { ...switchover(), group: 'typo' } });
    expect(plan.switchover).toMatchObject(refused('there is no group typo'));
    expect(plan.changes).toEqual([]);
  });

  test('waits while the leader is still arriving', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { status: 'attaching' }))],
      [member('i-a'), member('i-b')],
    );
    const plan = look(snapshot, { trigger: switchover() });
    expect(plan.switchover).toEqual({ kind: 'waiting' });
    expect(plan.lookAgain).not.toEqual([]);
  });

  test('waits while the leader is being detached by somebody', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { status: 'detaching' }))],
      [member('i-a'), member('i-b')],
    );
    expect(look(snapshot, { trigger: switchover() }).switchover).toEqual({ kind: 'waiting' });
  });

  test('is nothing to the other groups', () => {
    const snapshot = fleet(
      [
        eni('eni-1', on('i-a')),
        eni('eni-2', { ...on('i-a', { deviceIndex: 2 }), group: { kind: 'read', value: 'web' } }),
      ],
      [member('i-a', groups('db', 'web')), member('i-b', groups('db', 'web'))],
    );
    expect(fateOf(look(snapshot, { trigger: switchover() }), 'eni-2')).toMatchObject({ reason: 'settled' });
  });

  test('is done after it was carried out, and the next tick moves nothing back', () => {
    const moved = fleet([eni('eni-1', on('i-b', { attachTime: noon + 1 }))], [member('i-a'), member('i-b')]);
    expect(look(moved, { trigger: tick(), now: noon + seconds(60) }).changes).toEqual([]);
  });
});

test('A switchover brings home an ENI of the group that had no room at its leader', () => {
  const crowded = fleet(
    [eni('eni-1', on('i-a')), eni('eni-2')],
    [member('i-a', { type: 't3.micro' }), member('i-b')],
  );
  expect(fateOf(look(crowded), 'eni-2')).toMatchObject({ reason: 'no-standby' });
  const plan = look(crowded, { trigger: switchover('i-b') });
  expect(fateOf(plan, 'eni-1')).toMatchObject({ kind: 'switchover', to: 'i-b' });
  expect(fateOf(plan, 'eni-2')).toMatchObject({ kind: 'placement', to: 'i-b' });
});
