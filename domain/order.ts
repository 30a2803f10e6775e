import type { FailoverGroup } from './failover-group.ts';
import { isMemberOf } from './failover-group.ts';
import type { Snapshot } from './snapshot.ts';
import { instancesNamedBy, type Trigger } from './trigger.ts';

/**
 * The order in which a handler begins the groups: those that the trigger is about, then all the others in an order of its
 * own, drawn from the event's id, so that several handlers at once share the work: two that went around one ring would meet
 * at its frontier and do everything twice from there. Groups that are already between two places go last: another handler
 * is likely at work on them.
 */
export function inOwnOrder(
  groups: readonly FailoverGroup[],
  trigger: Trigger,
  snapshot: Snapshot,
): readonly FailoverGroup[] {
  const named = groups.filter((group) => isNamedBy(trigger, group, snapshot));
  const others = groups
    .filter((group) => !named.includes(group))
    .map((group) => ({ group, rank: hash(`${trigger.eventId}/${group.name}`) }))
    .sort((a, b) => Number(isInTransit(a.group)) - Number(isInTransit(b.group)) || a.rank - b.rank)
    .map(({ group }) => group);
  return [...named, ...others];
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
