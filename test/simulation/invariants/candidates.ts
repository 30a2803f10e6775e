import type { Instance, NetworkInterface } from '../../../sandbox/world/records.ts';
import { hasReadablePriority, isHeld, isImpaired, isMember } from '../truth.ts';
import { type Group, type Present, roomOn } from './present.ts';

/** Whether the instance can, in truth, take these ENIs of the group besides those that it has. */
export function canTake(
  instance: Instance,
  enis: readonly NetworkInterface[],
  { name }: Group,
  present: Present,
): boolean {
  const lacking = enis.filter(({ attachment }) => attachment?.instanceId !== instance.instanceId);
  return (
    instance.state === 'running' &&
    !isImpaired(instance) &&
    !instance.hung &&
    isMember(instance, name) &&
    !isHeld(instance) &&
    hasReadablePriority(instance) &&
    enis.every((eni) => eni.availabilityZone === instance.availabilityZone && eni.vpcId === instance.vpcId) &&
    (lacking.length === 0 || roomOn(instance, present) >= lacking.length)
  );
}

/** Every instance that could take the whole group. */
export function candidatesFor(group: Group, present: Present): readonly Instance[] {
  return [...present.instances.values()].filter((instance) =>
    canTake(instance, group.travelling, group, present),
  );
}
