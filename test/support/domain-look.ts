import { type Earlier, nothingEarlier } from '../../domain/earlier.ts';
import { planFailover } from '../../domain/failover.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Plan } from '../../domain/plan.ts';
import { defaultFailoverPolicy, type FailoverPolicy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type {
  AlarmEvidence,
  AlarmRaised,
  InstanceStateChange,
  SpotInterruption,
  SwitchoverRequest,
  Tick,
  Trigger,
} from '../../domain/trigger.ts';
import { noon } from './domain-fleet.ts';

const origin = { eventId: 'event-1', at: noon };

export function tick(at: Instant = noon): Tick {
  return { ...origin, kind: 'tick', at };
}

export function stateChange(
  instanceId: string,
  state: InstanceStateChange['state'],
  at: Instant = noon,
): InstanceStateChange {
  return { ...origin, kind: 'instance-state-change', instanceId, state, at };
}

export function alarm(
  instanceId: string,
  kind: AlarmEvidence['kind'] = 'heartbeat',
  at: Instant = noon,
): AlarmRaised {
  const metric = kind === 'heartbeat' ? 'Custom Heartbeat' : 'AWS/EC2 StatusCheckFailed';
  return { ...origin, kind: 'alarm', alarmName: 'db-down', at, evidence: [{ instanceId, kind, metric }] };
}

export function spotWarning(instanceId: string, at: Instant = noon): SpotInterruption {
  return { ...origin, kind: 'spot-interruption', instanceId, instanceAction: 'terminate', at };
}

export function switchover(targetInstanceId?: string, at: Instant = noon): SwitchoverRequest {
  return {
    ...origin,
    kind: 'switchover-request',
    group: 'db',
    ...(targetInstanceId !== undefined && { targetInstanceId }),
    reason: 'kernel upgrade',
    requester: 'alice',
    at,
  };
}

export interface Circumstances {
  readonly trigger?: Trigger;
  readonly now?: Instant;
  readonly policy?: Partial<FailoverPolicy>;
  readonly earlier?: Partial<Earlier>;
}

/** Plans from a snapshot: by a tick, at the time of the snapshot, unless told otherwise. */
export function look(snapshot: Snapshot, circumstances: Circumstances = {}): Plan {
  const { trigger = tick(), now = snapshot.takenAt, policy = {}, earlier = {} } = circumstances;
  return planFailover(snapshot, trigger, { ...defaultFailoverPolicy, ...policy }, now, {
    ...nothingEarlier,
    ...earlier,
  });
}

/** What a plan does with one ENI, as one flat thing to match: a change, or a reason for leaving it alone. */
export function fateOf(plan: Plan, eniId: string): Readonly<Record<string, unknown>> {
  const fates = [...plan.changes, ...plan.spared].filter((entry) => entry.eniId === eniId);
  if (fates.length !== 1) throw new Error(`${eniId} is in the plan ${fates.length} times`);
  return { ...fates[0] };
}

/** Where a plan attaches what: ENI id to "instance:index". */
export function placesOf(plan: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    plan.changes.flatMap(({ eniId, actions }) =>
      actions.flatMap((action) =>
        action.kind === 'attach' ? [[eniId, `${action.instanceId}:${action.deviceIndex}`] as const] : [],
      ),
    ),
  );
}
