import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';

/** Puts an alarm on the status checks of an instance: two minutes in a row in which one of them fails. */
export function statusAlarm(instanceId: string): PutMetricAlarmCommand {
  return new PutMetricAlarmCommand({
    AlarmName: `${instanceId}-status`,
    Namespace: 'AWS/EC2',
    MetricName: 'StatusCheckFailed',
    Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
}
