import { groupsOf } from '../failover-group.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * The part of a fleet that can bear on where a group goes: the instances that its ENIs are or may be on, the groups that
 * share these, and so on. Groups know of each other only by the room on instances, so that a plan for this part is the plan for
 * the whole fleet, as far as the group goes; and thousands of groups need not be planned once for each of them.
 */
export function neighbourhoodOf(group: string, fleet: Snapshot): Snapshot {
  const known = parts.get(fleet);
  if (known !== undefined) return known.get(group) ?? fleet;
  const found = partsOf(fleet);
  parts.set(fleet, found);
  return found.get(group) ?? fleet;
}

/** A fleet never changes, so that neither do its parts. */
const parts = new WeakMap<Snapshot, ReadonlyMap<string, Snapshot>>();

function partsOf(fleet: Snapshot): ReadonlyMap<string, Snapshot> {
  const instancesOf = instancesByGroup(fleet);
  const groupsOn = invert(instancesOf);
  const numbers = new Map<string, number>();
  const partOfInstance = new Map<string, number>();
  let count = 0;
  for (const name of instancesOf.keys()) {
    if (numbers.has(name)) continue;
    const part = count++;
    const waiting = [name];
    numbers.set(name, part);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const instanceId of instancesOf.get(next) ?? []) {
        if (partOfInstance.has(instanceId)) continue;
        partOfInstance.set(instanceId, part);
        for (const other of groupsOn.get(instanceId) ?? []) {
          if (numbers.has(other)) continue;
          numbers.set(other, part);
          waiting.push(other);
        }
      }
    }
  }
  return assemble(fleet, numbers, partOfInstance);
}

/** What a group's ENIs are on, and its members. */
function instancesByGroup(fleet: Snapshot): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    groupsOf(fleet).map(({ name, networkInterfaces, members }) => [
      name,
      new Set([
        ...members.map(({ id }) => id),
        ...networkInterfaces.flatMap(({ attachment }) => attachment?.instanceId ?? []),
      ]),
    ]),
  );
}

function invert(
  instancesOf: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, readonly string[]> {
  const pairs = [...instancesOf].flatMap(([group, ids]) => [...ids].map((id) => [id, group] as const));
  const grouped = Map.groupBy(pairs, ([id]) => id);
  return new Map([...grouped].map(([id, found]) => [id, found.map(([, group]) => group)]));
}

function assemble(
  fleet: Snapshot,
  partOfGroup: ReadonlyMap<string, number>,
  partOfInstance: ReadonlyMap<string, number>,
): ReadonlyMap<string, Snapshot> {
  const enis = Map.groupBy(fleet.networkInterfaces, ({ group, attachment }) =>
    group.kind === 'read' ? partOfGroup.get(group.value) : partOfInstance.get(attachment?.instanceId ?? ''),
  );
  const instances = Map.groupBy(fleet.instances, ([id]) => partOfInstance.get(id));
  const snapshots = new Map(
    [...enis.keys()].map((part) => [
      part,
      {
        ...fleet,
        networkInterfaces: enis.get(part) ?? [],
        instances: new Map(instances.get(part) ?? []),
      } satisfies Snapshot,
    ]),
  );
  return new Map([...partOfGroup].map(([group, part]) => [group, snapshots.get(part) ?? fleet]));
}
