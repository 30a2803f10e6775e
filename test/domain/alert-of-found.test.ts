import { subjectOf, textOf } from '../../domain/alert.ts';
import { foundAlerts } from '../../domain/alert-of-found.ts';
import { arrivalsToTell } from '../../domain/arrival.ts';
import type { NetworkInterface } from '../../domain/network-interface.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Trigger } from '../../domain/trigger.ts';
import {
  eni,
  fleet,
  groups,
  inGroup,
  longAgo,
  member,
  noon,
  on,
  second,
  seconds,
} from '../support/domain-fleet.ts';
import { alarm, stateChange, switchover, tick } from '../support/domain-look.ts';

const event = stateChange('i-a', 'stopped');
const retryAt = noon + seconds(67);

function idsFound(interfaces: readonly NetworkInterface[], trigger = event, now = retryAt) {
  const snapshot = fleet(interfaces, [member('i-b')]);
  return arrivalsToTell(snapshot, trigger, now, () => false).map(({ eni: { id } }) => id);
}

describe('An earlier attempt at an event may have attached', () => {
  test.each([
    ['the second before the event', noon - 1_000, []],
    ['the second of the event', noon, ['eni-1']],
    ['a second that can be followed by another attempt', noon + seconds(12), ['eni-1']],
    ['a second that cannot: Lambda waits a minute', noon + seconds(13), []],
  ])('what came in %s', (_, attachTime, found) => {
    expect(idsFound([eni('eni-1', on('i-b', { attachTime }))], { ...event, at: noon + 999 })).toEqual(found);
  });

  test('nothing when it is the first attempt', () => {
    expect(
      idsFound([eni('eni-1', on('i-b', { attachTime: noon + 1_000 }))], event, noon + seconds(50)),
    ).toEqual([]);
  });

  test('and then what came later is told with it, but never what was told', () => {
    const snapshot = fleet(
      [
        eni('eni-1', on('i-b', { attachTime: noon })),
        eni('eni-2', second('i-b', { attachTime: noon + seconds(60) })),
      ],
      [member('i-b')],
    );
    const untoldBut = (toldId: string) =>
      arrivalsToTell(snapshot, event, retryAt, (id) => id === toldId).map(({ eni: { id } }) => id);
    expect(untoldBut('none')).toEqual(['eni-1', 'eni-2']);
    expect(untoldBut('eni-attach-i-b-2')).toEqual(['eni-1']);
    expect(untoldBut('eni-attach-i-b-1')).toEqual([]);
  });

  test('no primary interface, nothing on what is no member, and nothing that is no group of ours', () => {
    const attachTime = noon + 1_000;
    expect(
      idsFound([
        eni('eni-1', on('i-b', { attachTime, deviceIndex: 0 })),
        eni('eni-2', on('i-z', { attachTime })),
        eni('eni-3', { ...on('i-b', { attachTime }), ...inGroup('web') }),
        eni('eni-4', { ...on('i-b', { attachTime }), group: { kind: 'absent' } }),
        eni('eni-5'),
      ]),
    ).toEqual([]);
  });
});

interface Late {
  readonly trigger?: Trigger;
  readonly ours?: (group: string) => boolean;
}

function alertsFor(snapshot: Snapshot, { trigger = event, ours = () => true }: Late = {}) {
  const now = retryAt;
  return foundAlerts(
    arrivalsToTell(snapshot, trigger, now, () => false),
    ours,
    snapshot,
    trigger,
    now,
  );
}

const since = { attachTime: noon + 5_000 };
const moved = fleet(
  [eni('eni-1', { ...on('i-b', since), publicIp: '192.0.2.7' }), eni('eni-2', second('i-b', since))],
  [member('i-a', { name: 'primary', state: 'stopped' }), member('i-b', { name: 'spare' })],
);

