import { type Alert, textOf } from '../../../domain/alert.ts';
import { type DigestMatter, weeklyDigest } from '../../../domain/audit/audit-digest.ts';
import { afterTelling } from '../../../domain/audit/audit-news.ts';
import { alertOfNews } from '../../../domain/audit/audit-news-alert.ts';
import { inFull, short } from '../../../domain/audit/audit-news-lines.ts';
import { liveOn } from '../../../domain/audit/live-on.ts';
import { auditFinding, auditLook } from '../../support/audit-findings.ts';
import { noon } from '../../support/audit-fleet.ts';

const hour = 3_600_000;
const day = 24 * hour;
const mail = (alert: Alert | undefined): string => (alert === undefined ? '' : `\n${textOf(alert)}`);

const noStandby = auditFinding({
  code: 'standby-not-ready',
  severity: 'critical',
  group: 'db',
  resources: [
    { kind: 'group', id: 'db' },
    { kind: 'network-interface', id: 'eni-7' },
  ],
  what: 'Group db cannot fail over: i.e. no standby.',
  why: 'It would stay where it is.',
  remedy: 'Start one: aws ec2 start-instances --instance-ids i-2; or launch another.',
});
const overlap = auditFinding({
  code: 'vpc-overlap',
  severity: 'info',
  detail: '10.0.0.0/16',
  what: 'They overlap.',
});
const squatted = auditFinding({
  code: 'claim-squatted',
  severity: 'high',
  detail: '10.0.0.9',
  resources: ['eni-1', 'eni-2', 'eni-3', 'eni-4', 'eni-5', 'eni-6'].map((id) => ({
    kind: 'network-interface',
    id,
  })),
  what: 'Somebody has 10.0.0.9.',
});
const shadow = auditFinding({
  code: 'route-shadow',
  severity: 'warning',
  detail: '10.0.1.0/24',
  what: 'It shadows.',
});
const idle = auditFinding({ code: 'route-to-idle', severity: 'high', detail: 'eni-9', what: 'It is idle.' });
const acceptance = { until: noon + 30 * day, resourceId: 'rtb-1' };
const accepting = {
  acceptances: [
    { ...acceptance, code: 'vpc-overlap' as const },
    { ...acceptance, code: 'route-to-idle' as const },
  ],
};

/** People were told of the first look; this is what they are told of the second. */
function secondNews() {
  const first = liveOn(undefined, auditLook([auditFinding(), overlap, shadow, idle]));
  const second = liveOn(
    afterTelling(first.state),
    auditLook(
      [auditFinding({ severity: 'high' }), overlap, noStandby, squatted, idle],
      noon + hour,
      accepting,
    ),
  );
  return alertOfNews(second.news, second.state, 'the-bucket');
}

