import type { Earlier } from './earlier.ts';
import { describeInstance, type Instance } from './instance.ts';
import { formatDuration, formatInstant, type Instant } from './instant.ts';
import type { FailoverPolicy } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import type { AlarmRaised, Trigger } from './trigger.ts';

/** Whether an instance can hold network interfaces, and how we know. */
export interface Verdict {
  /**
   * `able` to hold. `gone` and `impaired` are down. `warned`: alive, and about to be taken back by EC2.
   * `suspected`: signs that are not yet proof, so nothing is done. `doubtful`: the evidence contradicts itself, so we
   * look again.
   */
  readonly kind: 'able' | 'gone' | 'impaired' | 'warned' | 'suspected' | 'doubtful';
  readonly because: string;
  /** Only this trigger says so: a later look cannot see it. */
  readonly fleeting?: boolean;
}

/** All that a decision is made from. */
export interface Evidence {
  readonly snapshot: Snapshot;
  readonly trigger: Trigger;
  readonly policy: FailoverPolicy;
  readonly now: Instant;
  readonly earlier: Earlier;
}

/**
 * Judges an instance. `heldSince` is the AttachTime of what it holds: an alarm from before that time says nothing
 * against the present holding.
 */
export function judge(instanceId: string, evidence: Evidence, heldSince?: Instant): Verdict {
  const instance = evidence.snapshot.instances.get(instanceId);
  if (instance === undefined) return judgeMissing(instanceId, evidence);
  return (
    judgeContradiction(instance, evidence) ??
    judgeState(instance) ??
    judgeSpotWarning(instance, evidence) ??
    judgeAlarm(instance, evidence, heldSince) ??
    judgeImpairment(instance, evidence) ?? {
      kind: 'able',
      because: `${nameOf(instance)} is ${instance.state}`,
    }
  );
}

function judgeMissing(instanceId: string, { snapshot, earlier, policy }: Evidence): Verdict {
  const since = earlier.missingSince.get(instanceId);
  const missingMs = since === undefined ? 0 : snapshot.takenAt - since;
  if (since !== undefined && missingMs >= policy.vanishedAfterMs) {
    return {
      kind: 'gone',
      because: `${instanceId} has vanished: looks ${formatDuration(missingMs)} apart did not show it`,
    };
  }
  return { kind: 'doubtful', because: `${instanceId} is not shown by DescribeInstances; reads may lag` };
}

/** A young event against an older-looking snapshot: reads may lag behind events (facts 1.3), so neither is acted on. */
function judgeContradiction(instance: Instance, { trigger, now, policy }: Evidence): Verdict | undefined {
  if (trigger.kind !== 'instance-state-change' || trigger.instanceId !== instance.id) return undefined;
  if (now - trigger.at >= policy.youngEventMs) return undefined;
  const eventSaysUp = trigger.state === 'running' || trigger.state === 'pending';
  const snapshotLags = eventSaysUp
    ? instance.state === 'stopped' || (instance.state === 'pending' && trigger.state === 'running')
    : instance.state === 'running' || instance.state === 'pending';
  if (!snapshotLags) return undefined;
  return {
    kind: 'doubtful',
    because: `the event says that ${nameOf(instance)} is ${trigger.state}, DescribeInstances says ${instance.state}`,
  };
}

function judgeState(instance: Instance): Verdict | undefined {
  switch (instance.state) {
    case 'stopping':
    case 'stopped':
    case 'shutting-down':
    case 'terminated':
      return { kind: 'gone', because: `${nameOf(instance)} is ${instance.state}` };
    case 'unknown':
      return {
        kind: 'suspected',
        because: `${nameOf(instance)} is in a state that this version does not know`,
      };
    case 'pending':
    case 'running':
      return undefined;
    default:
      return instance.state satisfies never;
  }
}

function judgeSpotWarning(instance: Instance, { trigger, now, policy }: Evidence): Verdict | undefined {
  if (trigger.kind !== 'spot-interruption' || trigger.instanceId !== instance.id) return undefined;
  if (now - trigger.at >= policy.spotWarningMs) return undefined;
  return {
    kind: 'warned',
    because: `EC2 will ${trigger.instanceAction} the Spot Instance ${nameOf(instance)} (interruption warning)`,
  };
}

function judgeAlarm(
  instance: Instance,
  evidence: Evidence,
  heldSince: Instant | undefined,
): Verdict | undefined {
  const { trigger, now, policy } = evidence;
  if (trigger.kind !== 'alarm' || now - trigger.at > policy.alarmBelievedMs) return undefined;
  if (heldSince !== undefined && heldSince >= trigger.at) return undefined;
  const named = trigger.evidence.find((item) => item.instanceId === instance.id);
  if (named === undefined) return undefined;
  if (named.kind === 'status-check') return judgeStatusAlarm(instance, trigger, evidence);
  return {
    kind: 'impaired',
    fleeting: true,
    because: `alarm ${trigger.alarmName} on ${named.metric} of ${nameOf(instance)} is in ALARM since ${formatInstant(trigger.at)}`,
  };
}

/** A status check alarm is only acted on where DescribeInstanceStatus says the same. */
function judgeStatusAlarm(
  instance: Instance,
  alarm: AlarmRaised,
  { now, policy }: Evidence,
): Verdict | undefined {
  if (instance.impairment !== undefined) {
    return {
      kind: 'impaired',
      because: `alarm ${alarm.alarmName} and DescribeInstanceStatus agree: ${describeImpairment(instance)}`,
    };
  }
  if (now - alarm.at >= policy.youngEventMs) return undefined;
  return {
    kind: 'doubtful',
    because: `alarm ${alarm.alarmName} says that ${nameOf(instance)} fails status checks, DescribeInstanceStatus does not (yet)`,
  };
}

function judgeImpairment(instance: Instance, { snapshot, policy }: Evidence): Verdict | undefined {
  if (instance.impairment === undefined) return undefined;
  const { since } = instance.impairment;
  if (since === undefined) {
    return { kind: 'suspected', because: `${describeImpairment(instance)}; EC2 does not say since when` };
  }
  const impairedMs = snapshot.takenAt - since;
  if (impairedMs < policy.impairedGraceMs) {
    const grace = formatDuration(policy.impairedGraceMs);
    return { kind: 'suspected', because: `${describeImpairment(instance)}; that is less than ${grace} ago` };
  }
  return { kind: 'impaired', because: describeImpairment(instance) };
}

function describeImpairment(instance: Instance): string {
  const { impairment } = instance;
  const since = impairment?.since === undefined ? '' : ` since ${formatInstant(impairment.since)}`;
  return `${nameOf(instance)} fails the ${impairment?.checks.join(' and ')} status check${since}`;
}

function nameOf(instance: Instance): string {
  return describeInstance(instance, instance.id);
}
