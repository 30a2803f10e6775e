import { immovableBecause } from '../bars.ts';
import { travelling } from '../candidates.ts';
import { type FailoverGroup, isMemberOf, leaderOf } from '../failover-group.ts';
import type { Instance } from '../instance.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { Snapshot } from '../snapshot.ts';
import { sortedIds } from './resource-words.ts';

/** Where the ENIs of a group are. */
export interface GroupState {
  readonly group: FailoverGroup;
  /** The one that a failover would let decide. */
  readonly leader: NetworkInterface;
  /** Those that move with it; without ENIs that can never move, or not to where it can. */
  readonly travelling: readonly NetworkInterface[];
  /** Of the travelling ones: on nothing. */
  readonly unattached: readonly NetworkInterface[];
  /** The instances that hold some of them, and are not letting go of it; in id order. */
  readonly holders: readonly string[];
  /** The one member that holds all that is held. Absent where there is none, or more than one. */
  readonly active?: Instance;
}

/** Undefined for a group without an ENI, of which there is none in a fleet. */
export function stateOfGroup(group: FailoverGroup, fleet: Snapshot): GroupState | undefined {
  const leader = leaderOf(group, (eni) => immovableBecause(eni) === undefined) ?? group.networkInterfaces[0];
  if (leader === undefined) return undefined;
  const moving = travelling(group, leader);
  const holders = sortedIds(
    moving.flatMap(({ attachment }) =>
      attachment === undefined || attachment.status === 'detaching' ? [] : (attachment.instanceId ?? []),
    ),
  );
  const holder = holders.length === 1 ? fleet.instances.get(holders[0] ?? '') : undefined;
  return {
    group,
    leader,
    travelling: moving,
    unattached: moving.filter(({ attachment }) => attachment === undefined),
    holders,
    ...(holder !== undefined && isMemberOf(group, holder) && { active: holder }),
  };
}

/** Of each instance that is a member and active in none of its groups: a group that is active elsewhere. */
export function idleMembers(
  groups: readonly FailoverGroup[],
  fleet: Snapshot,
): ReadonlyMap<string, { readonly group: string; readonly active: string }> {
  const states = groups.flatMap((group) => stateOfGroup(group, fleet) ?? []);
  const busy = new Set(states.flatMap(({ holders }) => holders));
  return new Map(
    states
      .toReversed()
      .flatMap(({ group, active }) =>
        active === undefined
          ? []
          : group.members
              .filter(({ id }) => !busy.has(id))
              .map(({ id }) => [id, { group: group.name, active: active.id }] as const),
      ),
  );
}
