import { eni, fleet, impairedSince, member, noon, on, seconds } from '../support/domain-fleet.ts';
import { alarm, fateOf, look, spotWarning } from '../support/domain-look.ts';

const moved = { kind: 'failover', from: 'i-a', to: 'i-b' };

function fleetWith(holder: Parameters<typeof member>[1], takenAt = noon) {
  return fleet([eni('eni-1', on('i-a'))], [member('i-a', holder), member('i-b')], takenAt);
}

describe('A Spot interruption warning', () => {
  test('moves the ENI while its holder still lives, without Force', () => {
    const plan = look(fleetWith({}), { trigger: spotWarning('i-a') });
    expect(fateOf(plan, 'eni-1')).toMatchObject(moved);
    expect(plan.changes[0]?.actions[0]).not.toHaveProperty('forceAfterMs');
  });

  test('moves it within the block period too', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { attachTime: noon - 1 }))],
      [member('i-a'), member('i-b')],
    );
    expect(fateOf(look(snapshot, { trigger: spotWarning('i-a') }), 'eni-1')).toMatchObject(moved);
  });

  test('that is three minutes old is history', () => {
    const stale = look(fleetWith({}), { trigger: spotWarning('i-a', noon - seconds(180)) });
    expect(fateOf(stale, 'eni-1')).toMatchObject({ reason: 'settled' });
    const fresh = look(fleetWith({}), { trigger: spotWarning('i-a', noon - seconds(180) + 1) });
    expect(fateOf(fresh, 'eni-1')).toMatchObject(moved);
  });

  test('makes the instance no candidate', () => {
    const plan = look(fleet([eni('eni-1')], [member('i-b')]), { trigger: spotWarning('i-b') });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'no-standby' });
  });
});

describe('An alarm', () => {
  test('on a heartbeat of its owner is believed, and the detach may turn to Force', () => {
    const plan = look(fleetWith({}), { trigger: alarm('i-a') });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ ...moved, because: expect.stringContaining('db-down') });
    expect(plan.changes[0]?.actions[0]).toMatchObject({ forceAfterMs: 5_000 });
  });

  test('on status checks is acted on at once where DescribeInstanceStatus agrees', () => {
    const plan = look(fleetWith(impairedSince(noon - 1)), { trigger: alarm('i-a', 'status-check') });
    expect(fateOf(plan, 'eni-1')).toMatchObject(moved);
  });

  test('on status checks that DescribeInstanceStatus does not confirm means look again, then is dropped', () => {
    const young = look(fleetWith({}), { trigger: alarm('i-a', 'status-check', noon - seconds(30) + 1) });
    expect(young.changes).toEqual([]);
    expect(young.lookAgain).not.toEqual([]);
    const older = look(fleetWith({}), { trigger: alarm('i-a', 'status-check', noon - seconds(30)) });
    expect(fateOf(older, 'eni-1')).toMatchObject({ reason: 'settled' });
  });

  test('is evidence for ten minutes and no longer', () => {
    const last = look(fleetWith({}), { trigger: alarm('i-a', 'heartbeat', noon - seconds(600)) });
    expect(fateOf(last, 'eni-1')).toMatchObject(moved);
    const late = look(fleetWith({}), { trigger: alarm('i-a', 'heartbeat', noon - seconds(600) - 1) });
    expect(fateOf(late, 'eni-1')).toMatchObject({ reason: 'settled' });
  });

  test('from before the ENI was attached says nothing against its present holder', () => {
    const at = noon - seconds(100);
    const snapshot = fleet([eni('eni-1', on('i-a', { attachTime: at }))], [member('i-a'), member('i-b')]);
    const plan = look(snapshot, { trigger: alarm('i-a', 'heartbeat', at), policy: { blockPeriodMs: 0 } });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'settled' });
  });

  test('makes a standby no candidate', () => {
    const plan = look(fleet([eni('eni-1')], [member('i-b')]), { trigger: alarm('i-b') });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'no-standby' });
  });

  test('on several instances is evidence against each of them', () => {
    const metric = 'Custom Heartbeat';
    const trigger = {
      ...alarm('i-a'),
      evidence: ['i-a', 'i-b'].map((instanceId) => ({ instanceId, kind: 'heartbeat' as const, metric })),
    };
    const snapshot = fleet(
      [eni('eni-1', on('i-a'))],
      ['i-a', 'i-b', 'i-c'].map((id) => member(id)),
    );
    expect(fateOf(look(snapshot, { trigger }), 'eni-1')).toMatchObject({ from: 'i-a', to: 'i-c' });
  });
});
