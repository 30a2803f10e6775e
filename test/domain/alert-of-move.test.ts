import { subjectOf, textOf } from '../../domain/alert.ts';
import { endedAlert } from '../../domain/alert-of-end.ts';
import { plannedAlert, startedAlert } from '../../domain/alert-of-start.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { eni, fleet, longAgo, member, noon, on } from '../support/domain-fleet.ts';
import {
  type Circumstances,
  look,
  spotWarning,
  stateChange,
  switchover,
  tick,
} from '../support/domain-look.ts';
import { outcomeOf } from '../support/domain-outcome.ts';

const stopped = { state: 'stopped' } as const;
const failover = fleet(
  [eni('eni-1', { ...on('i-a'), publicIp: '192.0.2.7' }), eni('eni-2', on('i-a', { deviceIndex: 2 }))],
  [member('i-a', { name: 'primary', ...stopped }), member('i-b', { name: 'spare' })],
);

function started(snapshot: Snapshot, circumstances: Circumstances = {}) {
  return startedAlert(look(snapshot, circumstances).changes, snapshot, circumstances.trigger ?? tick());
}

function ended(snapshot: Snapshot, circumstances: Circumstances = {}, ...differences: Partial<Outcome>[]) {
  const outcomes = look(snapshot, circumstances).changes.map((change, n) =>
    outcomeOf(change, differences[n]),
  );
  const moved = outcomes.filter(({ change, result }) => change.to !== undefined && result === 'done');
  return endedAlert(outcomes, moved, snapshot, circumstances.trigger ?? tick());
}

function textOfEnded(...args: Parameters<typeof ended>): string {
  const alert = ended(...args);
  return alert === undefined ? '' : textOf(alert);
}

describe('The alert that a failover has started', () => {
  test('says what moves, from where to where, and why', () => {
    const alert = started(failover);
    expect(alert).toMatchObject({ kind: 'failover-started', group: 'db', severity: 'warning' });
    if (alert === undefined) return;
    expect(subjectOf(alert)).toBe('[ENI Warden] db: failover started, 2 ENIs primary -> spare');
    expect(textOf(alert)).toContain('primary (i-a) is stopped');
    expect(textOf(alert)).toContain('eni-1 (10.0.0.10, 192.0.2.7) primary (i-a) -> spare (i-b)');
  });

  test('is not said where nothing moves', () => {
    const doomed = fleet([eni('eni-1', on('i-a', { deleteOnTermination: true }))], [member('i-a')]);
    expect(started(doomed)).toBeUndefined();
  });

  test('is called a switchover or a placement where it is one', () => {
    const healthy = fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b')]);
    expect(started(healthy, { trigger: switchover() })?.summary).toMatch(/^switchover started/);
    expect(started(fleet([eni('eni-1')], [member('i-b')]))?.summary).toMatch(/^placement started/);
  });

  test('is other news for another attachment', () => {
    const again = fleet(
      [eni('eni-1', on('i-a', { id: 'eni-attach-new' }))],
      [member('i-a', stopped), member('i-b')],
    );
    const before = fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped), member('i-b')]);
    expect(started(again)?.fingerprint).not.toBe(started(before)?.fingerprint);
    expect(started(before, { trigger: stateChange('i-a', 'stopped') })?.fingerprint).toBe(
      started(before)?.fingerprint,
    );
  });
});

describe('The alert of observe mode', () => {
  test('says what would move, that nothing is changed, and is not taken for the real thing', () => {
    const alert = plannedAlert(look(failover).changes, failover, tick());
    expect(alert).toMatchObject({ kind: 'failover-planned', group: 'db' });
    expect(alert?.summary).toMatch(/nothing is changed: failover of 2 ENIs primary -> spare/);
    expect(alert?.fingerprint).not.toBe(started(failover)?.fingerprint);
  });
});

describe('The alert that a failover is completed', () => {
  test('says how old the event was, and how long each phase and all of it took', () => {
    const text = textOfEnded(
      failover,
      { trigger: stateChange('i-a', 'stopped', noon - 1_500) },
      {},
      { detachMs: 6_000, attachMs: 900 },
    );
    expect(text).toMatch(/^Group db: failover completed in 7\.0 s, 2 ENIs primary -> spare \[info\]/);
    expect(text).toMatch(/event age.* 1\.5 s \(instance-state-change at 2026-11-23T11:59:58Z\)/);
    expect(text).toMatch(/detach +6\.0 s\n +attach +2\.5 s\n +total since the event +8\.5 s/);
  });

  test('warns to stop and start a holder that Force was needed for', () => {
    expect(textOfEnded(failover, {}, { forced: true })).toMatch(/Stop and start primary \(i-a\).*eni-1/);
    expect(textOfEnded(failover)).not.toContain('Force');
  });

  test('is not said before all of the group is done', () => {
    expect(ended(failover, {}, {}, { result: 'look-again' })).toBeUndefined();
    expect(ended(failover, {}, {}, { result: 'refused-by-target' })).toBeUndefined();
  });

  test('is said though an ENI of the group that was at home had only to be protected', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a')), eni('eni-2', on('i-b', { deleteOnTermination: true }))],
      [member('i-a', stopped), member('i-b')],
    );
    expect(ended(snapshot)).toMatchObject({ kind: 'failover-completed' });
  });

  test('is not said where an ENI was only protected', () => {
    const doomed = fleet([eni('eni-1', on('i-a', { deleteOnTermination: true }))], [member('i-a')]);
    expect(ended(doomed)).toBeUndefined();
  });

  test('blames nobody after a switchover', () => {
    const healthy = fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b')]);
    expect(textOfEnded(healthy, { trigger: switchover() })).not.toContain('what happened to');
  });

  test('blames nobody where an ENI only followed its leader from a healthy member', () => {
    const left = fleet(
      [eni('eni-1', on('i-b', { attachTime: longAgo + 1 })), eni('eni-2', on('i-a', { deviceIndex: 2 }))],
      [member('i-a'), member('i-b')],
    );
    expect(textOfEnded(left)).not.toContain('what happened to');
  });
});

describe('The alert that a failover has failed', () => {
  test('is critical, and says what failed, why, and what became of the others', () => {
    const alert = ended(failover, {}, {}, { result: 'failed', because: 'UnauthorizedOperation' });
    expect(alert).toMatchObject({ kind: 'failover-failed', severity: 'critical' });
    const text = alert === undefined ? '' : textOf(alert);
    expect(text).toContain('failover FAILED for 1 ENI: UnauthorizedOperation');
    expect(text).toMatch(/What failed\n {2}eni-2 .*UnauthorizedOperation/);
    expect(text).toMatch(/others\n {2}eni-1 .*done/);
  });

  test.each([
    ['switchover', switchover()],
    ['Spot warning', spotWarning('i-a')],
  ])('does not promise that a tick repeats what only a %s asked for', (_, trigger) => {
    const healthy = fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b')]);
    expect(look(healthy, { trigger: tick() }).changes).toEqual([]);
    const text = textOfEnded(healthy, { trigger }, { result: 'failed', because: 'denied' });
    expect(text).not.toContain('tries again at every tick');
  });
});
