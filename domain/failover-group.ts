import { type Instance, isMember } from './instance.ts';
import type { Instant } from './instant.ts';
import { isPrimary, type NetworkInterface } from './network-interface.ts';
import type { Snapshot } from './snapshot.ts';

/** The protected ENIs that move as one, and the instances that may hold them. Both in id order. */
export interface FailoverGroup {
  readonly name: string;
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly members: readonly Instance[];
}

/** Every group that has at least one ENI, in name order: every handler sees the same order. */
export function groupsOf(snapshot: Snapshot): readonly FailoverGroup[] {
  const byName = new Map<string, NetworkInterface[]>();
  for (const networkInterface of snapshot.networkInterfaces) {
    if (networkInterface.group.kind !== 'read') continue;
    const known = byName.get(networkInterface.group.value);
    if (known === undefined) byName.set(networkInterface.group.value, [networkInterface]);
    else known.push(networkInterface);
  }
  const members = membersByGroup(snapshot);
  return [...byName]
    .map(([name, networkInterfaces]) => ({
      name,
      networkInterfaces: networkInterfaces.sort(byId),
      members: members.get(name) ?? [],
    }))
    .sort((a, b) => compareText(a.name, b.name));
}

function membersByGroup(snapshot: Snapshot): ReadonlyMap<string, readonly Instance[]> {
  const members = new Map<string, Instance[]>();
  for (const instance of [...snapshot.instances.values()].sort(byId)) {
    if (instance.groups.kind !== 'read') continue;
    for (const name of instance.groups.value) {
      const known = members.get(name);
      if (known === undefined) members.set(name, [instance]);
      else known.push(instance);
    }
  }
  return members;
}

/**
 * The ENI whose place the others follow: the first in id order that can move at all. Tags that come and go, such as a
 * hold, do not count, so that every handler elects the same leader whatever it read.
 */
export function leaderOf(
  group: FailoverGroup,
  movable: (eni: NetworkInterface) => boolean,
): NetworkInterface | undefined {
  return group.networkInterfaces.find(movable);
}

/** When the last ENI of the group was attached to the instance: the group moves as one, so that is when it came. */
export function lastArrival(group: FailoverGroup, instanceId: string): Instant | undefined {
  const times = group.networkInterfaces.flatMap((eni) =>
    eni.attachment?.instanceId === instanceId && !isPrimary(eni) ? [eni.attachment.attachTime] : [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Whether the instance is a member of the group. */
export function isMemberOf(group: FailoverGroup, instance: Instance | undefined): boolean {
  return instance !== undefined && isMember(instance, group.name);
}

/** Sorts by id, so that the order in which EC2 lists things never matters. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compareText(a.id, b.id);
}

/** Code unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
