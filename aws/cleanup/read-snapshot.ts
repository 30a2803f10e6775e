import type { CleanupSnapshot } from '../../domain/cleanup/cleanup-snapshot.ts';
import type { GentleEc2 } from '../gentle/gentle-ec2.ts';
import { describeUnread, type Unread } from '../gentle/part.ts';
import { Reservations } from '../gentle/read-reservations.ts';
import { readInventory } from './inventory.ts';
import { readEnrolledInstances } from './read-enrolled-instances.ts';
import { explicitOnly, readReferences } from './read-references.ts';

/**
 * Reads what a sweep decides by: every ENI of the account, and what refers to those that concern it. A part that is
 * denied or fails is named in `unread`, and what was read stays. Throws GaveWay when EC2 throttles, and DeadlinePassed.
 */
export async function readCleanupSnapshot(
  ec2: GentleEc2,
  accountId: string,
  deadline: number,
): Promise<CleanupSnapshot> {
  const takenAt = ec2.clock.now();
  const unread: Unread[] = [];
  const reading = { ec2, deadline, unread };
  const reservations = new Reservations(reading);
  try {
    const { claims, ...inventory } = await readInventory(reading, ({ subnetId }) =>
      reservations.of(subnetId),
    );
    const references = await readReferences(reading);
    const instances = await readEnrolledInstances(reading);
    const reserved = explicitOnly(await reservations.found());
    return {
      takenAt,
      unread: unread.map(describeUnread),
      accountId,
      ...inventory,
      references: { ...references, reservations: reserved, claims: [...claims, ...instances.claims] },
      groupNames: instances.groupNames,
    };
  } finally {
    await reservations.end();
  }
}
