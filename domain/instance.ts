import type { Instant } from './instant.ts';
import type { TagReading } from './tags.ts';

/** EC2's instance states, and `unknown` for one that EC2 may add. */
export type InstanceState =
  | 'pending'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'shutting-down'
  | 'terminated'
  | 'unknown';

/** An EC2 instance as a snapshot shows it. */
export interface Instance {
  readonly id: string;
  /** The Name tag, for people. */
  readonly name?: string;
  readonly type: string;
  readonly state: InstanceState;
  readonly availabilityZone: string;
  readonly vpcId: string;
  /** The groups that it is a member of. */
  readonly groups: TagReading<readonly string[]>;
  readonly priority: TagReading<number>;
  readonly hold: TagReading<string>;
  /** What DescribeInstanceStatus says against it; absent when it says nothing. */
  readonly impairment?: Impairment;
  /** Every network interface that DescribeInstances shows on it, ours or not: they use up its slots. */
  readonly slots: readonly Slot[];
}

export interface Impairment {
  readonly checks: readonly ('instance' | 'system' | 'attached-ebs')[];
  /** Since when the longest-failing check fails; absent when EC2 does not say. */
  readonly since?: Instant;
}

/** One place on an instance that a network interface takes. */
export interface Slot {
  readonly networkInterfaceId: string;
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
}

/** How many network interfaces an instance type takes: in all, and on network card 0 (DescribeInstanceTypes). */
export interface InstanceTypeLimits {
  readonly networkInterfacesMax: number;
  readonly networkInterfacesOnCard0Max: number;
}

/** Its name and id, as alerts show it. */
export function describeInstance(instance: Instance | undefined, id: string): string {
  return instance?.name === undefined ? id : `${instance.name} (${id})`;
}

/** Whether its group tag makes it a member of the group. */
export function isMember(instance: Instance, group: string): boolean {
  return instance.groups.kind === 'read' && instance.groups.value.includes(group);
}
