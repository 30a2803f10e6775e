import { detachTags, dueAt, markFor, readMark, remarkBecause } from '../../../domain/cleanup/mark.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { days, hours, marked, noon, orphan, tagged } from './orphan.ts';

const since = 'eni-warden:unattached-since';
const seen = 'eni-warden:unattached-seen';
const week = days(7);

function timesOf(eni: SweptEni) {
  const mark = readMark(eni);
  return mark.kind === 'read' ? [mark.value.unattachedSince, mark.value.seenAt] : mark.kind;
}

describe('A mark', () => {
  test('tells since when the ENI is unattached, and when and how it was first seen so', () => {
    expect(markFor(orphan(), noon)).toEqual({
      [since]: '2026-11-23T12:00:00Z',
      [seen]: expect.stringMatching(/^[0-9a-f]{16} 2026-11-23T12:00:00Z$/),
    });
    expect(timesOf(marked(orphan(), noon))).toEqual([noon, noon]);
  });

  test('begins at the detach where an event told of it', () => {
    expect(timesOf(marked(orphan(), noon, noon - hours(2)))).toEqual([noon - hours(2), noon]);
  });

  test.each([
    ['from the future', noon + 1],
    ['from more than a day ago', noon - days(1) - 1],
    ['that is no time', Number.NaN],
  ])('does not believe an event %s', (_what, detachedAt) => {
    expect(timesOf(marked(orphan(), noon, detachedAt))).toEqual([noon, noon]);
  });

  test('made of times with fractions of a second is sound', () => {
    for (const detachedAt of [noon - days(1) + 1, noon - 999, noon + 999]) {
      const eni = marked(orphan(), noon + 999, detachedAt);
      expect(remarkBecause(eni, noon + 1_000, week)).toBeUndefined();
    }
  });

  test('is absent on an ENI without its tags, even where the object inherits them', () => {
    expect(readMark(orphan()).kind).toBe('absent');
    expect(readMark({ ...orphan(), tags: Object.create(markFor(orphan(), noon)) }).kind).toBe('absent');
  });
});

describe('A mark is made afresh', () => {
  const eni = marked(orphan(), noon - days(8));
  const again = (differences: SweptEni, now = noon) => remarkBecause(differences, now, week);

  test('not where it is sound', () => {
    expect(again(eni)).toBeUndefined();
  });

  test.each([
    ['without its time', { [seen]: '0123456789abcdef 2026-11-15T12:00:00Z' }],
    ['with nothing but a failed deletion', { 'eni-warden:delete-failed': '1 2026-11-15T12:00:00Z' }],
  ])('where it comes %s', (_what, tags) => {
    expect(again(tagged(orphan(), tags))).toMatch(/cannot be read: .* is missing/);
  });

  test.each([
    [since, ''],
    [since, 'yesterday'],
    [since, '2026-11-15'],
    [since, '2026-11-15T12:00:00'],
    [since, '2026-11-31T12:00:00Z'],
    [since, '-271821-04-20T00:00:00Z'],
    [since, '2026-11-13T12:00:00Z'],
    [since, 'x'.repeat(256)],
  ])('where %s is %j', (key, value) => {
    expect(again(tagged(eni, { [key]: value }))).toMatch(/cannot be read/);
  });

  test.each([
    '',
    '2026-11-15T12:00:00Z',
    '0123456789abcdef',
    '0123456789abcdef 2026-11-15T12:00:00Z extra',
    '0123456789ABCDEF 2026-11-15T12:00:00Z',
  ])('where its sighting is %j, and begins now where its time is long ago', (value) => {
    const unsound = tagged(eni, { [seen]: value });
    expect(again(unsound)).toMatch(/not seen since/);
    expect(timesOf(marked(unsound, noon))).toEqual([noon, noon]);
  });

  test('where it is from the future', () => {
    expect(again(eni, noon - days(8) - 1)).toMatch(/future/);
    expect(again(eni, Number.NaN)).toMatch(/future/);
  });

  test('where it is so old that nobody knows what happened since', () => {
    expect(again(eni, noon - days(8) + days(97))).toBeUndefined();
    expect(again(eni, noon - days(8) + days(97) + 1)).toMatch(/too old/);
  });

  test('where an event has told of a detach since, and begins then', () => {
    const told = tagged(eni, detachTags(eni, noon - hours(2)));
    expect(again(told)).toMatch(/detached at 2026-11-23T10:00:00Z/);
    expect(timesOf(marked(told, noon))).toEqual([noon - hours(2), noon]);
    expect(again(marked(told, noon))).toBeUndefined();
  });

  test('where an event has told of a detach before any sweep saw it', () => {
    const told = tagged(orphan(), detachTags(orphan(), noon - hours(2)));
    expect(again(told)).toMatch(/detached at/);
    expect(timesOf(marked(told, noon))).toEqual([noon - hours(2), noon]);
  });

  test('but not by an event that comes too late to be news', () => {
    expect(detachTags(eni, noon - days(8))).toEqual({});
    expect(detachTags(eni, noon - days(9))).toEqual({});
  });

  test.each<[string, Partial<SweptEni>]>([
    ['MAC', { macAddress: '02:00:00:00:00:01' }],
    ['subnet', { subnetId: 'subnet-2' }],
    ['addresses', { privateIpv4Addresses: [{ address: '10.0.0.8', primary: true }] }],
    ['IPv6 addresses', { ipv6Addresses: [{ address: '2001:db8::9', primary: false }] }],
    ['prefixes', { ipv4Prefixes: ['10.0.1.0/28'] }],
    ['security groups', { securityGroupIds: ['sg-1', 'sg-2'] }],
    ['description', { description: 'mine' }],
    ['source/dest check', { sourceDestCheck: false }],
    ['tags', { tags: { ...eni.tags, owner: 'jane' } }],
    ['keep tag', { tags: { ...eni.tags, 'eni-warden:keep': '2026-01-01' } }],
  ])('where its %s changed', (_what, differences) => {
    expect(again({ ...eni, ...differences })).toMatch(/has changed/);
  });

  test('not where EC2 lists the same in another order', () => {
    const one = orphan('eni-1', { tags: { a: '1', b: '2' }, securityGroupIds: ['sg-1', 'sg-2'] });
    const other = orphan('eni-1', { tags: { b: '2', a: '1' }, securityGroupIds: ['sg-2', 'sg-1'] });
    expect(again({ ...other, tags: { ...other.tags, ...markFor(one, noon - days(8)) } })).toBeUndefined();
  });

  test('not where only the note of a failed deletion was added', () => {
    expect(again(tagged(eni, { 'eni-warden:delete-failed': '1 2026-11-22T12:00:00Z' }))).toBeUndefined();
  });
});

describe('A mark is due', () => {
  const mark = { unattachedSince: noon - hours(20), seenAt: noon, fingerprint: '' };

  test('after the grace', () => {
    expect(dueAt(mark, { graceMs: week })).toBe(noon - hours(20) + week);
  });

  test('but not before people have known of it for a day, and never sooner than a day, whatever the policy says', () => {
    expect(dueAt(mark, { graceMs: days(1) })).toBe(noon + days(1));
    expect(dueAt({ ...mark, unattachedSince: noon }, { graceMs: 0 })).toBe(noon + days(1));
  });
});
