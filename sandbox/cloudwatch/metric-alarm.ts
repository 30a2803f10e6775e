import { z } from 'zod';

const dimensions = z.array(z.strictObject({ Name: z.string().min(1), Value: z.string().min(1) })).max(30);
const seconds = z.int().min(1);
const statistic = z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']);
const arns = z.array(z.string().min(1)).max(5);

const metricSchema = z.strictObject({
  Id: z.string().min(1),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({
        Namespace: z.string().min(1),
        MetricName: z.string().min(1),
        Dimensions: dimensions.optional(),
      }),
      Period: seconds,
      Stat: z.string().min(1),
      Unit: z.string().optional(),
    })
    .optional(),
  Expression: z.string().min(1).optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean().optional(),
  Period: seconds.optional(),
  AccountId: z.string().optional(),
});

/** What PutMetricAlarm takes, as far as the sandbox knows it (CloudWatch API Reference). */
export const putMetricAlarmSchema = z.strictObject({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1024).optional(),
  ActionsEnabled: z.boolean().optional(),
  OKActions: arns.optional(),
  AlarmActions: arns.optional(),
  InsufficientDataActions: arns.optional(),
  MetricName: z.string().min(1).optional(),
  Namespace: z.string().min(1).optional(),
  Statistic: statistic.optional(),
  Dimensions: dimensions.optional(),
  Period: seconds.optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: z.int().min(1),
  DatapointsToAlarm: z.int().min(1).optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  Metrics: z.array(metricSchema).max(20).optional(),
  Tags: z
    .array(z.strictObject({ Key: z.string().min(1), Value: z.string() }))
    .max(50)
    .optional(),
});

type PutMetricAlarm = z.infer<typeof putMetricAlarmSchema>;

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm as DescribeAlarms shows it; times are in seconds since the epoch. */
export interface MetricAlarm extends Omit<PutMetricAlarm, 'Tags'> {
  readonly AlarmArn: string;
  readonly AlarmConfigurationUpdatedTimestamp: number;
  readonly StateValue: AlarmState;
  readonly StateReason: string;
  readonly StateUpdatedTimestamp: number;
  readonly StateTransitionedTimestamp: number;
}

/** In milliseconds since the epoch, and where the alarm is. */
export interface AlarmPlace {
  readonly now: number;
  readonly region: string;
  readonly account: string;
}

/** A new alarm has seen no data; one that is put again keeps its state (CloudWatch User Guide, PutMetricAlarm). */
export function metricAlarm(
  { Tags: _, ...asked }: PutMetricAlarm,
  former: MetricAlarm | undefined,
  { now, region, account }: AlarmPlace,
): MetricAlarm {
  const at = now / 1000;
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    ...asked,
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${asked.AlarmName}`,
    AlarmConfigurationUpdatedTimestamp: at,
    StateValue: former?.StateValue ?? 'INSUFFICIENT_DATA',
    StateReason: former?.StateReason ?? 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: former?.StateUpdatedTimestamp ?? at,
    StateTransitionedTimestamp: former?.StateTransitionedTimestamp ?? at,
  };
}

/** Why CloudWatch does not take it: an alarm watches either one metric or a list of queries. */
export function problemOf(asked: PutMetricAlarm): string | undefined {
  const isSingle = asked.MetricName !== undefined;
  if (isSingle === (asked.Metrics !== undefined))
    return 'You must specify either MetricName or Metrics, and not both.';
  const isComplete = [asked.Namespace, asked.Statistic, asked.Period].every((part) => part !== undefined);
  if (isSingle && !isComplete) return 'Namespace, Statistic and Period must be specified with MetricName.';
  const isMixed = [asked.Namespace, asked.Statistic, asked.Period, asked.Dimensions].some(
    (part) => part !== undefined,
  );
  if (!isSingle && isMixed) return 'Namespace, Statistic, Period and Dimensions are not for Metrics.';
  const isEach = asked.Metrics?.every(
    (query) => (query.MetricStat === undefined) !== (query.Expression === undefined),
  );
  return isEach === false ? 'Each of the Metrics has either MetricStat or Expression.' : undefined;
}
