import type { FailoverGroup } from './failover-group.ts';
import { isMemberOf } from './failover-group.ts';
import type { Snapshot } from './snapshot.ts';
import { instancesNamedBy, type Trigger } from './trigger.ts';

/**
 * The order in which a handler begins the groups: those that the trigger is about, then the ring of all the others,
 * from a place of its own, so that several handlers at once share the work. Groups that are already between two
 * places go last: another handler is likely at work on them.
 */
export function inRingOrder(
  groups: readonly FailoverGroup[],
  trigger: Trigger,
  snapshot: Snapshot,
): readonly FailoverGroup[] {
  const first = groups.filter((group) => isNamedBy(trigger, group, snapshot));
  const firstIndex =
    first[0] === undefined ? hash(trigger.eventId) % Math.max(groups.length, 1) : groups.indexOf(first[0]);
  const ring = [...groups.slice(firstIndex), ...groups.slice(0, firstIndex)].filter(
    (group) => !first.includes(group),
  );
  return [...first, ...ring.filter((group) => !isInTransit(group)), ...ring.filter(isInTransit)];
}

/** Whether the trigger is about this group: about its holder, a member, or the group itself. */
export function isNamedBy(trigger: Trigger, group: FailoverGroup, snapshot: Snapshot): boolean {
  if (trigger.kind === 'switchover-request') return trigger.group === group.name;
  return instancesNamedBy(trigger).some(
    (id) =>
      isMemberOf(group, snapshot.instances.get(id)) ||
      group.networkInterfaces.some(({ attachment }) => attachment?.instanceId === id),
  );
}

function isInTransit(group: FailoverGroup): boolean {
  return group.networkInterfaces.some(({ attachment }) => attachment?.status !== 'attached');
}

/** FNV-1a, 32 bits: any even spread would do. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
