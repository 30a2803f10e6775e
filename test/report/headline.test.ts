import type { AuditFinding, FindingSeverity } from '../../domain/audit/audit-finding.ts';
import type { LivingFinding } from '../../domain/audit/finding-life.ts';
import { headlineOf } from '../../report/html/headline.ts';
import { living } from './sample-findings.ts';
import { sampleReadiness, sampleReport } from './sample-report.ts';

function finding(severity: FindingSeverity, more: Partial<AuditFinding> = {}): AuditFinding {
  return {
    code: 'no-flow-log',
    severity,
    resources: [{ kind: 'network-interface', id: `eni-${severity}` }],
    what: 'It is so.',
    why: 'It matters.',
    remedy: 'Mend it.',
    ...more,
  };
}

const unread = living(
  finding('high', { code: 'unread', resources: [{ kind: 'part', id: 'ec2:DescribeFlowLogs' }] }),
);
const accepted = living(finding('critical'), { stage: 'accepted', acceptedUntil: 0 });
const [, database] = sampleReadiness();
const ready = sampleReadiness().filter((each) => each.ready);

function headline(findings: readonly LivingFinding[], readiness = ready) {
  return headlineOf({ ...sampleReport(), findings, readiness });
}

test.each<[string, readonly LivingFinding[], string, string]>([
  [
    'the worst that is open',
    [living(finding('warning')), living(finding('critical'))],
    'critical',
    'Act now: 1 critical finding',
  ],
  ['high findings', [living(finding('high'))], 'high', 'Nothing critical, but 1 high finding'],
  ['warnings', [living(finding('warning'))], 'warning', 'Nothing urgent: 1 warning'],
  ['information', [living(finding('info'))], 'info', 'Nothing is wrong: 1 thing worth knowing'],
  ['that all is clear', [], 'clear', 'All clear: nothing is flagged'],
  ['that what is accepted is not open', [accepted], 'clear', 'Nothing is open'],
  [
    'that nothing is known to be in order where a part is missing',
    [unread],
    'unknown',
    'Not known: 1 part could not be read',
  ],
])('the headline tells %s', (_what, findings, tone, title) => {
  expect(headline(findings)).toMatchObject({ tone, title });
});

test('it names the groups that would not survive', () => {
  expect(headline([], database && [...ready, database]).sentences).toContain(
    '1 of 3 groups would not survive the next failover: database.',
  );
});

test('nothing is clear while a group is not ready', () => {
  expect(headline([], database && [...ready, database])).toMatchObject({
    tone: 'high',
    title: 'Nothing is open, but 1 group not ready',
  });
});

test('it says that all groups survive', () => {
  expect(headline([]).sentences).toEqual(['All 2 groups would survive the next failover.']);
});

test('it never says that no group is enrolled when groups could not be read', () => {
  expect(headline([], []).sentences).toEqual(['No failover group is enrolled.']);
  expect(headline([unread], []).sentences.join(' ')).toContain('is not known');
  expect(headline([unread], []).sentences.join(' ')).not.toContain('enrolled');
});
