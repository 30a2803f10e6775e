import { missingHolders, nothingEarlier } from '../../domain/earlier.ts';
import { eni, fleet, impairedSince, member, noon, on, seconds } from '../support/domain-fleet.ts';
import { fateOf, look, stateChange } from '../support/domain-look.ts';

const moved = { kind: 'failover', from: 'i-a', to: 'i-b' };

function fleetWith(holder: Parameters<typeof member>[1], takenAt = noon) {
  return fleet([eni('eni-1', on('i-a'))], [member('i-a', holder), member('i-b')], takenAt);
}

describe('A gone holder', () => {
  test.each(['stopping', 'stopped', 'shutting-down', 'terminated'] as const)(
    'that is %s is left, without Force',
    (state) => {
      const plan = look(fleetWith({ state }));
      expect(fateOf(plan, 'eni-1')).toMatchObject({ ...moved, because: expect.stringContaining(state) });
      expect(plan.changes[0]?.actions).toEqual([
        { kind: 'detach', attachmentId: 'eni-attach-i-a-1', instanceId: 'i-a', begun: false },
        { kind: 'attach', instanceId: 'i-b', deviceIndex: 1 },
      ]);
      expect(plan.lookAgain).toEqual([]);
    },
  );

  test('that EC2 is detaching from already is only waited for', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a', { status: 'detaching' }))],
        [member('i-a', { state: 'stopped' }), member('i-b')],
      ),
    );
    expect(plan.changes[0]?.actions[0]).toMatchObject({ kind: 'detach', begun: true });
  });
});

describe('A holder that is up', () => {
  test.each(['pending', 'running'] as const)('and %s keeps its ENI', (state) => {
    const plan = look(fleetWith({ state }));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'settled' });
    expect(plan.lookAgain).toEqual([]);
  });

  test('in a state that EC2 may add is only suspected', () => {
    expect(fateOf(look(fleetWith({ state: 'unknown' })), 'eni-1')).toMatchObject({ reason: 'suspected' });
  });
});

describe('A holder that DescribeInstances does not show', () => {
  const vanished = (takenAt: number) => fleet([eni('eni-1', on('i-a'))], [member('i-b')], takenAt);

  test('is looked at again, not acted on, at the first look', () => {
    const plan = look(vanished(noon));
    expect(plan.changes).toEqual([]);
    expect(plan.lookAgain).not.toEqual([]);
  });

  test('is gone when it is still vanished at a second look, exactly five seconds on', () => {
    const missingSince = missingHolders(vanished(noon), nothingEarlier);
    expect(fateOf(look(vanished(noon + 4_999), { earlier: { missingSince } }), 'eni-1')).toMatchObject({
      reason: 'in-transit',
    });
    expect(fateOf(look(vanished(noon + 5_000), { earlier: { missingSince } }), 'eni-1')).toMatchObject(moved);
  });

  test('is missing since the first look that missed it, and no longer once it is back', () => {
    const first = missingHolders(vanished(noon), nothingEarlier);
    const second = missingHolders(vanished(noon + 7_000), { ...nothingEarlier, missingSince: first });
    expect([...second]).toEqual([['i-a', noon]]);
    const back = missingHolders(fleetWith({}), { ...nothingEarlier, missingSince: second });
    expect([...back]).toEqual([]);
  });
});

describe('A young event that the snapshot contradicts', () => {
  test.each([
    ['stopping', 'running'],
    ['terminated', 'running'],
    ['shutting-down', 'pending'],
    ['running', 'stopped'],
    ['running', 'pending'],
    ['pending', 'stopped'],
  ] as const)('(%s, but DescribeInstances says %s) means look again', (event, state) => {
    const plan = look(fleetWith({ state }), { trigger: stateChange('i-a', event) });
    expect(plan.changes).toEqual([]);
    expect(plan.lookAgain).not.toEqual([]);
  });

  test('is overruled by the snapshot once it is thirty seconds old', () => {
    const trigger = stateChange('i-a', 'stopped', noon - seconds(30));
    expect(fateOf(look(fleetWith({}), { trigger }), 'eni-1')).toMatchObject({ reason: 'settled' });
    const younger = stateChange('i-a', 'stopped', noon - seconds(30) + 1);
    expect(fateOf(look(fleetWith({}), { trigger: younger }), 'eni-1')).toMatchObject({
      reason: 'in-transit',
    });
  });

  test('says nothing of other instances', () => {
    const plan = look(fleetWith({ state: 'stopped' }), { trigger: stateChange('i-z', 'terminated') });
    expect(fateOf(plan, 'eni-1')).toMatchObject(moved);
  });

  test('that agrees with the snapshot is acted on at once', () => {
    const plan = look(fleetWith({ state: 'shutting-down' }), { trigger: stateChange('i-a', 'terminated') });
    expect(fateOf(plan, 'eni-1')).toMatchObject(moved);
  });
});

describe('Failed status checks', () => {
  test('are only a suspicion before the grace of two minutes, and an impairment at its very end', () => {
    const before = look(fleetWith(impairedSince(noon - seconds(120) + 1)));
    expect(fateOf(before, 'eni-1')).toMatchObject({ reason: 'suspected' });
    const after = look(fleetWith(impairedSince(noon - seconds(120))));
    expect(fateOf(after, 'eni-1')).toMatchObject(moved);
  });

  test('without a time are only a suspicion', () => {
    const plan = look(fleetWith({ impairment: { checks: ['system'] } }));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'suspected' });
  });

  test('turn the detach to Force after a few seconds', () => {
    const plan = look(fleetWith(impairedSince(noon - seconds(120))), { policy: { forceAfterMs: 7_000 } });
    expect(plan.changes[0]?.actions[0]).toMatchObject({ kind: 'detach', forceAfterMs: 7_000 });
  });
});
