import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type Metric,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AuditedAlarm } from '../../domain/audit/audit-snapshot.ts';
import { call, DeadlinePassed, type Ec2 } from '../ec2.ts';
import type { PageToken } from '../gentle/part.ts';
import { textOf } from '../gentle/record-fields.ts';
import { Pace, type PaceSettings } from '../pace.ts';
import { type AuditRun, readRecords } from './audit-run.ts';

/** The largest page of this call. */
const pageSize = 100;

/** CloudWatch allows an account a handful of these calls a second, and dashboards make them too. */
const pace: PaceSettings = { burst: 3, bucket: 3, initialPerSecond: 3, minPerSecond: 0.5, maxPerSecond: 3 };

/** So long is a page tried. No failover needs the calls, so that a throttle is no reason to give way. */
const patienceMs = 20_000;

/** The alarms on status checks of instances, by themselves or in metric math. */
export async function readAlarms(run: AuditRun): Promise<readonly AuditedAlarm[]> {
  const { clock, chance } = run.ec2;
  const paced: Paced = {
    client: run.cloudWatch,
    clock,
    chance,
    paces: { DescribeAlarms: new Pace(clock, chance, pace) },
  };
  return readRecords(run, 'alarms', (token) => describeAlarms(run, paced, token), toAlarms);
}

type Paced = Ec2<'DescribeAlarms', CloudWatchClient>;

async function describeAlarms(run: AuditRun, paced: Paced, token: PageToken) {
  const deadline = Math.min(run.deadline, paced.clock.now() + patienceMs);
  const objection = async () => run.ec2.objection?.();
  const command = new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], MaxRecords: pageSize, ...token });
  try {
    const reply = await call(paced, 'DescribeAlarms', { deadline, objection }, (client) =>
      client.send(command),
    );
    return { records: reply.MetricAlarms, nextToken: reply.NextToken };
  } catch (error) {
    // The end of our patience with this part is not the end of the run.
    const isOurs = error instanceof DeadlinePassed && deadline < run.deadline;
    throw isOurs ? (error.cause ?? new Error('CloudWatch took too long')) : error;
  }
}

/** One for each metric that it watches; of alarms on anything else, none. */
function toAlarms(record: MetricAlarm): readonly AuditedAlarm[] {
  const watched = metricsOf(record).filter(isStatusCheck);
  return [...Map.groupBy(watched, ({ MetricName = '' }) => MetricName)].flatMap(([metric, metrics]) => {
    const instanceIds = [...new Set(metrics.flatMap(instancesOf))];
    if (instanceIds.length === 0) return [];
    return [{ name: textOf(record.AlarmName, 'AlarmName', 'a CloudWatch alarm'), metric, instanceIds }];
  });
}

function metricsOf({ Namespace, MetricName, Dimensions, Metrics = [] }: MetricAlarm): readonly Metric[] {
  const own: Metric = { Namespace, MetricName, Dimensions };
  return [own, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
}

function isStatusCheck({ Namespace, MetricName = '' }: Metric): boolean {
  return Namespace === 'AWS/EC2' && MetricName.startsWith('StatusCheckFailed');
}

function instancesOf({ Dimensions = [] }: Metric): readonly string[] {
  return Dimensions.flatMap(({ Name, Value }) => (Name === 'InstanceId' && Value ? [Value] : []));
}
