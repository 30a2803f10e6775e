import type { Arrival, GivenUp, History } from '../history.ts';

/** Reading raw events: by hand and forgivingly, since some of them are malformed on purpose. */

function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
    value,
  );
}

function textOf(value: unknown, ...path: readonly string[]): string | undefined {
  const text = fieldOf(value, ...path);
  return typeof text === 'string' ? text : undefined;
}

function timeOf(text: string | undefined): number {
  return Date.parse((text ?? '').replace(/\+0000$/, 'Z'));
}

export function eventIdOf(event: unknown): string | undefined {
  return textOf(event, 'id');
}

/** The simulator marks what it has made unreadable. */
export function isMalformed(event: unknown): boolean {
  return eventIdOf(event)?.startsWith('malformed-') === true;
}

/** Whether two events are one: the same id, or, for what has none, the same text. */
export function isSameEvent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const id = eventIdOf(a);
  return id === undefined ? JSON.stringify(a) === JSON.stringify(b) : id === eventIdOf(b);
}

/** Whether people were left to find the event in the on-failure queue, whose alarm tells them. */
export function wasGivenUp(event: unknown, { givenUp }: History): GivenUp | undefined {
  return givenUp.find((one) => isSameEvent(one.event, event));
}

export interface Switchover {
  readonly eventId: string;
  readonly arrivedAt: number;
  /** When it was asked for, in whole seconds. */
  readonly askedAt: number;
  readonly group: string;
  readonly target?: string;
  readonly event: unknown;
}

/** The event as a switchover request; undefined for any other, and for an unreadable one. */
export function switchoverIn({ at, event }: Arrival): Switchover | undefined {
  if (event.source !== 'eni-warden' || isMalformed(event)) return undefined;
  const group = textOf(event, 'detail', 'group')?.trim();
  const eventId = eventIdOf(event);
  if (group === undefined || eventId === undefined) return undefined;
  const target = textOf(event, 'detail', 'target');
  return {
    eventId,
    arrivedAt: at,
    askedAt: timeOf(textOf(event, 'time')),
    group,
    ...(target !== undefined && { target }),
    event,
  };
}

export interface SpotWarning {
  readonly instanceId: string | undefined;
  readonly warnedAt: number;
}

export function spotWarningIn({ event }: Arrival): SpotWarning | undefined {
  if (event['detail-type'] !== 'EC2 Spot Instance Interruption Warning' || isMalformed(event))
    return undefined;
  return {
    instanceId: textOf(event, 'detail', 'instance-id'),
    warnedAt: timeOf(textOf(event, 'time')),
  };
}

export interface RaisedAlarm {
  readonly raisedAt: number;
  /** Instances that a metric of the owner's own names; such an alarm is believed. */
  readonly heartbeatOf: readonly string[];
  /** Instances whose status checks it is about; such an alarm only hastens what EC2 says too. */
  readonly statusOf: readonly string[];
}

/** An alarm in ALARM, neither muted nor suppressed, from EventBridge or as the alarm's own action (facts 4.2 and 5). */
export function alarmIn({ event }: Arrival): RaisedAlarm | undefined {
  const alarm = fieldOf(event, 'alarmData') ?? fieldOf(event, 'detail');
  if (event.source !== 'aws.cloudwatch' || isMalformed(event)) return undefined;
  if (textOf(alarm, 'state', 'value') !== 'ALARM') return undefined;
  if (fieldOf(alarm, 'muteDetail') || textOf(alarm, 'state', 'actionsSuppressedBy')) return undefined;
  const metrics = fieldOf(alarm, 'configuration', 'metrics');
  const named = (Array.isArray(metrics) ? metrics : []).map((metric: unknown) => ({
    instanceId: textOf(metric, 'metricStat', 'metric', 'dimensions', 'InstanceId'),
    isStatus:
      textOf(metric, 'metricStat', 'metric', 'namespace') === 'AWS/EC2' &&
      textOf(metric, 'metricStat', 'metric', 'name')?.startsWith('StatusCheckFailed') === true,
  }));
  return {
    raisedAt: timeOf(textOf(alarm, 'state', 'timestamp')),
    heartbeatOf: named.flatMap(({ instanceId, isStatus }) => (isStatus ? [] : (instanceId ?? []))),
    statusOf: named.flatMap(({ instanceId, isStatus }) => (isStatus ? (instanceId ?? []) : [])),
  };
}
