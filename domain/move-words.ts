import { describeInstance } from './instance.ts';
import { describeAddresses } from './network-interface.ts';
import type { Change } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trigger } from './trigger.ts';

/** How a change is called. */
export function nameOf({ kind }: Change): string {
  switch (kind) {
    case 'failover':
    case 'switchover':
    case 'placement':
    case 'protection':
      return kind;
    case 'follow':
      return 'follow-up move';
    default:
      return kind satisfies never;
  }
}

export function countEnis(items: readonly unknown[]): string {
  return items.length === 1 ? '1 ENI' : `${items.length} ENIs`;
}

/** "fw-a (i-…) -> fw-b (i-…)", with what is known. */
export function routeOf({ from, to }: Change, snapshot: Snapshot): string {
  const arrival = nameInstance(to, snapshot);
  return from === undefined ? `to ${arrival}` : `${nameInstance(from, snapshot)} -> ${arrival}`;
}

/** The same for a subject line, where an instance with a name needs no id. */
export function shortRouteOf({ from, to }: Change, snapshot: Snapshot): string {
  const arrival = shortNameOf(to, snapshot);
  return from === undefined ? `to ${arrival}` : `${shortNameOf(from, snapshot)} -> ${arrival}`;
}

/** Its name, or its id where it has none. */
export function shortNameOf(instanceId: string | undefined, snapshot: Snapshot): string {
  return instanceId === undefined ? 'nowhere' : (snapshot.instances.get(instanceId)?.name ?? instanceId);
}

export function nameInstance(instanceId: string | undefined, snapshot: Snapshot): string {
  if (instanceId === undefined) return 'nowhere';
  return describeInstance(snapshot.instances.get(instanceId), instanceId);
}

export function describeMove(change: Change, snapshot: Snapshot): string {
  const eni = snapshot.networkInterfaces.find(({ id }) => id === change.eniId);
  const what = change.to === undefined ? nameOf(change) : routeOf(change, snapshot);
  return `${change.eniId}${describeAddresses(eni)} ${what}`;
}

/** A change for machines. */
export function moveData(change: Change, snapshot: Snapshot): Record<string, unknown> {
  const eni = snapshot.networkInterfaces.find(({ id }) => id === change.eniId);
  return {
    networkInterfaceId: change.eniId,
    privateIpAddress: eni?.privateIpAddress,
    publicIp: eni?.publicIp,
    kind: change.kind,
    from: change.from,
    to: change.to,
    because: change.because,
  };
}

/**
 * What one event has set in motion in one group. Another attempt at the event goes on with it; what a tick takes up later, or
 * another handler, is a story of its own.
 */
export function storyOf(group: string, { eventId }: Trigger): string {
  return `${group}/${eventId}`;
}

export function distinct(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}
