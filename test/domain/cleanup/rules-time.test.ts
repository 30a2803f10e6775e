import { deleteFailedTag } from '../../../domain/cleanup/back-off.ts';
import type { CleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { judgeEni } from '../../../domain/cleanup/eni-verdict.ts';
import { prepareSweep } from '../../../domain/cleanup/plan-cleanup.ts';
import { clockDoubt } from '../../../domain/cleanup/rules-time.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { days, deleting, hours, marked, noon, orphan, snapshotOf, tagged } from './orphan.ts';

function waits(
  eni: SweptEni,
  policy: Partial<CleanupPolicy> = {},
  snapshot: Partial<CleanupSnapshot> = {},
  now = noon,
) {
  const sweep = prepareSweep(snapshotOf([eni], { takenAt: now, ...snapshot }), deleting(policy), now);
  const verdict = judgeEni(eni, sweep);
  if (verdict.kind !== 'waits') return verdict.kind;
  return { rules: verdict.reasons.map(({ rule }) => rule), until: verdict.until };
}

describe('A marked ENI waits', () => {
  test('until its grace is over, to the millisecond', () => {
    const eni = marked(orphan(), noon - days(7) + 1_000);
    expect(waits(eni)).toEqual({ rules: ['grace'], until: noon + 1_000 });
    expect(waits(eni, {}, {}, noon + 999)).toMatchObject({ rules: ['grace'] });
    expect(waits(eni, {}, {}, noon + 1_000)).toBe('due');
  });

  test('until a day has passed since it was first seen so, however long ago it was detached', () => {
    const eni = marked(orphan(), noon - hours(23), noon - hours(46));
    expect(waits(eni, { graceMs: days(1) })).toEqual({ rules: ['second-sighting'], until: noon + hours(1) });
    expect(waits(eni, { graceMs: days(1) }, {}, noon + hours(1))).toBe('due');
  });

  test('where the second sighting is but the snapshot of the first, read late', () => {
    const eni = marked(orphan(), noon - hours(24));
    expect(waits(eni, { graceMs: days(1) }, { takenAt: noon - 1 })).toMatchObject({
      rules: ['second-sighting'],
    });
  });

  test('by the slower of two clocks, where ours and that of EC2 are a little apart', () => {
    const eni = marked(orphan(), noon - days(7));
    expect(waits(eni, {}, { ec2Time: noon + 240_000 })).toBe('due');
    expect(waits(eni, {}, { ec2Time: noon - 240_000 })).toMatchObject({ rules: ['grace'] });
  });

  test('but is not due where a time is no number', () => {
    expect(waits(marked(orphan()), {}, { takenAt: Number.NaN })).not.toBe('due');
  });
});

describe('The maintenance window', () => {
  // Noon is on a Monday.
  const window = (weekdays: number[], from: number, to: number) => ({
    window: { weekdays: new Set(weekdays), fromMs: hours(from), toMs: hours(to) },
  });

  test.each([
    ['on another day', window([2], 0, 24), noon + hours(12)],
    ['later today', window([1], 13, 14), noon + hours(1)],
    ['in a week, because it has just closed', window([1], 9, 12), noon + days(7) - hours(3)],
  ])('opens %s, and delays until then', (_when, policy, until) => {
    expect(waits(marked(orphan()), policy)).toEqual({ rules: ['maintenance-window'], until });
  });

  test('lets it go from its first moment on', () => {
    expect(waits(marked(orphan()), window([1], 12, 13))).toBe('due');
    expect(waits(marked(orphan()), window([0, 1], 0, 24))).toBe('due');
  });
});

test('who waits for several things waits for the last of them, and without an end where one has none', () => {
  const window = { weekdays: new Set([2]), fromMs: 0, toMs: hours(1) };
  const young = marked(orphan(), noon - days(1));
  const failed = tagged(young, deleteFailedTag(young.tags, noon));
  expect(waits(failed, { window })).toEqual({
    rules: ['grace', 'maintenance-window', 'back-off'],
    until: noon + days(6),
  });
  const unreadable = tagged(young, { 'eni-warden:delete-failed': 'often' });
  expect(waits(unreadable)).toEqual({ rules: ['grace', 'back-off'], until: undefined });
  const late = marked(orphan(), noon - days(7) + 1_000);
  expect(waits(late, { window })).toMatchObject({ until: noon + hours(12) });
});

describe('After a failed deletion', () => {
  const failing = (times: number) =>
    Array.from({ length: times }).reduce<SweptEni>(
      (eni) => tagged(eni, deleteFailedTag(eni.tags, noon)),
      marked(orphan()),
    );

  test.each([
    [1, hours(1)],
    [2, hours(2)],
    [5, hours(16)],
    [12, days(7)],
    [150, days(7)],
  ])('number %d, it is tried again %d ms later', (times, wait) => {
    expect(waits(failing(times))).toEqual({ rules: ['back-off'], until: noon + wait });
    const old = { ...failing(times) };
    expect(waits(old, {}, {}, noon + wait)).toBe('due');
  });

  test('a note of it that cannot be read delays without an end', () => {
    const eni = tagged(marked(orphan()), { 'eni-warden:delete-failed': 'often' });
    expect(waits(eni)).toEqual({ rules: ['back-off'], until: undefined });
    expect(deleteFailedTag(eni.tags, noon)).toEqual({ 'eni-warden:delete-failed': '1 2026-11-23T12:00:00Z' });
  });
});

describe('The clock is not believed', () => {
  const doubt = (takenAt: number, now: number, ec2Time?: number) =>
    clockDoubt({ snapshot: snapshotOf([], { takenAt, ...(ec2Time !== undefined && { ec2Time }) }), now });

  test('where the time went backwards, stood still for too long, or is not that of EC2', () => {
    expect(doubt(noon, noon - 1)).toMatch(/backwards/);
    expect(doubt(noon, noon + 900_001)).toMatch(/old/);
    expect(doubt(noon, noon, noon - days(7))).toMatch(/EC2's/);
    expect(doubt(noon, noon, noon + 300_001)).toMatch(/EC2's/);
    expect(doubt(Number.NaN, noon)).toBeDefined();
    expect(doubt(noon, noon, Number.NaN)).toBeDefined();
  });

  test('and is where all agree', () => {
    expect(doubt(noon, noon)).toBeUndefined();
    expect(doubt(noon, noon + 900_000, noon - 300_000)).toBeUndefined();
  });
});
