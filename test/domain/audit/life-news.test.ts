import { type Alert, subjectOf, textOf } from '../../../domain/alert.ts';
import type { AuditFinding } from '../../../domain/audit/audit-finding.ts';
import { afterTelling } from '../../../domain/audit/audit-news.ts';
import { alertOfNews } from '../../../domain/audit/audit-news-alert.ts';
import type { AuditState } from '../../../domain/audit/audit-state.ts';
import { liveOn } from '../../../domain/audit/live-on.ts';
import { auditFinding, auditLook, firstLife } from '../../support/audit-findings.ts';
import { noon } from '../../support/audit-fleet.ts';

const hour = 3_600_000;
const bucket = 'eni-warden-bucket';

const noStandby = auditFinding({
  code: 'standby-not-ready',
  severity: 'critical',
  group: 'db',
  resources: [
    { kind: 'group', id: 'db' },
    { kind: 'network-interface', id: 'eni-7' },
  ],
  what: 'Group db cannot fail over: no standby.',
});

/** The alert of the last of the looks; people were told of all before it. */
function alertOf(...looks: readonly Parameters<typeof liveOn>[1][]): Alert | undefined {
  let state: AuditState | undefined;
  let alert: Alert | undefined;
  for (const look of looks) {
    const lived = liveOn(state, look);
    alert = alertOfNews(lived.news, lived.state, bucket);
    state = afterTelling(lived.state);
  }
  return alert;
}

function mustTell(...looks: readonly Parameters<typeof liveOn>[1][]): Alert {
  const alert = alertOf(...looks);
  if (alert === undefined) throw new Error('expected news');
  return alert;
}

const section = (alert: Alert, heading: string) =>
  alert.sections.find((each) => each.heading === heading)?.lines ?? [];

test('nothing new is no alert', () => {
  expect(alertOf(auditLook([noStandby]), auditLook([noStandby], noon + hour))).toBeUndefined();
  expect(alertOf(auditLook([]))).toBeUndefined();
});

test('the subject says the one thing that is the case', () => {
  const alert = mustTell(auditLook([noStandby]));
  expect(subjectOf(alert)).toBe('[ENI Warden] db: audit: Group db cannot fail over: no standby');
});

test('the subject of several counts them, and says the worst', () => {
  const alert = mustTell(auditLook([auditFinding(), noStandby]));
  expect(subjectOf(alert)).toBe('[ENI Warden] audit: 2 new: Group db cannot fail over: no standby');
});

test('each finding says what, why and what to do', () => {
  expect(section(mustTell(auditLook([auditFinding()])), 'What is new')).toEqual([
    'WARNING: The route to 10.9.0.0/16 leads nowhere. [route-blackhole]',
    '  why it matters: What is sent there is lost.',
    '  to mend it: aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 10.9.0.0/16',
  ]);
});

test.each([
  ['something critical is new', [auditLook([noStandby])], 'critical'],
  ['something high is new', [auditLook([auditFinding({ severity: 'high' })])], 'warning'],
  ['something is a warning', [auditLook([auditFinding()])], 'warning'],
  [
    'something became critical',
    [auditLook([auditFinding()]), auditLook([auditFinding({ severity: 'critical' })], noon + hour)],
    'critical',
  ],
  ['something critical is resolved', [auditLook([noStandby]), auditLook([], noon + hour)], 'info'],
])('when %s, it is as urgent as that', (_what, looks, severity) => {
  expect(mustTell(...looks).severity).toBe(severity);
});

test('what is resolved says since when it was known, and what is left', () => {
  const alert = mustTell(auditLook([noStandby, auditFinding()]), auditLook([auditFinding()], noon + hour));
  expect(alert).toMatchObject({ group: 'db', severity: 'info' });
  expect(alert.summary).toBe('audit: 1 resolved: No standby can take over (group db, eni-7)');
  expect(section(alert, 'Resolved')).toEqual([
    'No standby can take over (group db, eni-7); was known since 2026-11-23T12:00:00Z',
  ]);
  expect(textOf(alert)).toContain('Open now: 1 warning.');
});

test('what became worse says what it was', () => {
  const alert = mustTell(
    auditLook([auditFinding()]),
    auditLook([auditFinding({ severity: 'high' })], noon + hour),
  );
  expect(section(alert, 'Worse than before')).toContain(
    '  it was: warning, and is known since 2026-11-23T12:00:00Z',
  );
});

