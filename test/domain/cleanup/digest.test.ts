import { type Alert, subjectOf, textOf } from '../../../domain/alert.ts';
import type { CleanupOutcome } from '../../../domain/cleanup/cleanup-outcome.ts';
import type { CleanupPlan } from '../../../domain/cleanup/cleanup-plan.ts';
import { type CleanupPolicy, cleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import { digestOf } from '../../../domain/cleanup/digest.ts';
import { planCleanup } from '../../../domain/cleanup/plan-cleanup.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { days, deleting, hours, marked, noon, orphan, snapshotOf } from './orphan.ts';

const attached = { status: 'in-use', attachment: { status: 'attached', instanceId: 'i-1' } };
const keyOf = (id: string) => `manifests/${id}/2026-11-23T12:00:00Z.json`;

/** As if all that was planned had been done, unless told otherwise. */
function allDone(plan: CleanupPlan): readonly CleanupOutcome[] {
  const done = (action: CleanupOutcome['action']) => (entry: { readonly eni: SweptEni }) => ({
    eniId: entry.eni.id,
    action,
    result: 'done' as const,
    because: '',
    ...(action === 'delete' && { manifestKey: keyOf(entry.eni.id) }),
  });
  return [
    ...plan.quarantine.map(done('mark')),
    ...plan.release.map(done('release')),
    ...plan.delete.map(done('delete')),
  ];
}

function digest(
  enis: readonly SweptEni[],
  policy: CleanupPolicy = deleting(),
  now = noon,
  became: (outcomes: readonly CleanupOutcome[]) => readonly CleanupOutcome[] = (outcomes) => outcomes,
): Alert | undefined {
  const plan = planCleanup(snapshotOf(enis, { takenAt: now }), policy, now);
  return digestOf(plan, became(allDone(plan)), policy);
}

function text(alert: Alert | undefined): string {
  return alert === undefined ? '' : textOf(alert);
}

describe('The digest', () => {
  test('of a whole sweep can be read at a glance', () => {
    const alert = digest([
      orphan('eni-kept', { tags: { 'eni-warden:keep': 'mine' } }),
      orphan('eni-new'),
      marked(orphan('eni-soon'), noon - days(6.5)),
      { ...marked(orphan('eni-alive')), ...attached },
      marked(orphan('eni-old')),
    ]);
    expect(alert).toMatchObject({ kind: 'cleanup-digest', severity: 'info', calm: true });
    expect(text(alert)).toBe(
      [
        'cleanup: 1 deleted, 1 marked, 1 released, 1 going within a day [info]',
        'Runbook: docs/runbook.md#cleanup-digest',
        '',
        'Deleted',
        `  eni-old (10.0.0.9), unattached since 2026-11-15T12:00:00Z; back with: npm run restore -- ${keyOf('eni-old')}`,
        '',
        'What came free',
        '  subnet-1: 1 address (10.0.0.9)',
        '',
        'Goes within a day',
        '  eni-soon (10.0.0.9) at 2026-11-24T00:00:00Z: its grace period lasts until 2026-11-24T00:00:00Z',
        '',
        'Marked',
        '  eni-new (10.0.0.9) goes on 2026-11-30T12:00:00Z: it is seen unattached for the first time',
        '',
        'Released',
        '  eni-alive (10.0.0.9): its status is in-use, not available; it is attached to i-1 (attached)',
        '',
        'Spared, by rule',
        '  1 keep-tag',
        '',
        'What to do',
        '  To keep an ENI: aws ec2 create-tags --resources eni-…',
        "    --tags 'Key=eni-warden:keep,Value=<a reason, or a date such as 2027-01-31>'",
        '  To bring one back with its addresses: npm run restore -- <its key above>',
        '',
      ].join('\n'),
    );
  });

  test('says nothing where there is nothing to say', () => {
    expect(digest([])).toBeUndefined();
    expect(digest([orphan('eni-1', { tags: { 'eni-warden:keep': 'mine' } })])).toBeUndefined();
    expect(digest([marked(orphan(), noon - days(1))])).toBeUndefined();
  });

  test('says in observe what would be marked', () => {
    const alert = digest([orphan('eni-new')], cleanupPolicy());
    expect(alert?.summary).toBe('cleanup (observe): 1 would be marked');
    expect(text(alert)).toContain('Would be marked\n  eni-new (10.0.0.9)\n');
  });

  test('warns of what went wrong, and of what stands in the way', () => {
    const failing = digest([marked(orphan('eni-old'))], deleting(), noon, ([first]) =>
      first === undefined ? [] : [{ ...first, result: 'failed', because: 'OperationNotPermitted' }],
    );
    expect(failing).toMatchObject({ severity: 'warning', summary: 'cleanup: 1 failed' });
    expect(text(failing)).toContain('eni-old, delete: OperationNotPermitted');

    const many = Array.from({ length: 101 }, (_, index) => marked(orphan(`eni-${index}`)));
    expect(digest(many)).toMatchObject({
      severity: 'warning',
      summary: expect.stringMatching(/^cleanup: 101 of the account's 1000 ENIs are due/),
    });
    const raced = digest(many.slice(0, 5), deleting(), noon, (outcomes) =>
      outcomes.map((outcome) => ({ ...outcome, result: 'raced' as const })),
    );
    expect(raced).toMatchObject({
      severity: 'warning',
      summary: expect.stringContaining('5 ENIs were used again'),
    });
  });

  test('is short, whatever the size of the account and of its words', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => {
      const tags = {
        Name: 'x'.repeat(256),
        'eni-warden:keep': index % 3 === 0 ? 'y'.repeat(256) : '2026-01-01',
      };
      const eni = orphan(`eni-0123456789abcdef${index}`, { tags });
      return index % 2 === 0 ? eni : { ...marked(eni), ...(index % 4 === 1 && attached) };
    });
    for (const policy of [
      deleting({ accountShareMax: 1, vpcShareMax: 1, deletionsMax: 1_000 }),
      cleanupPolicy(),
    ]) {
      const alert = digest(many, policy);
      expect(text(alert).length).toBeLessThan(20_000);
      expect(JSON.stringify(alert?.data).length).toBeLessThan(16_000);
      expect(alert === undefined ? '' : subjectOf(alert)).toMatch(/^\[ENI Warden\] cleanup/);
    }
  });
});

