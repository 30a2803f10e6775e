import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CleanupOutcome } from '../domain/cleanup/cleanup-outcome.ts';
import { countsByRule } from '../domain/cleanup/cleanup-plan.ts';
import { addressesAndPrefixesOf } from '../domain/cleanup/swept-eni.ts';
import type { SweepReport } from './sweep.ts';

/** The figures of a sweep, in CloudWatch's embedded metric format. */
export function measureSweep(report: SweepReport, metrics: Metrics): void {
  const { plan, outcomes, snapshot, startedAt, endedAt } = report;
  const deleted = new Set(done(outcomes, 'delete').map(({ eniId }) => eniId));
  const freed = plan.delete.filter(({ eni }) => deleted.has(eni.id));
  metrics.addMetric('EnisSeen', MetricUnit.Count, snapshot.eniCount);
  metrics.addMetric('EnisSpared', MetricUnit.Count, plan.spared.length);
  metrics.addMetric('EnisWaiting', MetricUnit.Count, plan.waiting.length);
  metrics.addMetric(
    'EnisDue',
    MetricUnit.Count,
    plan.delete.length + plan.waiting.filter(({ stage }) => stage === 'due').length,
  );
  metrics.addMetric('EnisMarked', MetricUnit.Count, done(outcomes, 'mark').length);
  metrics.addMetric('EnisReleased', MetricUnit.Count, done(outcomes, 'release').length);
  metrics.addMetric('EnisDeleted', MetricUnit.Count, deleted.size);
  metrics.addMetric(
    'AddressesFreed',
    MetricUnit.Count,
    freed.flatMap(({ eni }) => addressesAndPrefixesOf(eni)).length,
  );
  metrics.addMetric(
    'CleanupRaces',
    MetricUnit.Count,
    outcomes.filter(({ result }) => result === 'raced').length,
  );
  metrics.addMetric(
    'CleanupFailures',
    MetricUnit.Count,
    outcomes.filter(({ result }) => result === 'failed').length,
  );
  metrics.addMetric('CleanupBars', MetricUnit.Count, plan.bars.length);
  metrics.addMetric('SweepTime', MetricUnit.Milliseconds, endedAt - startedAt);
  for (const [rule, count] of countsByRule(plan)) {
    const spared = metrics.singleMetric();
    spared.addDimension('rule', rule);
    spared.addMetric('EnisSparedByRule', MetricUnit.Count, count);
  }
}

function done(
  outcomes: readonly CleanupOutcome[],
  action: CleanupOutcome['action'],
): readonly CleanupOutcome[] {
  return outcomes.filter((outcome) => outcome.action === action && outcome.result === 'done');
}
