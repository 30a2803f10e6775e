import { subjectOf, textOf } from '../../domain/alert.ts';
import { alertsOfLook } from '../../domain/alert-of-look.ts';
import { malformedAlert } from '../../domain/alert-of-trouble.ts';
import { formatDuration, formatInstant } from '../../domain/instant.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import {
  eni,
  fleet,
  held,
  impairedSince,
  longAgo,
  member,
  noon,
  on,
  unreadable,
} from '../support/domain-fleet.ts';
import { alarm, type Circumstances, look, switchover, tick } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;

function alerts(snapshot: Snapshot, circumstances: Circumstances = {}) {
  return alertsOfLook(look(snapshot, circumstances), snapshot, circumstances.trigger ?? tick());
}

function texts(snapshot: Snapshot, circumstances: Circumstances = {}): string {
  return alerts(snapshot, circumstances).map(textOf).join('\n');
}

const noStandby = fleet(
  [eni('eni-1', on('i-a')), eni('eni-2', on('i-a', { deviceIndex: 2 }))],
  [member('i-a', stopped), member('i-b', { name: 'spare', availabilityZone: 'eu-west-1b' })],
);

describe('On-call people are told', () => {
  test('once for a group that no standby can take, with the reason of each standby', () => {
    const found = alerts(noStandby);
    expect(found).toMatchObject([{ kind: 'no-standby', severity: 'critical', group: 'db' }]);
    expect(found[0]?.summary).toMatch(/^NO STANDBY: eni-1, eni-2$/);
    expect(texts(noStandby)).toContain('spare (i-b): it is in eu-west-1b');
  });

  test('of an ENI that is kept from moving by a hold, with its reason', () => {
    const snapshot = fleet(
      [eni('eni-1', { ...on('i-a'), ...held('forensics') })],
      [member('i-a', stopped), member('i-b')],
    );
    expect(alerts(snapshot)).toMatchObject([{ kind: 'held', severity: 'critical' }]);
    expect(texts(snapshot)).toContain('forensics');
  });

  test('of a holder that is impaired within the block period, and until when it lasts', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { attachTime: noon - 60_000 }))],
      [member('i-a', impairedSince(longAgo)), member('i-b')],
    );
    expect(alerts(snapshot)).toMatchObject([{ kind: 'blocked', severity: 'critical' }]);
    expect(texts(snapshot)).toContain('before 2026-11-23T12:04:00Z');
  });

  test('of an ENI that ought to move and never can', () => {
    const snapshot = fleet([eni('eni-1', { ...on('i-a'), interfaceType: 'efa' })], [member('i-a', stopped)]);
    expect(alerts(snapshot).map(({ kind }) => kind)).toEqual(['blocked', 'finding']);
  });

  test('of a group that somebody has split, as a warning', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-b')), eni('eni-2', on('i-a'))],
      [member('i-a'), member('i-b')],
    );
    expect(alerts(snapshot)).toMatchObject([{ kind: 'blocked', severity: 'warning' }]);
  });

  test('of a refused switchover: why, who asked for it, and that nothing was moved', () => {
    const snapshot = fleet([eni('eni-1', on('i-a'))], [member('i-a')]);
    expect(alerts(snapshot, { trigger: switchover() })).toMatchObject([{ kind: 'switchover-refused' }]);
    expect(texts(snapshot, { trigger: switchover('i-z') })).toMatch(
      /i-z is not a member[\s\S]*alice asked: kernel upgrade[\s\S]*i-z/,
    );
  });

  test('of tags to mend, with what to do about each', () => {
    const snapshot = fleet(
      [eni('eni-1', { ...on('i-a'), group: unreadable('a b') })],
      [member('i-a', { hold: unreadable('') })],
    );
    expect(alerts(snapshot)).toMatchObject([
      { kind: 'finding', summary: expect.stringMatching(/^2 things/) },
    ]);
    expect(texts(snapshot)).toMatch(
      /tag eni-warden:group="a b"[\s\S]*tag eni-warden:hold=""[\s\S]*remove the tag eni-warden:hold of i-a/,
    );
  });

  test('of an event that could not be read: what is wrong and what came', () => {
    const alert = malformedAlert(['detail.state: missing'], '{"detail":\n{}}');
    expect(alert).toMatchObject({ kind: 'malformed', severity: 'warning' });
    expect(textOf(alert)).toMatch(/detail\.state: missing[\s\S]*\{"detail":\n {2}\{\}\}/);
  });
});