describe('The news of the audit', () => {
  test('read as a whole', () => {
    expect(mail(secondNews())).toBe(`
audit: 2 new, 1 worse: Group db cannot fail over: i.e. no standby [critical]
Runbook: docs/runbook.md#audit-news

What is new
  CRITICAL: Group db cannot fail over: i.e. no standby. [standby-not-ready]
    why it matters: It would stay where it is.
    to mend it: Start one:
      aws ec2 start-instances --instance-ids i-2
      or launch another.
  HIGH: Somebody has 10.0.0.9. [claim-squatted]
    why it matters: What is sent there is lost.
    to mend it: aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 10.9.0.0/16

Worse than before
  HIGH: The route to 10.9.0.0/16 leads nowhere. [route-blackhole]
    why it matters: What is sent there is lost.
    to mend it: aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 10.9.0.0/16
    it was: warning, and is known since 2026-11-23T12:00:00Z

Resolved
  A route that takes addresses from a VPC or a peer (10.0.1.0/24, rtb-1, eni-1); was known since 2026-11-23T12:00:00Z

Accepted
  A route to an ENI that cannot answer (eni-9, rtb-1, eni-1): until 2026-12-23, by the tag of rtb-1

To accept a finding until a day
  aws ec2 create-tags --resources rtb-1 \\
    --tags 'Key=eni-warden:accept,Value=route-blackhole until 2026-12-23'
  The code stands behind each finding in brackets, and any resource of the finding may carry the tag. It takes several:
  '<code> until <day> <code> until <day>'. The command replaces what the tag says so far.

Where to read more
  Open now: 1 critical, 2 high.
  The report, for any browser: aws s3 cp s3://the-bucket/audit/report.html .
  The register of addresses: s3://the-bucket/audit/addresses.csv (and addresses.json)
`);
  });

  test('are the same for machines', () => {
    const alert = secondNews();
    expect(alert).toMatchObject({ kind: 'audit-news', severity: 'critical' });
    expect(alert).not.toHaveProperty('group');
    expect(alert?.data).toEqual({
      counts: { fresh: 2, worse: 1, acceptanceOver: 0, accepted: 1, resolved: 1 },
      open: { critical: 1, high: 2, warning: 0, info: 0 },
      fresh: [
        {
          fingerprint: 'standby-not-ready-f59526d33f79a724',
          code: 'standby-not-ready',
          severity: 'critical',
          group: 'db',
          resources: ['db', 'eni-7'],
          what: 'Group db cannot fail over: i.e. no standby.',
          firstSeen: '2026-11-23T13:00:00Z',
        },
        {
          fingerprint: 'claim-squatted-df5041ce53b72ae1',
          code: 'claim-squatted',
          severity: 'high',
          resources: ['eni-1', 'eni-2', 'eni-3', 'eni-4', 'eni-5'],
          what: 'Somebody has 10.0.0.9.',
          firstSeen: '2026-11-23T13:00:00Z',
        },
      ],
      worse: [
        {
          fingerprint: 'route-blackhole-4fd6d3c6985506c7',
          code: 'route-blackhole',
          severity: 'high',
          resources: ['rtb-1', 'eni-1'],
          what: 'The route to 10.9.0.0/16 leads nowhere.',
          firstSeen: '2026-11-23T12:00:00Z',
        },
      ],
      acceptanceOver: [],
      accepted: [
        {
          fingerprint: 'route-to-idle-407cbbb38285dd34',
          code: 'route-to-idle',
          severity: 'high',
          resources: ['rtb-1', 'eni-1'],
          what: 'It is idle.',
          firstSeen: '2026-11-23T12:00:00Z',
        },
      ],
      resolved: [
        {
          fingerprint: 'route-shadow-e06abf3a383cf2d3',
          code: 'route-shadow',
          severity: 'warning',
          resources: ['rtb-1', 'eni-1'],
          what: 'It shadows.',
          firstSeen: '2026-11-23T12:00:00Z',
        },
      ],
      report: 's3://the-bucket/audit/report.html',
    });
  });

  test('of one group are for those who listen for it', () => {
    const { news, state } = liveOn(undefined, auditLook([noStandby]));
    expect(alertOfNews(news, state, 'b')).toMatchObject({
      group: 'db',
      summary: 'audit: Group db cannot fail over: i.e. no standby',
      data: { fresh: [{ group: 'db', resources: ['db', 'eni-7'] }] },
    });
  });

  test('have another fingerprint for another finding at the same time', () => {
    const told = (detail: string) => {
      const { news, state } = liveOn(undefined, auditLook([auditFinding({ detail })]));
      return alertOfNews(news, state, 'b')?.fingerprint;
    };
    expect(told('a')).toMatch(/^audit-news\/2026-11-23T12:00:00Z\/[0-9a-f]{16}$/);
    expect(told('a')).not.toBe(told('b'));
  });

  test('of what an acceptance has ended for, say until when it lasted', () => {
    const first = liveOn(undefined, auditLook([idle], noon, accepting));
    const over = liveOn(afterTelling(first.state), auditLook([idle], noon + 31 * day));
    expect(mail(alertOfNews(over.news, over.state, 'b'))).toContain(
      'No longer accepted\n  HIGH: It is idle. [route-to-idle',
    );
  });
});

