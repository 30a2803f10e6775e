/** An event as EventBridge delivers it. */
export interface AwsEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What every event needs from its surroundings; `at` is in milliseconds since the epoch. */
export interface EventOrigin {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly at: number;
}

/** EC2 Instance State-change Notification (facts 4.2). */
export function instanceStateChangeEvent(origin: EventOrigin, instanceId: string, state: string): AwsEvent {
  return {
    ...envelope(origin, 'aws.ec2', 'EC2 Instance State-change Notification'),
    resources: [`arn:aws:ec2:${origin.region}:${origin.account}:instance/${instanceId}`],
    detail: { 'instance-id': instanceId, state },
  };
}

export type SpotInterruptionAction = 'hibernate' | 'stop' | 'terminate';

/** EC2 Spot Instance Interruption Warning. Its ARN names the Availability Zone and no account (facts 4.2). */
export function spotInterruptionEvent(
  origin: EventOrigin,
  instanceId: string,
  availabilityZone: string,
  action: SpotInterruptionAction,
): AwsEvent {
  return {
    ...envelope(origin, 'aws.ec2', 'EC2 Spot Instance Interruption Warning'),
    resources: [`arn:aws:ec2:${availabilityZone}:instance/${instanceId}`],
    detail: { 'instance-id': instanceId, 'instance-action': action },
  };
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmStateChange extends EventOrigin {
  readonly alarmName: string;
  readonly instanceId: string;
  /** `StatusCheckFailed` when omitted. */
  readonly metricName?: string;
  /** `AWS/EC2` when omitted. */
  readonly namespace?: string;
  readonly state?: AlarmState;
  readonly previousState?: AlarmState;
  /** The UUID of the metric inside the alarm's configuration. */
  readonly metricId?: string;
}

/** CloudWatch Alarm State Change of a metric alarm with an InstanceId dimension (facts 4.2). */
export function alarmStateChangeEvent(change: AlarmStateChange): AwsEvent {
  const state = change.state ?? 'ALARM';
  const previous = change.previousState ?? (state === 'OK' ? 'ALARM' : 'OK');
  return {
    ...envelope(change, 'aws.cloudwatch', 'CloudWatch Alarm State Change'),
    resources: [`arn:aws:cloudwatch:${change.region}:${change.account}:alarm:${change.alarmName}`],
    detail: {
      alarmName: change.alarmName,
      configuration: {
        description: `Status of ${change.instanceId}`,
        metrics: [
          {
            id: change.metricId ?? '30b6c6b2-a864-43a2-4877-c09a1afc3b87',
            metricStat: {
              metric: {
                dimensions: { InstanceId: change.instanceId },
                name: change.metricName ?? 'StatusCheckFailed',
                namespace: change.namespace ?? 'AWS/EC2',
              },
              period: 60,
              stat: 'Maximum',
            },
            returnData: true,
          },
        ],
      },
      previousState: alarmStateOf(previous, change.at - 60_000),
      state: alarmStateOf(state, change.at),
    },
  };
}

function envelope(origin: EventOrigin, source: string, detailType: string) {
  return {
    version: '0' as const,
    id: origin.id,
    'detail-type': detailType,
    source,
    account: origin.account,
    time: `${new Date(origin.at).toISOString().slice(0, 19)}Z`,
    region: origin.region,
  };
}

function alarmStateOf(value: AlarmState, at: number) {
  if (value === 'INSUFFICIENT_DATA') {
    const reason = 'Insufficient Data: 1 datapoint was unknown.';
    return { reason, reasonData: reasonData(at, []), timestamp: alarmTime(at), value };
  }
  const datapoint = value === 'ALARM' ? 1 : 0;
  const crossed = value === 'ALARM' ? 'was greater than or equal to' : 'was not greater than or equal to';
  const at24 = new Date(at - 60_000).toISOString();
  const when = `${at24.slice(8, 10)}/${at24.slice(5, 7)}/${at24.slice(2, 4)} ${at24.slice(11, 16)}:00`;
  return {
    reason: `Threshold Crossed: 1 out of the last 1 datapoints [${datapoint}.0 (${when})] ${crossed} the threshold (1.0).`,
    reasonData: reasonData(at, [datapoint]),
    timestamp: alarmTime(at),
    value,
  };
}

function reasonData(at: number, recentDatapoints: readonly number[]): string {
  return JSON.stringify({
    version: '1.0',
    queryDate: alarmTime(at),
    startDate: alarmTime(at - 60_000),
    statistic: 'Maximum',
    period: 60,
    recentDatapoints,
    threshold: 1,
  });
}

/** CloudWatch writes its times with an offset instead of a Z. */
function alarmTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}
