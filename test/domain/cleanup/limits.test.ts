import { type CleanupOutcome, trippedBecause } from '../../../domain/cleanup/cleanup-outcome.ts';
import { cleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { planCleanup } from '../../../domain/cleanup/plan-cleanup.ts';
import { days, deleting, hours, marked, noon, orphan, snapshotOf } from './orphan.ts';

/** Due ENIs, the first of which has been unattached the longest. */
const due = (count: number, vpcId = 'vpc-1') =>
  Array.from({ length: count }, (_, index) =>
    marked(orphan(`eni-${vpcId}-${String(999 - index)}`, { vpcId }), noon - days(30) + index * hours(1)),
  );
const plan = (enis = due(30), policy = deleting(), differences: Partial<CleanupSnapshot> = {}) =>
  planCleanup(snapshotOf(enis, differences), policy, noon);

describe('The caps', () => {
  test('let 25 go in a sweep, the longest unattached first, and the others wait', () => {
    const { delete: deletions, waiting, bars } = plan();
    expect(deletions.map(({ eni }) => eni.id)).toEqual(due(25).map(({ id }) => id));
    expect(waiting.map(({ stage }) => stage)).toEqual(['due', 'due', 'due', 'due', 'due']);
    expect(bars).toEqual([]);
  });

  test('let a tenth of the account be due, and nothing go where it is one more', () => {
    expect(plan(due(10), deleting(), { eniCount: 100 }).delete).toHaveLength(10);
    const over = plan(due(11), deleting(), { eniCount: 100 });
    expect(over.delete).toEqual([]);
    expect(over.waiting).toHaveLength(11);
    expect(over.bars).toMatchObject([
      { name: 'account-share', because: expect.stringMatching(/11 of .* 100 .* 10 %/) },
    ]);
  });

  test('count no ENI that is not due', () => {
    const young = Array.from({ length: 50 }, (_, index) =>
      marked(orphan(`eni-young-${index}`), noon - days(1)),
    );
    expect(plan([...due(10), ...young], deleting(), { eniCount: 100 }).delete).toHaveLength(10);
  });

  test('let nothing go in a VPC of which more than a half is due, and the rest go elsewhere', () => {
    const vpcs = {
      eniCountByVpc: new Map([
        ['vpc-1', 1_000],
        ['vpc-2', 19],
      ]),
    };
    const both = plan([...due(3), ...due(10, 'vpc-2')], deleting(), vpcs);
    expect(both.delete.map(({ eni }) => eni.vpcId)).toEqual(['vpc-1', 'vpc-1', 'vpc-1']);
    expect(both.bars).toMatchObject([{ name: 'vpc-share vpc-2' }]);
    const half = { eniCountByVpc: new Map([['vpc-2', 20]]) };
    expect(plan(due(10, 'vpc-2'), deleting(), half).delete).toHaveLength(10);
  });

  test('let a small VPC go as a whole', () => {
    const vpcs = { eniCountByVpc: new Map([['vpc-2', 9]]) };
    expect(plan(due(9, 'vpc-2'), deleting(), vpcs).delete).toHaveLength(9);
  });

  test('alarm nobody where nothing would be deleted anyhow', () => {
    expect(plan(due(500), cleanupPolicy({ mode: 'quarantine' })).bars).toEqual([]);
  });
});

describe('The policy', () => {
  test('observes unless it is told more', () => {
    expect(cleanupPolicy()).toMatchObject({ mode: 'observe', graceMs: days(7), deletionsMax: 25 });
  });

  test.each([
    [{ graceMs: days(1) - 1 }],
    [{ graceMs: Number.NaN }],
    [{ graceMs: Number.POSITIVE_INFINITY }],
    [{ deletionsMax: -1 }],
    [{ deletionsMax: 2.5 }],
    [{ accountShareMax: 1.5 }],
    [{ accountShareMax: Number.NaN }],
    [{ vpcShareMax: -0.1 }],
    [{ vpcDueMin: 0 }],
    [{ racesMax: 0 }],
    [{ mode: 'on' as 'delete' }],
    [{ interfaceTypes: new Set(['trunk' as 'efa']) }],
    [{ window: { weekdays: new Set<number>(), fromMs: 0, toMs: 1 } }],
    [{ window: { weekdays: new Set([7]), fromMs: 0, toMs: 1 } }],
    [{ window: { weekdays: new Set([1]), fromMs: 1, toMs: 1 } }],
  ])('refuses %j', (differences) => {
    expect(() => cleanupPolicy(differences)).toThrow(RangeError);
  });

  test('names everything that is wrong with it, and takes what is just right', () => {
    expect(() => cleanupPolicy({ graceMs: 0, racesMax: 0 })).toThrow(/graceMs.*racesMax/);
    expect(cleanupPolicy({ graceMs: days(1) }).graceMs).toBe(days(1));
  });
});

test('a burst of lost races stops the deletions, and other trouble does not', () => {
  const outcome = (result: CleanupOutcome['result'], action: CleanupOutcome['action'] = 'delete') => ({
    eniId: 'eni-1',
    action,
    result,
    because: '',
  });
  const races = [outcome('raced'), outcome('raced')];
  expect(trippedBecause([...races, outcome('raced')], deleting())).toMatch(/3 ENIs/);
  expect(trippedBecause([...races, outcome('failed'), outcome('raced', 'mark')], deleting())).toBeUndefined();
});