test('what was accepted says until which day and by whose tag', () => {
  const until = Date.UTC(2026, 11, 25);
  const acceptances = [{ code: 'route-blackhole' as const, until, resourceId: 'eni-1' }];
  const alert = mustTell(
    auditLook([auditFinding()]),
    auditLook([auditFinding()], noon + hour, { acceptances }),
  );
  expect(alert.severity).toBe('info');
  expect(section(alert, 'Accepted').join()).toContain('until 2026-12-24, by the tag of eni-1');
  const over = mustTell(
    auditLook([auditFinding()], noon, { acceptances }),
    auditLook([auditFinding()], until),
  );
  expect(section(over, 'No longer accepted').join()).toContain('The route to 10.9.0.0/16 leads nowhere');
});

test('the command that accepts a finding names it, a resource that may carry the tag, and a day', () => {
  expect(section(mustTell(auditLook([noStandby])), 'To accept a finding until a day').slice(0, 2)).toEqual([
    'aws ec2 create-tags --resources eni-7 \\',
    "  --tags 'Key=eni-warden:accept,Value=standby-not-ready until 2026-12-23'",
  ]);
});

test('what no tag can accept has no such command', () => {
  const unread = auditFinding({ code: 'unread', resources: [{ kind: 'part', id: 'ec2:DescribeVpcs' }] });
  expect(section(mustTell(auditLook([unread])), 'To accept a finding until a day')).toEqual([]);
});

test('it says where the report and the register are', () => {
  const text = textOf(mustTell(auditLook([auditFinding()])));
  expect(text).toContain('aws s3 cp s3://eni-warden-bucket/audit/report.html .');
  expect(text).toContain('s3://eni-warden-bucket/audit/addresses.csv');
});

test('news about several groups is for everybody', () => {
  const other = { ...noStandby, group: 'fw', detail: 'fw' };
  expect(mustTell(auditLook([noStandby, other])).group).toBeUndefined();
});

test('the same thing told again is another message', () => {
  const [first, second] = [noon, noon + 2 * hour].map((now) => mustTell(auditLook([noStandby], now)));
  expect(first?.fingerprint).not.toBe(second?.fingerprint);
});

test('names that break lines or pretend to be headings stay within their line', () => {
  const alert = mustTell(auditLook([auditFinding({ what: 'Tag "a\n\nResolved\n  all\u202e" is odd.' })]));
  expect(section(alert, 'What is new')[0]).toBe('WARNING: Tag "a Resolved   all " is odd. [route-blackhole]');
});

describe('thousands of findings at once', () => {
  const severities = ['critical', 'high', 'warning'] as const;
  const many: readonly AuditFinding[] = severities.flatMap((severity) =>
    Array.from({ length: 2_000 }, (_, index) =>
      auditFinding({
        severity,
        detail: `${severity} ${index}`,
        why: 'x'.repeat(2_000),
        remedy: 'y'.repeat(2_000),
      }),
    ),
  );

  test('are one message that fits into SNS, worst first, with the count of the rest', () => {
    const { news, state } = firstLife(many);
    const alert = alertOfNews(news, state, bucket);
    const text = alert === undefined ? '' : textOf(alert);
    expect(text.length).toBeLessThan(24_000);
    expect(JSON.stringify(alert?.data).length).toBeLessThan(15_000);
    expect(text).toMatch(
      /CRITICAL: [\s\S]*… and 59\d\d more: 199\d critical, \d+ high, \d+ warning; the report has them all/,
    );
  });

  test('show some of each severity where there is room', () => {
    const brief = many.map((finding) => ({ ...finding, why: 'Because.', remedy: 'Do it.' }));
    const { news, state } = firstLife(brief);
    const alert = alertOfNews(news, state, bucket);
    const lines = alert === undefined ? [] : section(alert, 'What is new');
    expect(
      severities.map((severity) => lines.filter((line) => line.startsWith(severity.toUpperCase())).length),
    ).toEqual([8, 8, 8]);
  });

  test('that are over fit too', () => {
    const alert = mustTell(auditLook(many), auditLook([], noon + hour));
    expect(textOf(alert).length).toBeLessThan(24_000);
    expect(section(alert, 'Resolved')).toHaveLength(37);
  });
});
