import { subjectOf, textOf } from '../../../domain/alert.ts';
import { type DigestMatter, weeklyDigest } from '../../../domain/audit/audit-digest.ts';
import type { AuditState } from '../../../domain/audit/audit-state.ts';
import { liveOn } from '../../../domain/audit/live-on.ts';
import { auditFinding, auditLook } from '../../support/audit-findings.ts';
import { noon } from '../../support/audit-fleet.ts';

const day = 86_400_000;
const monday = 1;
/** The Monday after `noon`, which is one. */
const due = Date.UTC(2026, 10, 30);

const ready = { group: 'db', ready: true, standbys: [], reasons: [] };
const unready = {
  group: 'fw',
  ready: false,
  standbys: [],
  reasons: ['i-2 is stopped', 'i-3 has no free slot'],
};

const acceptances = [{ code: 'overlay-split' as const, until: noon + 30 * day, resourceId: 'rtb-1' }];
const findings = [
  auditFinding({ severity: 'critical' }),
  auditFinding({ severity: 'info', detail: 'a' }),
  auditFinding({ severity: 'info', detail: 'b' }),
  auditFinding({ code: 'overlay-split' }),
];

function stateOf(digestAt: number, ...found: typeof findings): AuditState {
  return { ...liveOn(undefined, auditLook(found, noon, { acceptances })).state, digestAt };
}

function digestOf(state: AuditState, more: Partial<DigestMatter> = {}) {
  return weeklyDigest(state, {
    readiness: [ready, unready],
    bucket: 'b',
    digestDay: monday,
    now: due,
    ...more,
  });
}

test('the digest is due when its day begins, once a week', () => {
  const told = stateOf(noon);
  expect(digestOf(told, { now: due - 1 })).toBeUndefined();
  expect(digestOf(told)).toBeDefined();
  expect(digestOf(told, { now: due + 3 * day })).toBeDefined();
  expect(digestOf(stateOf(due + 3 * day), { now: due + 7 * day - 1 })).toBeUndefined();
  expect(digestOf(stateOf(due + 3 * day), { now: due + 7 * day })).toBeDefined();
});

test.each([0, 1, 2, 3, 4, 5, 6])('weekday %i is that of the calendar', (digestDay) => {
  const firstDue = Array.from({ length: 8 }, (_, days) => Date.UTC(2026, 10, 24 + days)).find(
    (now) => digestOf(stateOf(noon), { digestDay, now }) !== undefined,
  );
  expect(new Date(firstDue ?? 0).getUTCDay()).toBe(digestDay);
});

test('it says what is open, what is accepted and which groups are ready', () => {
  const digest = digestOf(stateOf(noon, ...findings));
  if (digest === undefined) throw new Error('expected a digest');
  expect(subjectOf(digest)).toBe(
    '[ENI Warden] audit, this week: open: 1 critical, 2 info; 1 accepted; 1 of 2 groups not ready',
  );
  expect(digest.severity).toBe('info');
  const text = textOf(digest);
  expect(text).toContain('fw is not ready: i-2 is stopped; i-3 has no free slot');
  expect(text).toContain(
    'critical: The route to 10.9.0.0/16 leads nowhere. [route-blackhole], since 2026-11-23',
  );
  expect(text).toContain('until 2026-12-23, by the tag of rtb-1');
  expect(text).toContain('Only for information: 2.');
  expect(text).toContain('s3://b/audit/report.html');
});

test('it comes too where nothing is open', () => {
  const digest = digestOf(stateOf(noon), { readiness: [ready] });
  expect(digest?.summary).toBe('audit, this week: nothing open; the one group is ready');
});

test('what is not known of groups is not said to be ready', () => {
  const digest = digestOf(stateOf(noon), { readiness: undefined });
  expect(digest?.summary).toContain('not known which groups are ready');
});

test('hundreds of everything fit into one message', () => {
  const many = Array.from({ length: 500 }, (_, index) =>
    auditFinding({
      severity: index % 2 === 0 ? 'high' : 'warning',
      detail: `${index}`,
      what: 'w'.repeat(900),
    }),
  );
  const readiness = Array.from({ length: 300 }, (_, index) => ({
    ...unready,
    group: `g${index}`,
    reasons: ['r'.repeat(900)],
  }));
  const digest = digestOf(stateOf(noon, ...many), { readiness });
  const text = digest === undefined ? '' : textOf(digest);
  expect(text.length).toBeLessThan(24_000);
  expect(text).toContain('… and 476 more: 238 high, 238 warning; the report has them all');
  expect(text).toContain('… and 288 more that are not');
});
