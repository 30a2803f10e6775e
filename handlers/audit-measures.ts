import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { severityCounts } from '../domain/audit/audit-news-lines.ts';
import type { AuditPart } from '../domain/audit/audit-part.ts';
import type { UnreadPart } from '../domain/audit/audit-snapshot.ts';
import type { AuditState } from '../domain/audit/audit-state.ts';
import type { Readiness } from '../domain/audit/readiness.ts';

/** What the readiness of a group rests on. */
const partsOfReadiness: readonly AuditPart[] = ['enis', 'instances', 'instance-status', 'instance-types'];

/** Each group is a metric that CloudWatch bills; what is not ready is measured before what is. */
const groupsMeasuredMax = 1_000;

/** Whether enough was read to say of a group that it is ready or not. Otherwise its metric is missing, which is the truth. */
export function isReadinessKnown(unread: readonly UnreadPart[]): boolean {
  return !unread.some(({ part }) => partsOfReadiness.includes(part));
}

/**
 * One document of the embedded metric format for each group, so that no limit of a document applies to their number. A
 * group that is settling after a move is not called unready: the alarm would hold that for half an hour.
 */
export function measureReadiness(
  readiness: readonly Readiness[],
  settling: ReadonlySet<string>,
  metrics: Metrics,
): void {
  const notReady = readiness.filter(({ ready, group }) => !ready && !settling.has(group));
  const ready = readiness.filter((each) => each.ready);
  metrics.addMetric('GroupsNotReady', MetricUnit.Count, notReady.length);
  for (const each of [...notReady, ...ready].slice(0, groupsMeasuredMax)) {
    const standby = metrics.singleMetric();
    standby.addDimension('Group', dimensionOf(each.group));
    standby.addMetric('StandbyReady', MetricUnit.Count, each.ready ? 1 : 0);
  }
}

/** What is open, by severity, and how much could not be looked at. */
export function measureFindings({ findings }: AuditState, unread: number, metrics: Metrics): void {
  const open = severityCounts(findings.filter(({ stage }) => stage === 'open'));
  metrics.addMetric('FindingsCritical', MetricUnit.Count, open.critical);
  metrics.addMetric('FindingsHigh', MetricUnit.Count, open.high);
  metrics.addMetric('FindingsWarning', MetricUnit.Count, open.warning);
  metrics.addMetric('FindingsInfo', MetricUnit.Count, open.info);
  metrics.addMetric(
    'FindingsAccepted',
    MetricUnit.Count,
    findings.filter(({ stage }) => stage === 'accepted').length,
  );
  metrics.addMetric('AuditUnread', MetricUnit.Count, unread);
}

export function measureTime(ms: number, metrics: Metrics): void {
  metrics.addMetric('AuditTime', MetricUnit.Milliseconds, ms);
}

/** CloudWatch takes ASCII alone in the value of a dimension; a name with other characters shows them as a URL would. */
function dimensionOf(group: string): string {
  return group.replace(/[^\x20-\x7e]+/g, (others) => encodeURIComponent(others));
}
