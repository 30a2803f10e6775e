import { type Alert, textOf } from '../../../domain/alert.ts';
import type { CleanupOutcome, CleanupResult } from '../../../domain/cleanup/cleanup-outcome.ts';
import { type CleanupPolicy, cleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { digestOf } from '../../../domain/cleanup/digest.ts';
import { planCleanup } from '../../../domain/cleanup/plan-cleanup.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { days, deleting, marked, noon, orphan, snapshotOf } from './orphan.ts';

const planned = (
  enis: readonly SweptEni[],
  policy = deleting(),
  differences: Partial<CleanupSnapshot> = {},
) => planCleanup(snapshotOf(enis, differences), policy, noon);

/** What people are told where each action of a plan had the result that is given for its ENI, or was done. */
function digest(
  enis: readonly SweptEni[],
  results: Readonly<Record<string, CleanupResult>> = {},
  policy: CleanupPolicy = deleting(),
  differences: Partial<CleanupSnapshot> = {},
): Alert | undefined {
  const plan = planned(enis, policy, differences);
  const outcome = (action: CleanupOutcome['action'], eniId: string): CleanupOutcome => ({
    eniId,
    action,
    result: results[eniId] ?? 'done',
    because: results[eniId] === undefined ? '' : `it ${results[eniId]}`,
    ...(action === 'delete' && !eniId.endsWith('0') && { manifestKey: `manifests/${eniId}.json` }),
  });
  const outcomes = [
    ...plan.quarantine.map(({ eni }) => outcome('mark', eni.id)),
    ...plan.release.map(({ eni }) => outcome('release', eni.id)),
    ...plan.delete.map(({ eni }) => outcome('delete', eni.id)),
  ];
  return digestOf(plan, outcomes, policy);
}

const mail = (alert: Alert | undefined): string => (alert === undefined ? '' : `\n${textOf(alert)}`);
const old = (id: string, differences: Parameters<typeof orphan>[1] = {}) =>
  marked(orphan(id, differences), noon - days(9));
const kept = (id: string, ...tags: readonly string[]) =>
  orphan(id, { tags: Object.fromEntries(tags.map((key) => [key, 'x'])) });

describe('The digest of a sweep reads as a whole', () => {
  const troubled = [
    old('eni-10', { subnetId: 'subnet-2', privateIpv4Addresses: [{ address: '10.0.2.9', primary: true }] }),
    old('eni-11'),
    old('eni-12', { privateIpv4Addresses: [{ address: '10.0.0.10', primary: true }] }),
    old('eni-13'),
    old('eni-14'),
    old('eni-15'),
    old('eni-16'),
    orphan('eni-20'),
    marked(orphan('eni-21'), noon - days(6)),
    marked(orphan('eni-22'), noon - days(6) + 1_000),
    { ...old('eni-23'), status: 'in-use' },
    kept('eni-30', 'eni-warden:hold'),
    kept('eni-31', 'eni-warden:hold'),
    kept('eni-32', 'aws:x'),
    kept('eni-33', 'eni-warden:keep'),
  ];
  const results = { 'eni-13': 'raced', 'eni-14': 'raced', 'eni-15': 'raced', 'eni-16': 'failed' } as const;

  test('where much went wrong', () => {
    expect(mail(digest(troubled, results))).toBe(`
cleanup: 3 ENIs were used again just before they were to be deleted, so nothing more is deleted until the next sweep, 3 deleted, 1 marked, 1 released, 1 going within a day, 3 used again at the last moment, 1 failed [warning]
Runbook: docs/runbook.md#cleanup-digest

What stands in the way
  3 ENIs were used again just before they were to be deleted, so nothing more is deleted until the next sweep. Find out what brought them to life; the next sweep looks at everything anew.

Deleted
  eni-10 (10.0.2.9), unattached since 2026-11-14T12:00:00Z
  eni-11 (10.0.0.9), unattached since 2026-11-14T12:00:00Z; back with: npm run restore -- manifests/eni-11.json
  eni-12 (10.0.0.10), unattached since 2026-11-14T12:00:00Z; back with: npm run restore -- manifests/eni-12.json

What came free
  subnet-1: 2 addresses (10.0.0.9, 10.0.0.10)
  subnet-2: 1 address (10.0.2.9)

Not done
  eni-16, delete: it failed
  eni-13, delete: it raced
  eni-14, delete: it raced
  eni-15, delete: it raced

Goes within a day
  eni-21 (10.0.0.9) at 2026-11-24T12:00:00Z: its grace period lasts until 2026-11-24T12:00:00Z

Marked
  eni-20 (10.0.0.9) goes on 2026-11-30T12:00:00Z: it is seen unattached for the first time

Released
  eni-23 (10.0.0.9): its status is in-use, not available

Spared, by rule
  2 held
  1 keep-tag
  1 other-controller

What to do
  To keep an ENI: aws ec2 create-tags --resources eni-…
    --tags 'Key=eni-warden:keep,Value=<a reason, or a date such as 2027-01-31>'
  To bring one back with its addresses: npm run restore -- <its key above>
`);
  });

  test('and has the same for machines', () => {
    expect(digest(troubled, results)).toMatchObject({
      kind: 'cleanup-digest',
      severity: 'warning',
      calm: true,
      data: {
        mode: 'delete',
        counts: {
          deleted: 3,
          marked: 1,
          'would be marked': 0,
          released: 1,
          'due, but not deleted': 0,
          'going within a day': 1,
          'used again at the last moment': 3,
          failed: 1,
          spared: 4,
          waiting: 2,
        },
        bars: [{ name: 'races', because: expect.stringMatching(/^3 ENIs were used again/) }],
        deleted: [
          { eniId: 'eni-10', manifestKey: undefined },
          { eniId: 'eni-11', manifestKey: 'manifests/eni-11.json' },
          { eniId: 'eni-12', manifestKey: 'manifests/eni-12.json' },
        ],
        marked: ['eni-20'],
        released: ['eni-23'],
        failed: [{ eniId: 'eni-16', action: 'delete', because: 'it failed' }],
      },
    });
  });

  test('where the mode deletes nothing', () => {
    expect(mail(digest([old('eni-1'), orphan('eni-2')], {}, cleanupPolicy({ mode: 'quarantine' })))).toBe(
      `
cleanup (quarantine): 1 marked, 1 due, but not deleted [info]
Runbook: docs/runbook.md#cleanup-digest

Due, but not deleted
  eni-1 (10.0.0.9): it is due, but the mode is quarantine

Marked
  eni-2 (10.0.0.9) goes on 2026-11-30T12:00:00Z: it is seen unattached for the first time

What to do
  To keep an ENI: aws ec2 create-tags --resources eni-…
    --tags 'Key=eni-warden:keep,Value=<a reason, or a date such as 2027-01-31>'
`,
    );
  });

  test('where the account could not be read whole', () => {
    const unread = ['DescribeAddresses was denied', 'DescribeRouteTables was denied'];
    expect(mail(digest([old('eni-1'), orphan('eni-2')], {}, deleting(), { unread }))).toBe(`
cleanup: the account could not be read whole: DescribeAddresses was denied; DescribeRouteTables was denied, 1 due, but not deleted [warning]
Runbook: docs/runbook.md#cleanup-digest

What stands in the way
  the account could not be read whole: DescribeAddresses was denied; DescribeRouteTables was denied. Give the cleanup function the permission that it lacks, or wait for the next sweep.

Due, but not deleted
  eni-1 (10.0.0.9): the account could not be read whole: DescribeAddresses was denied; DescribeRouteTables was denied

What to do
  To keep an ENI: aws ec2 create-tags --resources eni-…
    --tags 'Key=eni-warden:keep,Value=<a reason, or a date such as 2027-01-31>'
`);
  });

  test('where the clock is in doubt', () => {
    expect(digest([old('eni-1')], {}, deleting(), { ec2Time: noon - days(1) })?.data.bars).toEqual([
      { name: 'clock', because: "our clock says 2026-11-23T12:00:00Z and EC2's says 2026-11-22T12:00:00Z" },
    ]);
    expect(mail(digest([old('eni-1')], {}, deleting(), { ec2Time: Number.NaN }))).toContain(
      "EC2's time cannot be read. Nothing, unless it is said again at the next sweep.",
    );
  });

  test('where more are due than the caps allow', () => {
    const many = Array.from({ length: 14 }, (_, at) => old(`eni-${at + 101}`));
    const few = digest(many, {}, deleting({ deletionsMax: 1 }));
    expect(few?.summary).toBe('cleanup: 1 deleted, 13 due, but not deleted');
    expect(mail(few)).toContain(
      '\n  eni-102 (10.0.0.9): at most 1 are deleted in one sweep, the longest unattached first\n',
    );
    expect(mail(few)).toContain('\n  … and 1 more\n');
    const account = mail(digest(many, {}, deleting(), { eniCount: 100 }));
    expect(account).toContain(
      "14 of the account's 100 ENIs are due, more than 10 %, so none is deleted. See whether they are all forgotten; if so, raise the share for a while, or delete some by hand.",
    );
    const vpc = mail(digest(many, {}, deleting(), { eniCountByVpc: new Map([['vpc-1', 20]]) }));
    expect(vpc).toContain(
      '14 of the 20 ENIs of vpc-1 are due, more than 50 %, so none of them is deleted. See whether vpc-1 is out of use as a whole; if so, raise the share for a while.',
    );
  });

  test('and names a dozen of a kind before it counts the rest', () => {
    const told = (count: number) =>
      mail(digest(Array.from({ length: count }, (_, at) => orphan(`eni-${at + 101}`))));
    expect(told(12)).not.toContain('more\n');
    expect(told(13)).toContain('… and 1 more\n');
  });

  const told = (enis: readonly SweptEni[], results = {}) => digest(enis, results)?.fingerprint;
  test('and is news where another ENI fails, races or is released, or the same one fails otherwise', () => {
    const [one, two] = [old('eni-1'), old('eni-2')];
    expect(told([one, two], { 'eni-1': 'failed' })).not.toBe(told([one, two], { 'eni-2': 'failed' }));
    expect(told([one], { 'eni-1': 'raced' })).not.toBe(told([two], { 'eni-2': 'raced' }));
    expect(told([{ ...one, status: 'in-use' }])).not.toBe(told([{ ...two, status: 'in-use' }]));
    const fails = (eni: SweptEni) => told([eni], { 'eni-1': 'failed' });
    expect(fails(one)).not.toBe(fails(orphan('eni-1')));
    expect(fails(one)).toBe(fails(old('eni-1')));
  });
});
