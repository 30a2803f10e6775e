import type { FailoverGroup } from './failover-group.ts';
import { isMemberOf, lastArrival } from './failover-group.ts';
import { formatInstant } from './instant.ts';
import { isPrimary, type NetworkInterface } from './network-interface.ts';
import type { SparedReason } from './plan.ts';
import type { Holding } from './standing.ts';
import type { TagReading } from './tags.ts';
import type { Evidence, Verdict } from './verdict.ts';

/** Why something that ought to be moved is not. */
export interface Bar {
  readonly reason: SparedReason;
  readonly because: string;
  /** Nothing but this trigger would bring us back to it, so we keep looking. */
  readonly keepLooking?: boolean;
}

/** Why an ENI of this kind never moves; it hardly ever changes in an ENI's life. Undefined where it can move. */
export function immovableBecause(networkInterface: NetworkInterface): string | undefined {
  if (networkInterface.requesterManaged) return 'an AWS service manages it (requester-managed)';
  if (isPrimary(networkInterface)) return 'it is the primary network interface of its instance';
  switch (networkInterface.interfaceType) {
    case 'interface':
      return networkInterface.status === 'associated' ? 'it is associated with a trunk (branch)' : undefined;
    case 'efa':
    case 'efa-only':
      return 'it is an Elastic Fabric Adapter, which EC2 attaches only to a stopped instance';
    case 'trunk':
    case 'branch':
      return `it is a ${networkInterface.interfaceType} network interface`;
    default:
      return `its type is ${networkInterface.interfaceType}, which is not known to be movable`;
  }
}

/** What keeps this ENI from being touched, whatever its place. */
export function barToTouching(
  networkInterface: NetworkInterface,
  leader: NetworkInterface,
  { earlier }: Evidence,
): Bar | undefined {
  const immovable = immovableBecause(networkInterface);
  if (immovable !== undefined) return { reason: 'refused', because: immovable };
  const hold = describeHold(networkInterface.hold);
  if (hold !== undefined) return { reason: 'held', because: `it is on hold: ${hold}` };
  if (
    networkInterface.availabilityZone !== leader.availabilityZone ||
    networkInterface.vpcId !== leader.vpcId
  ) {
    return {
      reason: 'refused',
      because: `it is not in the Availability Zone and VPC of its group's leader ${leader.id}`,
    };
  }
  const failure = earlier.failed.get(networkInterface.id);
  return failure === undefined ? undefined : { reason: 'failed', because: failure };
}

/** What keeps an ENI on a holder that is down. A gone holder is always left; an impaired one not within the block period. */
export function barToLeaving(
  holding: Holding,
  verdict: Verdict,
  group: FailoverGroup,
  { now, policy }: Evidence,
): Bar | undefined {
  const bar = barToTakingFrom(holding, group);
  if (bar !== undefined) return bar;
  const { instanceId, attachment } = holding;
  const arrivedAt = lastArrival(group, instanceId) ?? attachment.attachTime;
  const blockedUntil = arrivedAt + policy.blockPeriodMs;
  if (verdict.kind === 'impaired' && now < blockedUntil) {
    return {
      reason: 'block-period',
      ...(verdict.fleeting === true && { keepLooking: true }),
      because: `the group was attached to ${instanceId} at ${formatInstant(arrivedAt)}, and an impaired holder is not left again before ${formatInstant(blockedUntil)}`,
    };
  }
  return undefined;
}

/** What keeps an ENI from being taken from its holder, be that down or able. */
export function barToTakingFrom(holding: Holding, group: FailoverGroup): Bar | undefined {
  const { instance, instanceId } = holding;
  const hold = instance === undefined ? undefined : describeHold(instance.hold);
  if (hold !== undefined) return { reason: 'held', because: `its holder ${instanceId} is on hold: ${hold}` };
  if (isMemberOf(group, instance) || losesItsTags(holding)) return undefined;
  return { reason: 'refused', because: `its holder ${instanceId} is not a member of the group` };
}

/** EC2 takes the tags off a terminated instance after a while, so that their absence says nothing. */
function losesItsTags({ instance }: Holding): boolean {
  return instance === undefined || instance.state === 'terminated';
}

/** The reason of a hold; a hold without a readable reason holds all the same. */
export function describeHold(hold: TagReading<string>): string | undefined {
  switch (hold.kind) {
    case 'absent':
      return undefined;
    case 'read':
      return hold.value;
    case 'unreadable':
      return `(${hold.problem})`;
    default:
      return hold satisfies never;
  }
}
