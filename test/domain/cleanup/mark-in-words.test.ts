import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { judgeEni } from '../../../domain/cleanup/eni-verdict.ts';
import { fingerprintOf } from '../../../domain/cleanup/fingerprint.ts';
import { markFor, readMark, remarkBecause } from '../../../domain/cleanup/mark.ts';
import { planCleanup, prepareSweep } from '../../../domain/cleanup/plan-cleanup.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { days, deleting, hours, marked, noon, orphan, snapshotOf, tagged } from './orphan.ts';

const planned = (
  enis: readonly SweptEni[],
  policy = deleting(),
  differences: Partial<CleanupSnapshot> = {},
) => planCleanup(snapshotOf(enis, differences), policy, noon);

const old = (id: string, differences: Parameters<typeof orphan>[1] = {}) =>
  marked(orphan(id, differences), noon - days(9));

describe('A mark in words', () => {
  const since = 'eni-warden:unattached-since';
  const seen = 'eni-warden:unattached-seen';
  const print = fingerprintOf(orphan());
  const problemOf = (tags: Readonly<Record<string, string>>) => {
    const reading = readMark(tagged(orphan(), tags));
    return reading.kind === 'unreadable' ? reading.problem : reading.kind;
  };
  test.each([
    [
      { [since]: 'x', [seen]: `${print} 2026-11-23T11:00:00Z` },
      `${since}="x" is no time such as 2026-11-23T04:48:57Z`,
    ],
    [{ [seen]: `${print} 2026-11-23T11:00:00Z` }, `${since} is missing`],
    [{ [since]: '2026-11-23T11:00:00Z' }, `${seen} is missing`],
    [{ [since]: '2026-11-23T11:00:00Z', [seen]: 'x' }, `${seen}="x" is no fingerprint and time`],
    [
      { [since]: '2026-11-23T11:00:00Z', [seen]: `0${print} 2026-11-23T11:00:00Z` },
      `${seen}="0${print} 2026-11-23T11:00:00Z" is no fingerprint and time`,
    ],
    [
      { [since]: '2026-11-23T11:00:01Z', [seen]: `${print} 2026-11-23T11:00:00Z` },
      'it was seen before it was unattached',
    ],
    [
      { [since]: '2026-11-21T11:00:00Z', [seen]: `${print} 2026-11-22T11:00:02Z` },
      'it was unattached more than a day before it was seen',
    ],
    [{ [since]: '2026-11-21T11:00:00Z', [seen]: `${print} 2026-11-22T11:00:01Z` }, 'read'],
    [{}, 'absent'],
  ])('%j: %s', (tags, problem) => {
    expect(problemOf(tags)).toBe(problem);
  });

  test('keeps what the tag said where it cannot be read', () => {
    expect(readMark(tagged(orphan(), { [since]: 'x' }))).toMatchObject({ kind: 'unreadable', raw: 'x' });
    expect(readMark(tagged(orphan(), { [seen]: 'x' }))).toMatchObject({ kind: 'unreadable', raw: '' });
  });

  test('begins at a detach that was told, within the last day', () => {
    const begins = (detachedAt: number | undefined) => markFor(orphan(), noon, detachedAt)[since];
    expect(begins(noon)).toBe('2026-11-23T12:00:00Z');
    expect(begins(noon - hours(1))).toBe('2026-11-23T11:00:00Z');
    expect(begins(noon - days(1))).toBe('2026-11-22T12:00:00Z');
    expect(begins(noon - days(1) - 1)).toBe('2026-11-23T12:00:00Z');
    expect(begins(noon + 1_000)).toBe('2026-11-23T12:00:00Z');
    expect(begins(undefined)).toBe('2026-11-23T12:00:00Z');
  });

  test.each([
    [
      tagged(orphan(), { [since]: '2026-11-23T11:00:00Z' }),
      'it was detached at 2026-11-23T11:00:00Z, and not seen since',
    ],
    [orphan(), 'it is seen unattached for the first time'],
    [
      tagged(orphan(), { [since]: 'x', [seen]: `${print} 2026-11-23T11:00:00Z` }),
      `its mark cannot be read: ${since}="x" is no time such as 2026-11-23T04:48:57Z`,
    ],
    [marked(orphan(), noon + 1_000), 'its mark is from the future (2026-11-23T12:00:01Z)'],
    [marked(orphan(), noon - days(98)), 'its mark is too old to be believed (2026-08-17T12:00:00Z)'],
    [{ ...marked(orphan()), description: 'another' }, 'it has changed since it was marked'],
    [marked(orphan()), undefined],
    [marked(orphan(), noon - days(97)), undefined],
  ])('is made afresh: %#', (eni, because) => {
    expect(remarkBecause(eni, noon, days(7))).toBe(because);
  });

  test('tells a changed ENI from the same one', () => {
    const changes: readonly Parameters<typeof orphan>[1][] = [
      { sourceDestCheck: false },
      { sourceDestCheck: undefined },
      { privateIpv4Addresses: [{ address: '10.0.0.9', primary: false }] },
      { ipv6Addresses: [{ address: '2001:db8::9', primary: true }] },
      { ipv6Addresses: [{ address: '2001:db8::a', primary: true }] },
      { ipv4Prefixes: ['10.0.1.16/28'] },
      { ipv6Prefixes: ['2001:db8::/80'] },
      { macAddress: undefined },
      { subnetId: 'subnet-2' },
      { description: undefined },
      { securityGroupIds: [] },
      { tags: {} },
    ];
    const prints = changes.map((each) => fingerprintOf(orphan('eni-1', each)));
    expect(new Set([print, ...prints]).size).toBe(changes.length + 1);
    expect(fingerprintOf(orphan('eni-1', { tags: { b: '1', a: '2' } }))).toBe(
      fingerprintOf(orphan('eni-1', { tags: { a: '2', b: '1' } })),
    );
  });
});