describe('The words of the audit', () => {
  const lives = (...severities: readonly ('critical' | 'warning')[]) =>
    liveOn(
      undefined,
      auditLook(
        severities.map((severity, at) =>
          auditFinding({ severity, detail: String(at), what: 'x', why: 'y', remedy: 'z' }),
        ),
      ),
    ).state.findings;
  const paragraph = ['WARNING: x [route-blackhole]', '  why it matters: y', '  to mend it: z'];

  test('are told in full as long as there is room, the first in any case', () => {
    const room = paragraph.join('\n').length;
    expect(inFull(lives('warning'), 0)).toEqual(paragraph);
    expect(inFull(lives('warning', 'warning'), 2 * room)).toEqual([...paragraph, ...paragraph]);
    expect(inFull(lives('warning', 'warning', 'critical'), 2 * room)).toEqual([
      'CRITICAL: x [route-blackhole]',
      ...paragraph.slice(1),
      '… and 2 more: 2 warning; the report has them all',
    ]);
    expect(inFull([], 100)).toEqual([]);
  });

  test('are cut where they are longer than a line', () => {
    expect(short('x'.repeat(240))).toBe('x'.repeat(240));
    expect(short('x'.repeat(241))).toBe(`${'x'.repeat(239)}…`);
    expect(short('a\u202Eb\nc')).toBe('a b c');
  });
});

describe('The digest of the week', () => {
  const due = Date.UTC(2026, 10, 30);
  const group = (name: string, ...reasons: readonly string[]) => ({
    group: name,
    ready: reasons.length === 0,
    standbys: [],
    reasons,
  });
  const state = (...findings: Parameters<typeof auditLook>[0]) => ({
    ...liveOn(undefined, auditLook(findings, noon, accepting)).state,
    digestAt: noon,
  });
  const digest = (
    more: Partial<DigestMatter> = {},
    of = state(noStandby, squatted, overlap, auditFinding({ severity: 'info' })),
  ) =>
    weeklyDigest(of, {
      readiness: [group('db', 'i-2 is stopped', 'no room'), group('web')],
      bucket: 'b',
      digestDay: 1,
      now: due,
      ...more,
    });

  test('reads as a whole', () => {
    expect(mail(digest())).toBe(`
audit, this week: open: 1 critical, 1 high, 1 info; 1 accepted; 1 of 2 groups not ready [info]
Runbook: docs/runbook.md#audit-digest

Groups
  db is not ready: i-2 is stopped; no room
  1 of 2 can fail over now

Open
  critical: Group db cannot fail over: i.e. no standby. [standby-not-ready], since 2026-11-23
  high: Somebody has 10.0.0.9. [claim-squatted], since 2026-11-23

Accepted
  VPCs with the same addresses (10.0.0.0/16, rtb-1, eni-1): until 2026-12-23, by the tag of rtb-1

Where to read more
  Only for information: 1.
  The report, for any browser: aws s3 cp s3://b/audit/report.html .
  The register of addresses: s3://b/audit/addresses.csv (and addresses.json)
`);
  });

  test('has the same for machines', () => {
    expect(digest()).toMatchObject({
      kind: 'audit-digest',
      severity: 'info',
      fingerprint: 'audit-digest/2026-11-30T00:00:00Z',
    });
    expect(digest()?.data).toEqual({
      open: { critical: 1, high: 1, warning: 0, info: 1 },
      accepted: 1,
      groups: 2,
      notReady: ['db'],
      report: 's3://b/audit/report.html',
    });
    expect(digest({ readiness: undefined })?.data).toMatchObject({ groups: null, notReady: [] });
  });

  test.each([
    [undefined, 'not known which groups are ready'],
    [[], 'no groups'],
    [[group('a')], 'the one group is ready'],
    [[group('a'), group('b')], 'all 2 groups are ready'],
    [[group('a'), group('b', 'x')], '1 of 2 groups not ready'],
  ])('says which groups are ready: %#', (readiness, words) => {
    expect(digest({ readiness }, state())?.summary).toBe(`audit, this week: nothing open; ${words}`);
  });

  test('says where readiness could not be judged, and names a dozen groups before it counts the rest', () => {
    expect(mail(digest({ readiness: undefined }))).toContain(
      'Groups\n  Not all that readiness rests on could be read.\n',
    );
    const many = (count: number) =>
      mail(digest({ readiness: Array.from({ length: count }, (_, at) => group(`g${at}`, 'x')) }));
    expect(many(12)).toContain('  g11 is not ready: x\n  0 of 12 can fail over now\n');
    expect(many(13)).toContain(
      '  g11 is not ready: x\n  … and 1 more that are not\n  0 of 13 can fail over now\n',
    );
  });

  test('is due at the very beginning of its day, and not twice', () => {
    expect(digest({}, { ...state(), digestAt: due - 1 })).toBeDefined();
    expect(digest({}, { ...state(), digestAt: due })).toBeUndefined();
  });
});