describe('The alert of what a late look has found', () => {
  test('says what is where since when, why it is told, and what to do', () => {
    const [alert, ...more] = alertsFor(moved);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({ kind: 'failover-found', severity: 'info', group: 'db' });
    if (alert === undefined) return;
    expect(subjectOf(alert)).toBe(
      '[ENI Warden] db: 2 ENIs found on spare, attached after the event; perhaps not told yet',
    );
    const text = textOf(alert);
    expect(text).toContain('eni-1 (10.0.0.10, 192.0.2.7) came to spare (i-b) at 2026-11-23T12:00:05Z');
    expect(text).toMatch(/primary \(i-a\) is stopped \(2026-11-23T12:00:00Z\).*1 min 7 s after/);
    expect(text).toMatch(/earlier attempt .* broken off before it could tell/);
    expect(text).toMatch(/told already/);
    expect(text).toMatch(
      /Check that spare \(i-b\) answers[\s\S]*member that held it before[\s\S]*stop and start/,
    );
  });

  test('never claims that anything was completed by this handler', () => {
    const [alert] = alertsFor(moved);
    expect(alert?.summary).not.toContain('completed');
    expect(alert?.fingerprint).not.toContain('completed');
  });

  test('has the moves for machines, as a completed failover has', () => {
    expect(alertsFor(moved)[0]?.data).toMatchObject({
      trigger: event,
      moves: [
        {
          networkInterfaceId: 'eni-1',
          privateIpAddress: '10.0.0.10',
          publicIp: '192.0.2.7',
          to: 'i-b',
          since: noon + 5_000,
        },
        { networkInterfaceId: 'eni-2', to: 'i-b' },
      ],
    });
  });

  test('is other news for another attachment', () => {
    const again = fleet([eni('eni-1', on('i-b', { ...since, id: 'eni-attach-new' }))], [member('i-b')]);
    const before = fleet([eni('eni-1', on('i-b', since))], [member('i-b')]);
    expect(alertsFor(again)[0]?.fingerprint).not.toBe(alertsFor(before)[0]?.fingerprint);
  });

  test.each([
    ['a tick', tick(), /after a tick/],
    ['an alarm', alarm('i-a'), /the alarm db-down/],
    ['a request', switchover('i-b'), /the switchover request of alice for group db \(kernel upgrade\)/],
  ])('names what woke it: %s', (_, trigger, words) => {
    const [alert] = alertsFor(moved, { trigger });
    expect(alert === undefined ? '' : textOf(alert)).toMatch(words);
  });
});

function manyGroups(count: number): Snapshot {
  const names = Array.from({ length: count }, (_, index) => `g${String(index).padStart(3, '0')}`);
  const on1 = { attachTime: noon + 1_000 };
  return fleet(
    names.map((name) => eni(`eni-${name}`, { ...on(`i-${name}`, on1), ...inGroup(name) })),
    names.map((name) => member(`i-${name}`, groups(name))),
  );
}

describe('In a large fleet', () => {
  const everyEniOnce = (snapshot: Snapshot, alerts: ReturnType<typeof alertsFor>) =>
    snapshot.networkInterfaces.every(
      ({ id }) => alerts.filter((alert) => textOf(alert).includes(`${id} `)).length === 1,
    );

  test('a group that the event is about has an alert of its own, and the others share one', () => {
    const snapshot = manyGroups(4);
    const alerts = alertsFor(snapshot, { ours: (name) => name === 'g002' });
    expect(alerts.map(({ group }) => group)).toEqual(['g002', undefined]);
    expect(alerts[1]?.summary).toMatch(/^3 ENIs of 3 groups found on 3 members/);
    expect(alerts.map(textOf).join()).toContain('group g001');
    expect(everyEniOnce(snapshot, alerts)).toBe(true);
  });

  test('a tick tells of each group apart, up to ten; more share alerts of 50 ENIs each', () => {
    expect(alertsFor(manyGroups(10))).toHaveLength(10);
    const snapshot = manyGroups(500);
    const alerts = alertsFor(snapshot);
    expect(alerts).toHaveLength(20);
    expect(everyEniOnce(snapshot, alerts)).toBe(true);
    expect(new Set(alerts.map(({ fingerprint }) => fingerprint)).size).toBe(20);
    for (const alert of alerts) expect(subjectOf(alert).length).toBeLessThan(100);
  });

  test('a single other group is named', () => {
    expect(alertsFor(manyGroups(1), { ours: () => false })[0]).toMatchObject({ group: 'g000' });
  });

  test('nothing is said where nothing is found', () => {
    expect(alertsFor(fleet([eni('eni-1', on('i-b', { attachTime: longAgo }))], [member('i-b')]))).toEqual([]);
  });
});