describe('A sweep without news', () => {
  const same = (a: Alert | undefined, b: Alert | undefined) => {
    expect(a).toBeDefined();
    return a?.fingerprint === b?.fingerprint;
  };

  test('has the fingerprint of the one before, though the hour has changed', () => {
    const later = noon + hours(1);
    const soon = [marked(orphan('eni-soon'), noon - days(6.5))];
    expect(same(digest(soon), digest(soon, deleting(), later))).toBe(true);
    const news = [orphan('eni-1'), orphan('eni-2')];
    expect(same(digest(news, cleanupPolicy()), digest(news.toReversed(), cleanupPolicy(), later))).toBe(true);
    const many = Array.from({ length: 102 }, (_, index) => marked(orphan(`eni-${index}`), noon - days(9)));
    expect(same(digest(many), digest(many, deleting(), later))).toBe(true);
  });

  test('is another one where something was added', () => {
    const policy = cleanupPolicy();
    expect(same(digest([orphan('eni-1')], policy), digest([orphan('eni-1'), orphan('eni-2')], policy))).toBe(
      false,
    );
    expect(same(digest([marked(orphan('eni-1'))]), digest([marked(orphan('eni-2'))]))).toBe(false);
    expect(same(digest([orphan('eni-1')]), digest([orphan('eni-1')], deleting(), noon + hours(1)))).toBe(
      false,
    );
  });
});
