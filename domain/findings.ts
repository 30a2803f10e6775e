import { immovableBecause } from './bars.ts';
import { byId } from './failover-group.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Finding } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import { type TagReading, tagKeys } from './tags.ts';

/** What an owner has to mend before it hurts: tags that cannot be read, and ENIs that can never be moved. */
export function findingsOf(snapshot: Snapshot): readonly Finding[] {
  return [
    ...snapshot.networkInterfaces
      .toSorted(byId)
      .flatMap((eni) => [
        ...findingOfTag(eni.id, tagKeys.group, eni.group),
        ...findingOfTag(eni.id, tagKeys.hold, eni.hold, 'until then it is held'),
        ...findingOfKind(eni),
      ]),
    ...[...snapshot.instances.values()]
      .sort(byId)
      .flatMap((instance) => [
        ...findingOfTag(instance.id, tagKeys.group, instance.groups, 'until then it is a member of no group'),
        ...findingOfTag(instance.id, tagKeys.priority, instance.priority, 'until then it is no candidate'),
        ...findingOfTag(instance.id, tagKeys.hold, instance.hold, 'until then it is held'),
      ]),
  ];
}

function findingOfTag(
  resourceId: string,
  key: string,
  reading: TagReading<unknown>,
  meanwhile = 'until then it is not protected',
): Finding[] {
  if (reading.kind !== 'unreadable') return [];
  return [
    {
      resourceId,
      problem: `tag ${key}=${JSON.stringify(reading.raw)} ${reading.problem}`,
      remedy: `Correct or remove the tag ${key} of ${resourceId}; ${meanwhile}.`,
    },
  ];
}

function findingOfKind(eni: NetworkInterface): Finding[] {
  if (eni.group.kind !== 'read') return [];
  const immovable = immovableBecause(eni) ?? foreignBecause(eni);
  if (immovable === undefined) return [];
  return [
    {
      resourceId: eni.id,
      problem: `it is enrolled in group ${eni.group.value}, but can never be moved: ${immovable}`,
      remedy: `Remove the tag ${tagKeys.group} of ${eni.id}, and protect its addresses in another way.`,
    },
  ];
}

function foreignBecause({ attachment }: NetworkInterface): string | undefined {
  if (attachment === undefined || attachment.instanceId !== undefined) return undefined;
  return 'it is attached to something that is not an instance of this account';
}
