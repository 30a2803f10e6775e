import type { InstanceState } from './instance.ts';
import type { Instant } from './instant.ts';

/**
 * What woke us. A trigger says where to look first; only a fresh snapshot says what is true, and the same decision
 * runs for a trigger, a duplicate of it and a late one.
 */
export type Trigger = InstanceStateChange | AlarmRaised | SpotInterruption | Tick | SwitchoverRequest;

interface TriggerOrigin {
  /** The event's own id, for logs and for spreading handlers over the ring of groups. */
  readonly eventId: string;
  /** When the event says it happened. */
  readonly at: Instant;
}

export interface InstanceStateChange extends TriggerOrigin {
  readonly kind: 'instance-state-change';
  readonly instanceId: string;
  readonly state: Exclude<InstanceState, 'unknown'>;
}

/** A CloudWatch metric alarm that went to ALARM; `at` is when its state changed. */
export interface AlarmRaised extends TriggerOrigin {
  readonly kind: 'alarm';
  readonly alarmName: string;
  /** Each instance that the alarm's metrics name, once. */
  readonly evidence: readonly AlarmEvidence[];
}

export interface AlarmEvidence {
  readonly instanceId: string;
  /** EC2's own status checks are corroborated with DescribeInstanceStatus; a user's own heartbeat is believed. */
  readonly kind: 'status-check' | 'heartbeat';
  /** Namespace and name, such as AWS/EC2 StatusCheckFailed. */
  readonly metric: string;
}

/** Two minutes' notice that EC2 will take a Spot Instance back. */
export interface SpotInterruption extends TriggerOrigin {
  readonly kind: 'spot-interruption';
  readonly instanceId: string;
  readonly instanceAction: 'stop' | 'terminate' | 'hibernate';
}

/** The clock: the same look at the whole fleet, for what no event reported. */
export interface Tick extends TriggerOrigin {
  readonly kind: 'tick';
}

/** A person or a pipeline asks that a healthy group moves to another healthy member. */
export interface SwitchoverRequest extends TriggerOrigin {
  readonly kind: 'switchover-request';
  readonly group: string;
  readonly targetInstanceId?: string;
  readonly reason: string;
  readonly requester: string;
}

/** The instances that a trigger names, if any. */
export function instancesNamedBy(trigger: Trigger): readonly string[] {
  switch (trigger.kind) {
    case 'instance-state-change':
    case 'spot-interruption':
      return [trigger.instanceId];
    case 'alarm':
      return trigger.evidence.map((evidence) => evidence.instanceId);
    case 'tick':
    case 'switchover-request':
      return [];
    default:
      return trigger satisfies never;
  }
}
