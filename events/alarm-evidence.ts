import * as z from 'zod/mini';
import type { AlarmEvidence } from '../domain/trigger.ts';
import { expected, isInstanceId, text } from './envelope.ts';

/** One metric of an alarm; one of metric maths has an expression in place of `metricStat` (facts 4.2). */
export const alarmMetric = z.object(
  {
    metricStat: z.optional(
      z.object(
        {
          metric: z.object(
            {
              namespace: text('the namespace of a metric'),
              name: text('the name of a metric'),
              dimensions: z.optional(
                z.object({ InstanceId: z.optional(z.string(expected('text'))) }, expected('an object')),
              ),
            },
            expected('a metric'),
          ),
        },
        expected('an object'),
      ),
    ),
  },
  expected('an object'),
);

/**
 * The instances that an alarm's metrics name, each once. Where several metrics name one instance and one of them is
 * a user's own, that one counts: it is believed, where a status check would only be corroborated.
 */
export function evidenceFrom(metrics: readonly z.output<typeof alarmMetric>[]): readonly AlarmEvidence[] {
  const byInstance = new Map<string, AlarmEvidence>();
  for (const { metricStat } of metrics) {
    const instanceId = metricStat?.metric.dimensions?.InstanceId;
    // Other services, and agents outside EC2, have dimensions of the same name with ids of their own.
    if (metricStat === undefined || instanceId === undefined || !isInstanceId(instanceId)) continue;
    const evidence = toEvidence(instanceId, metricStat.metric);
    const known = byInstance.get(instanceId);
    if (known === undefined || (known.kind === 'status-check' && evidence.kind === 'heartbeat')) {
      byInstance.set(instanceId, evidence);
    }
  }
  return [...byInstance.values()];
}

function toEvidence(instanceId: string, metric: { namespace: string; name: string }): AlarmEvidence {
  const isStatusCheck = metric.namespace === 'AWS/EC2' && metric.name.startsWith('StatusCheckFailed');
  return {
    instanceId,
    kind: isStatusCheck ? 'status-check' : 'heartbeat',
    metric: `${metric.namespace} ${metric.name}`,
  };
}
