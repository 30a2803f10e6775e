import { type FailoverGroup, groupsOf } from '../failover-group.ts';
import type { Instant } from '../instant.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { Snapshot } from '../snapshot.ts';

/** Groups in the middle of a move, by name, with the ids of their ENIs. */
export type GroupsUnderWay = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The groups of which an ENI is between two instances. One that is attached to nothing counts, unless it is on hold: the
 * failover attaches it within a minute, or says at once why it cannot. One that came while the account was being read counts
 * too: what was read before that shows it elsewhere.
 */
export function groupsUnderWay(fleet: Snapshot): GroupsUnderWay {
  return new Map(
    groupsOf(fleet)
      .filter((group) => isUnderWay(group, fleet.takenAt))
      .map(({ name, networkInterfaces }) => [name, new Set(networkInterfaces.map(({ id }) => id))]),
  );
}

function isUnderWay({ networkInterfaces }: FailoverGroup, takenAt: Instant): boolean {
  return networkInterfaces.some(
    (eni) => isMoving(eni) || isAboutToMove(eni) || (eni.attachment?.attachTime ?? 0) > takenAt,
  );
}

function isMoving({ status, attachment }: NetworkInterface): boolean {
  const transitions: readonly string[] = ['attaching', 'detaching', 'pending'];
  return transitions.includes(status) || transitions.includes(attachment?.status ?? '');
}

function isAboutToMove({ status, attachment, hold }: NetworkInterface): boolean {
  return status === 'available' && attachment === undefined && hold.kind === 'absent';
}
