import { immovableBecause } from './bars.ts';
import type { Finding } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import { type TagReading, tagKeys } from './tags.ts';

/** What an owner has to mend before it hurts: tags that cannot be read, and ENIs that can never be moved. */
export function findingsOf(snapshot: Snapshot): readonly Finding[] {
  return [
    ...snapshot.networkInterfaces.flatMap((eni) => [
      ...findingOfTag(eni.id, tagKeys.group, eni.group),
      ...findingOfTag(eni.id, tagKeys.hold, eni.hold),
      ...findingOfKind(eni.id, eni.group, immovableBecause(eni)),
    ]),
    ...[...snapshot.instances.values()].flatMap((instance) => [
      ...findingOfTag(instance.id, tagKeys.group, instance.groups),
      ...findingOfTag(instance.id, tagKeys.priority, instance.priority),
      ...findingOfTag(instance.id, tagKeys.hold, instance.hold),
    ]),
  ];
}

function findingOfTag(resourceId: string, key: string, reading: TagReading<unknown>): Finding[] {
  if (reading.kind !== 'unreadable') return [];
  return [
    {
      resourceId,
      problem: `tag ${key}=${JSON.stringify(reading.raw)} ${reading.problem}`,
      remedy: `Correct or remove the tag ${key} of ${resourceId}; until then it is left alone.`,
    },
  ];
}

function findingOfKind(
  resourceId: string,
  group: TagReading<string>,
  immovable: string | undefined,
): Finding[] {
  if (immovable === undefined || group.kind !== 'read') return [];
  return [
    {
      resourceId,
      problem: `it is enrolled in group ${group.value}, but can never be moved: ${immovable}`,
      remedy: `Remove the tag ${tagKeys.group} of ${resourceId}, and protect its addresses in another way.`,
    },
  ];
}
