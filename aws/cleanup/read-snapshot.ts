import type { CleanupSnapshot } from '../../domain/cleanup/cleanup-snapshot.ts';
import type { CleanupEc2 } from './cleanup-ec2.ts';
import { readInventory } from './inventory.ts';
import { readMemberGroups } from './read-group-names.ts';
import { readReferences } from './read-references.ts';
import { Reservations } from './read-reservations.ts';

/**
 * Reads what a sweep decides by: every ENI of the account, and what refers to those that concern it. A part that is
 * denied or fails is named in `unread`, and what was read stays. Throws GaveWay when EC2 throttles, and DeadlinePassed.
 */
export async function readCleanupSnapshot(
  ec2: CleanupEc2,
  accountId: string,
  deadline: number,
): Promise<CleanupSnapshot> {
  const takenAt = ec2.clock.now();
  const unread: string[] = [];
  const reading = { ec2, deadline, unread };
  const reservations = new Reservations(reading);
  try {
    const inventory = await readInventory(reading, ({ subnetId }) => reservations.of(subnetId));
    const references = await readReferences(reading);
    const groupNames = await readMemberGroups(reading);
    return {
      takenAt,
      unread,
      accountId,
      ...inventory,
      references: { ...references, reservations: await reservations.found(), claims: [] },
      groupNames,
    };
  } finally {
    await reservations.end();
  }
}
