import { claimsOf, indexClaims } from '../../../domain/cleanup/address-claims.ts';
import { cleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { judgeEni, oneEach } from '../../../domain/cleanup/eni-verdict.ts';
import { planCleanup, prepareSweep } from '../../../domain/cleanup/plan-cleanup.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { days, deleting, marked, noon, orphan, snapshotOf, tagged } from './orphan.ts';

const planned = (
  enis: readonly SweptEni[],
  policy = deleting(),
  differences: Partial<CleanupSnapshot> = {},
) => planCleanup(snapshotOf(enis, differences), policy, noon);

const old = (id: string, differences: Parameters<typeof orphan>[1] = {}) =>
  marked(orphan(id, differences), noon - days(9));
const kept = (id: string, ...tags: readonly string[]) =>
  orphan(id, { tags: Object.fromEntries(tags.map((key) => [key, 'x'])) });

describe('What waits is told in the order in which it is due', () => {
  test('the due first, then by their ends, those without one last, then by id', () => {
    const enis = [
      marked(orphan('eni-5'), noon - days(3)),
      marked(orphan('eni-4'), noon - days(5)),
      tagged(old('eni-1'), { 'eni-warden:delete-failed': 'often' }),
      marked(orphan('eni-3'), noon - days(5)),
      old('eni-9'),
    ];
    const { waiting } = planned(enis, cleanupPolicy({ mode: 'quarantine' }));
    expect(waiting.map(({ eni, stage }) => `${eni.id} ${stage}`)).toEqual([
      'eni-9 due',
      'eni-3 marked',
      'eni-4 marked',
      'eni-5 marked',
      'eni-1 marked',
    ]);
    expect(waiting[0]?.because).toBe('it is due, but the mode is quarantine');
    expect(waiting[1]).toMatchObject({ until: noon + days(2), unattachedSince: noon - days(5) });
    expect(waiting[4]).not.toHaveProperty('until');
    expect(waiting[4]?.because).toBe('the note of its failed deletions is no count and time');
  });

  test('and what is not marked last, with the reason', () => {
    const observed = planned([orphan('eni-2'), marked(orphan('eni-3'), noon - days(3))], cleanupPolicy());
    expect(observed.waiting.map(({ eni, stage }) => `${eni.id} ${stage}`)).toEqual([
      'eni-3 marked',
      'eni-2 unmarked',
    ]);
    expect(observed.waiting[1]?.because).toBe('it would be marked, but the mode is observe');
    const barred = planned([orphan('eni-2')], deleting(), { unread: ['DescribeAddresses'] });
    expect(barred.waiting[0]?.because).toBe('the account could not be read whole: DescribeAddresses');
  });

  test('a deletion says since when', () => {
    expect(planned([old('eni-1')]).delete[0]?.because).toBe(
      'unattached since 2026-11-14T12:00:00Z, and unchanged since 2026-11-14T12:00:00Z',
    );
  });
});

describe('Of two listings of one ENI', () => {
  const listed = (eni: SweptEni) => ({
    eni,
    verdict: judgeEni(eni, prepareSweep(snapshotOf([eni]), deleting(), noon)),
  });
  const [due, waits, fresh, keeps] = [
    listed(old('eni-1')),
    listed(marked(orphan('eni-1'), noon - days(2))),
    listed(orphan('eni-1')),
    listed(kept('eni-1', 'eni-warden:keep')),
  ] as const;

  test.each([
    [keeps, fresh],
    [keeps, due],
    [fresh, waits],
    [fresh, due],
    [waits, due],
  ])('the one that is further from a deletion counts', (further, nearer) => {
    expect(oneEach([further, nearer])).toEqual([further]);
    expect(oneEach([nearer, further])).toEqual([further]);
  });

  test('the same one counts whatever their order, where both are as far', () => {
    const other = listed(orphan('eni-1', { description: 'another' }));
    expect(oneEach([fresh, other])).toEqual(oneEach([other, fresh]));
  });
});

describe('What an ENI or an instance claims by its tag', () => {
  const claimed = (value: string, vpcId?: string) => claimsOf({ 'eni-warden:address': value }, 'i-1', vpcId);
  test('is each address, in its VPC', () => {
    expect(claimed('10.0.0.9 vip 10.0.0.10', 'vpc-1')).toEqual([
      { cidr: '10.0.0.9', by: 'i-1', vpcId: 'vpc-1' },
      { cidr: '10.0.0.10', by: 'i-1', vpcId: 'vpc-1' },
    ]);
    expect(claimed('10.0.0.9')).toEqual([{ cidr: '10.0.0.9', by: 'i-1' }]);
  });

  test('is what the tag says, where that cannot be read, and nothing without it', () => {
    expect(claimed('soon', 'vpc-1')).toEqual([{ cidr: 'soon', by: 'i-1', vpcId: 'vpc-1' }]);
    expect(claimsOf({}, 'i-1', 'vpc-1')).toEqual([]);
  });

  test('is told by the first of several in the order of their names', () => {
    const claims = ['i-2', 'i-1', 'i-3'].map((by) => ({ cidr: '10.0.0.9', by }));
    expect(indexClaims(claims)(orphan())?.by).toBe('i-1');
    const unclear = ['i-2', 'i-1'].map((by) => ({ cidr: 'soon', by }));
    expect(indexClaims(unclear)(orphan())?.by).toBe('i-1');
    expect(indexClaims(unclear)(orphan('eni-1', { privateIpv4Addresses: [] }))).toBeUndefined();
  });
});