describe('On-call people are not told', () => {
  test('of a fleet that is settled, in transit or only suspected', () => {
    const snapshot = fleet(
      [
        eni('eni-1', on('i-a')),
        eni('eni-2', { ...on('i-b', { status: 'detaching' }), group: { kind: 'read', value: 'web' } }),
      ],
      [member('i-a', impairedSince(noon)), member('i-b')],
    );
    expect(alerts(snapshot)).toEqual([]);
  });

  test('of a hold on a healthy group', () => {
    expect(alerts(fleet([eni('eni-1', { ...on('i-a'), ...held('x') })], [member('i-a', held('y'))]))).toEqual(
      [],
    );
  });

  test('that an ENI ought to move when it serves something that is no instance', () => {
    const { instanceId: _, ...attachment } = on('i-a').attachment;
    expect(alerts(fleet([eni('eni-1', { attachment })], [member('i-b')]))).not.toMatchObject([
      { severity: 'critical' },
    ]);
  });
});

describe('What is promised to on-call people comes true', () => {
  test('so an alarm that the snapshot cannot show does not promise that the move comes later by itself', () => {
    const fresh = fleet(
      [eni('eni-1', on('i-a', { attachTime: noon - 60_000 }))],
      [member('i-a'), member('i-b')],
    );
    expect(look(fresh, { trigger: tick(), now: noon + 600_000 }).changes).toEqual([]);
    const { lookAgain } = look(fresh, { trigger: alarm('i-a') });
    expect(
      lookAgain.length > 0 || !texts(fresh, { trigger: alarm('i-a') }).includes('not moved again yet'),
    ).toBe(true);
  });

  test('so a missing standby is told of at once, though the ENI has first to be protected', () => {
    const doomed = fleet([eni('eni-1', on('i-a', { deleteOnTermination: true }))], [member('i-a', stopped)]);
    expect(alerts(doomed)).toMatchObject([{ kind: 'no-standby' }]);
  });

  test('so a missing standby is told of when the protection of the ENI has failed', () => {
    const doomed = fleet([eni('eni-1', on('i-a', { deleteOnTermination: true }))], [member('i-a', stopped)]);
    const earlier = { unprotected: new Set(['eni-1']) };
    expect(alerts(doomed, { earlier })).toMatchObject([{ kind: 'no-standby' }]);
  });
});

describe('The words of alerts', () => {
  test('a subject is cut to 99 characters, never inside a character', () => {
    const alert = { ...malformedAlert([], ''), group: 'g', summary: `${'x'.repeat(79)}😀😀😀😀` };
    expect(subjectOf(alert)).toHaveLength(98);
    expect(subjectOf(alert)).toMatch(/x😀…$/u);
    expect(subjectOf({ ...alert, summary: 'x'.repeat(83) })).toHaveLength(99);
    expect(subjectOf({ ...alert, summary: 'x'.repeat(83) })).not.toContain('…');
  });

  test('a subject is one line, whatever its parts are', () => {
    expect(subjectOf({ ...malformedAlert([], ''), group: 'a\r\nb', summary: 'c\u2028d' })).toBe(
      '[ENI Warden] a b: c d',
    );
  });

  test.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [1_000, '1.0 s'],
    [6_249, '6.2 s'],
    [59_900, '59.9 s'],
    [60_000, '1 min 0 s'],
    [250_000, '4 min 10 s'],
    [119_700, '2 min 0 s'],
  ])('%d ms reads as %j', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test.each([
    [999.6, '1.0 s'],
    [59_960, '1 min 0 s'],
  ])('%d ms reads as %j, rounded into the next unit', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('an instant reads in UTC to the second', () => {
    expect(formatInstant(noon + 999)).toBe('2026-11-23T12:00:00Z');
  });

  test('a choice of one among one is not called one of "1 other members"', () => {
    const plan = look(fleet([eni('eni-1')], [member('i-b')]));
    expect(plan.changes[0]?.because).not.toContain('1 other members');
  });
});