describe('A time in a tag', () => {
  const keeps = (value: string) => {
    const { verdict } = {
      verdict: judgeEni(
        orphan('eni-1', { tags: { 'eni-warden:keep': value } }),
        prepareSweep(snapshotOf([]), deleting(), noon),
      ),
    };
    return verdict.kind === 'kept' ? verdict.reasons[0]?.because : undefined;
  };
  test.each([
    ['2027-01-01T00:00:00.123Z', 'until 2027-01-01T00:00:00Z'],
    ['2027-01-31', 'until 2027-02-01T12:00:00Z'],
    ['2027-02-30', ': 2027-02-30'],
    ['2027-02-30T00:00:00Z', ': 2027-02-30T00:00:00Z'],
    ['2027-01-01T25:00:00Z', ': 2027-01-01T25:00:00Z'],
    ['2027-01-01T00:00:00', ': 2027-01-01T00:00:00'],
    ['since 2027-01-31', ': since 2027-01-31'],
    ['2027-01-31 or so', ': 2027-01-31 or so'],
    ['on 2027-01-01T00:00:00Z', ': on 2027-01-01T00:00:00Z'],
    ['2027-01-01T00:00:00Z or so', ': 2027-01-01T00:00:00Z or so'],
  ])('%j is read', (value, words) => {
    expect(keeps(value)).toBe(`its owner keeps it${words.startsWith(':') ? words : ` ${words}`}`);
  });

  test.each(['x1 2026-11-23T11:59:00Z', '1 2026-11-23T11:59:00Z x', '100 2026-11-23T11:59:00Z', 'often'])(
    'the note of a failed deletion %j is not',
    (note) => {
      const eni = tagged(old('eni-1'), { 'eni-warden:delete-failed': note });
      expect(planned([eni]).waiting[0]?.because).toBe(
        'the note of its failed deletions is no count and time',
      );
    },
  );
});
