import { type FindingSeverity, findingSeverities } from '../../domain/audit/audit-finding.ts';
import type { AuditReport } from '../../domain/audit/audit-report.ts';
import { counted } from './wording.ts';

/** What a tired person has to understand in a second. */
export interface Headline {
  readonly tone: FindingSeverity | 'unknown' | 'clear';
  readonly title: string;
  readonly sentences: readonly string[];
}

/** How many findings are open, by severity; accepted ones are not counted. */
export function openBySeverity({
  findings,
}: Pick<AuditReport, 'findings'>): Readonly<Record<FindingSeverity, number>> {
  const counts = { critical: 0, high: 0, warning: 0, info: 0 };
  for (const { stage, finding } of findings) if (stage === 'open') counts[finding.severity] += 1;
  return counts;
}

export function headlineOf(report: AuditReport): Headline {
  const open = openBySeverity(report);
  const worst = findingSeverities.find((severity) => open[severity] > 0);
  const unread = unreadParts(report).length;
  const known = report.findings.filter(({ stage, finding }) => stage === 'open' && finding.code !== 'unread');
  if (unread > 0 && known.length === 0) {
    return {
      tone: 'unknown',
      title: `Not known: ${counted(unread, 'part')} could not be read`,
      sentences: ['Nothing is flagged in the rest.', ...readinessSentences(report)],
    };
  }
  return {
    ...titleOf(worst, open, report),
    sentences: [...meaningOf(worst, open, report), ...readinessSentences(report)],
  };
}

/** The calls that failed: what they would have told is unknown, which is never fine. */
export function unreadParts({ findings }: Pick<AuditReport, 'findings'>): readonly string[] {
  return findings
    .filter(({ finding }) => finding.code === 'unread')
    .flatMap(({ finding }) => finding.resources.map(({ id }) => id));
}

/** Without its parts read no group is judged: that there is none to show says nothing then. */
export function isReadinessKnown(report: AuditReport): boolean {
  return report.readiness.length > 0 || unreadParts(report).length === 0;
}

type Counts = Readonly<Record<FindingSeverity, number>>;

function titleOf(
  worst: FindingSeverity | undefined,
  open: Counts,
  { findings, readiness }: AuditReport,
): Pick<Headline, 'tone' | 'title'> {
  switch (worst) {
    case 'critical':
      return { tone: 'critical', title: `Act now: ${counted(open.critical, 'critical finding')}` };
    case 'high':
      return { tone: 'high', title: `Nothing critical, but ${counted(open.high, 'high finding')}` };
    case 'warning':
      return { tone: 'warning', title: `Nothing urgent: ${counted(open.warning, 'warning')}` };
    case 'info':
      return { tone: 'info', title: `Nothing is wrong: ${counted(open.info, 'thing')} worth knowing` };
    case undefined:
      return quietTitle(findings.length, readiness);
    default:
      return worst satisfies never;
  }
}

/** A group that is not ready is nothing that is clear, be it accepted, or not told yet because it is under way. */
function quietTitle(accepted: number, readiness: AuditReport['readiness']): Pick<Headline, 'tone' | 'title'> {
  const failing = readiness.filter(({ ready }) => !ready).length;
  if (failing > 0)
    return { tone: 'high', title: `Nothing is open, but ${counted(failing, 'group')} not ready` };
  return { tone: 'clear', title: accepted === 0 ? 'All clear: nothing is flagged' : 'Nothing is open' };
}

function meaningOf(
  worst: FindingSeverity | undefined,
  open: Counts,
  { findings }: AuditReport,
): readonly string[] {
  const accepted = findings.length - Object.values(open).reduce((sum, each) => sum + each, 0);
  switch (worst) {
    case 'critical':
      return ['Traffic is lost now, or the next failover fails.'];
    case 'high':
      return ['No traffic is known to be lost. These go wrong when something else does.'];
    case 'warning':
      return ['They may surprise somebody. Look at them in working hours.'];
    case 'info':
      return ['There is nothing that you have to do.'];
    case undefined:
      return accepted === 0 ? [] : [`${counted(accepted, 'finding')} accepted until a date.`];
    default:
      return worst satisfies never;
  }
}

function readinessSentences(report: AuditReport): readonly string[] {
  const { readiness } = report;
  if (!isReadinessKnown(report)) return ['Whether any group would survive the next failover is not known.'];
  if (readiness.length === 0) return ['No failover group is enrolled.'];
  const failing = readiness.filter(({ ready }) => !ready).map(({ group }) => group);
  if (failing.length === 0) return [`${allGroups(readiness.length)} survive the next failover.`];
  const named =
    failing.slice(0, 3).join(', ') + (failing.length > 3 ? ` and ${failing.length - 3} more` : '');
  return [
    `${failing.length} of ${counted(readiness.length, 'group')} would not survive the next failover: ${named}.`,
  ];
}

function allGroups(groups: number): string {
  return groups === 1 ? 'The one group would' : `All ${groups} groups would`;
}
