import { cleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { detachTags } from '../../../domain/cleanup/mark.ts';
import { planCleanup } from '../../../domain/cleanup/plan-cleanup.ts';
import { concernsCleanup, type SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { days, deleting, hours, marked, noon, orphan, snapshotOf, tagged } from './orphan.ts';

const attached = { status: 'in-use', attachment: { status: 'attached', instanceId: 'i-1' } };
const ids = (entries: readonly { readonly eni: SweptEni }[]) => entries.map(({ eni }) => eni.id);

function classesOf(
  enis: readonly SweptEni[],
  policy = deleting(),
  snapshot: Partial<CleanupSnapshot> = {},
  now = noon,
) {
  const plan = planCleanup(snapshotOf(enis, { takenAt: now, ...snapshot }), policy, now);
  const { spared, quarantine, waiting, release } = plan;
  const classes = { spared, quarantine, waiting, release, delete: plan.delete };
  return Object.fromEntries(
    Object.entries(classes).flatMap(([name, entries]) =>
      entries.length === 0 ? [] : [[name, ids(entries)]],
    ),
  );
}

const oneOfEach = [
  orphan('eni-kept', { tags: { 'eni-warden:keep': 'mine' } }),
  orphan('eni-new'),
  marked(orphan('eni-young'), noon - days(1)),
  { ...marked(orphan('eni-alive')), ...attached },
  marked(orphan('eni-old')),
];

describe('A sweep', () => {
  test('puts each ENI where it belongs', () => {
    expect(classesOf(oneOfEach)).toEqual({
      spared: ['eni-kept'],
      quarantine: ['eni-new'],
      waiting: ['eni-young'],
      release: ['eni-alive'],
      delete: ['eni-old'],
    });
  });

  test('that only quarantines deletes nothing', () => {
    expect(classesOf(oneOfEach, cleanupPolicy({ mode: 'quarantine' }))).toEqual({
      spared: ['eni-kept'],
      quarantine: ['eni-new'],
      waiting: ['eni-old', 'eni-young'],
      release: ['eni-alive'],
    });
  });

  test('that only observes, which is the default, does nothing', () => {
    expect(classesOf(oneOfEach, cleanupPolicy())).toEqual({
      spared: ['eni-alive', 'eni-kept'],
      waiting: ['eni-old', 'eni-young', 'eni-new'],
    });
  });

  test('that could not read everything neither marks nor deletes, and says so', () => {
    const unread = ['DescribeRouteTables: UnauthorizedOperation'];
    expect(classesOf(oneOfEach, deleting(), { unread })).toEqual({
      spared: ['eni-kept'],
      waiting: ['eni-old', 'eni-young', 'eni-new'],
      release: ['eni-alive'],
    });
    expect(planCleanup(snapshotOf(oneOfEach, { unread }), deleting(), noon).bars).toMatchObject([
      { name: 'incomplete', because: expect.stringContaining('DescribeRouteTables') },
    ]);
  });

  test('whose clock is not that of EC2 neither marks nor deletes', () => {
    const ahead = { ec2Time: noon - days(8) };
    expect(classesOf([orphan('eni-new'), marked(orphan('eni-2'))], deleting(), ahead)).toEqual({
      waiting: ['eni-2', 'eni-new'],
    });
  });

  test('says why the ENI that waits does so, and until when', () => {
    const plan = planCleanup(snapshotOf([marked(orphan(), noon - days(1))]), deleting(), noon);
    expect(plan.waiting).toMatchObject([
      { stage: 'marked', until: noon + days(6), because: expect.stringContaining('2026-11-29T12:00:00Z') },
    ]);
  });

  test('says when the ENI that it marks may go', () => {
    const eni = tagged(orphan(), detachTags(orphan(), noon - hours(5)));
    const plan = planCleanup(snapshotOf([eni]), deleting(), noon);
    expect(plan.quarantine).toMatchObject([
      { until: noon + days(7) - hours(5), tags: { 'eni-warden:unattached-since': '2026-11-23T07:00:00Z' } },
    ]);
  });

  test('marks by the faster of two clocks, so that the grace is never the shorter for it', () => {
    const since = (ec2Time: number) =>
      planCleanup(snapshotOf([orphan()], { ec2Time }), deleting(), noon).quarantine[0]?.tags;
    expect(since(noon + 240_000)).toMatchObject({ 'eni-warden:unattached-since': '2026-11-23T12:04:00Z' });
    expect(since(noon - 240_000)).toMatchObject({ 'eni-warden:unattached-since': '2026-11-23T12:00:00Z' });
  });

  test('takes an ENI that is listed twice for what is furthest from a deletion', () => {
    const old = marked(orphan('eni-1'));
    expect(classesOf([old, old])).toEqual({ delete: ['eni-1'] });
    expect(classesOf([old, { ...old, ...attached }])).toEqual({ release: ['eni-1'] });
    expect(classesOf([{ ...old, ...attached }, old])).toEqual({ release: ['eni-1'] });
    expect(classesOf([old, orphan('eni-1')])).toEqual({ quarantine: ['eni-1'] });
  });
});

describe('A marked ENI that is kept after all', () => {
  const old = marked(orphan());

  test('loses every tag of its mark, so that its grace begins anew', () => {
    const eni = tagged(old, {
      'eni-warden:hold': 'look',
      'eni-warden:delete-failed': '1 2026-11-22T12:00:00Z',
    });
    const plan = planCleanup(snapshotOf([eni]), deleting(), noon);
    expect(plan.release.map(({ tagKeys }) => tagKeys)).toEqual([
      ['eni-warden:unattached-since', 'eni-warden:unattached-seen', 'eni-warden:delete-failed'],
    ]);
  });

  test('is not touched where it belongs to another account', () => {
    expect(classesOf([{ ...old, ownerId: '999999999999' }])).toEqual({ spared: ['eni-1'] });
  });
});

describe('The grace', () => {
  test('never counts what was before an attachment', () => {
    const old = marked(orphan());
    const away = planCleanup(snapshotOf([{ ...old, ...attached }]), deleting(), noon);
    const released = {
      ...old,
      tags: Object.fromEntries(
        Object.entries(old.tags).filter(([key]) => !away.release[0]?.tagKeys.includes(key)),
      ),
    };
    expect(classesOf([released])).toEqual({ quarantine: ['eni-1'] });
  });

  test('begins anew where an event tells of a later detach', () => {
    const eni = marked(orphan());
    expect(classesOf([tagged(eni, detachTags(eni, noon - hours(1)))])).toEqual({ quarantine: ['eni-1'] });
  });

  test('goes from the mark to the deletion through hourly sweeps', () => {
    let eni = orphan();
    const seen: string[] = [];
    for (let now = noon; seen.at(-1) !== 'delete' && seen.length < 200; now += hours(1)) {
      const plan = planCleanup(snapshotOf([eni], { takenAt: now }), deleting(), now);
      seen.push(plan.delete.length === 1 ? 'delete' : plan.quarantine.length === 1 ? 'mark' : 'wait');
      eni = tagged(eni, plan.quarantine[0]?.tags ?? {});
    }
    expect(seen).toEqual(['mark', ...Array.from({ length: 167 }, () => 'wait'), 'delete']);
  });
});

test('the sweep looks at all but what is firmly attached and without a mark', () => {
  const looksAt = (eni: SweptEni) => concernsCleanup(eni);
  expect(looksAt({ ...orphan(), ...attached })).toBe(false);
  expect(looksAt(orphan())).toBe(true);
  expect(looksAt({ ...marked(orphan()), ...attached })).toBe(true);
  expect(looksAt({ ...orphan(), ...attached, attachment: { status: 'detaching' } })).toBe(true);
  expect(looksAt({ ...orphan(), status: 'in-use' })).toBe(true);
  expect(looksAt({ ...orphan(), ...attached, status: 'available' })).toBe(true);
});
