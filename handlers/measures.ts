import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Report } from '../domain/report.ts';

/** The figures of an invocation, in CloudWatch's embedded metric format. */
export function measure(report: Report, metrics: Metrics): void {
  metrics.addMetric('EventAge', MetricUnit.Milliseconds, Math.max(0, report.startedAt - report.trigger.at));
  metrics.addMetric('InvocationTime', MetricUnit.Milliseconds, report.endedAt - report.startedAt);
  metrics.addMetric('Looks', MetricUnit.Count, report.looks);
  metrics.addMetric('Unfinished', MetricUnit.Count, report.unfinished.length);
  for (const { change, result, startedAt, endedAt, detachMs, attachMs } of report.outcomes) {
    if (change.to === undefined) continue;
    const outcome = metrics.singleMetric();
    outcome.addDimension('outcome', result);
    outcome.addMetric('Moves', MetricUnit.Count, 1);
    if (result !== 'done') continue;
    metrics.addMetric('MoveTime', MetricUnit.Milliseconds, endedAt - startedAt);
    if (detachMs !== undefined) metrics.addMetric('DetachTime', MetricUnit.Milliseconds, detachMs);
    if (attachMs !== undefined) metrics.addMetric('AttachTime', MetricUnit.Milliseconds, attachMs);
  }
  for (const [group, count] of report.candidateCounts) {
    const candidates = metrics.singleMetric();
    candidates.addDimension('group', group);
    candidates.addMetric('Candidates', MetricUnit.Count, count);
  }
}
