import type { CleanupSnapshot } from '../../domain/cleanup/cleanup-snapshot.ts';
import type { SweptEni } from '../../domain/cleanup/swept-eni.ts';
import { tagKeys } from '../../domain/tags.ts';
import type { CleanupEc2 } from './cleanup-ec2.ts';
import { findEni } from './find-eni.ts';
import type { Reading } from './part.ts';
import { readEniPages } from './read-enis.ts';
import { readMemberGroups } from './read-group-names.ts';
import { readReferences } from './read-references.ts';
import { Reservations } from './read-reservations.ts';
import { toSweptEni } from './swept-records.ts';

/** A single read may miss what exists (facts 1.3); so many in a row do not. */
const missesBeforeGone = 2;
const waitAfterMissMs = 1_000;

/** What was known before: the snapshot of the sweep, and the ENI of it that is looked at again. */
export interface Before {
  readonly snapshot: CleanupSnapshot;
  readonly eni: SweptEni;
}

/**
 * The last look before a deletion (rule 27): the ENI, what refers to it, the protected ENIs of its VPC and the groups
 * that have members, all fresh; counts are those of the sweep. Undefined where EC2 does not know the ENI any more. Throws where the ENI
 * itself cannot be read, and GaveWay and DeadlinePassed.
 */
export async function lookAgain(
  ec2: CleanupEc2,
  { snapshot, eni: before }: Before,
  deadline: number,
): Promise<CleanupSnapshot | undefined> {
  const takenAt = ec2.clock.now();
  const reading = { ec2, deadline, unread: [] };
  const reservations = new Reservations(reading);
  reservations.of(before.subnetId);
  try {
    const references = await readReferences(reading, before.id);
    const groupNames = await readMemberGroups(reading);
    const protectedEnis = await readProtected(reading, before.vpcId);
    const reserved = await reservations.found();
    // Last of all: what changes soonest is the newest.
    const eni = await describeTwice(ec2, before.id, deadline);
    if (eni === undefined) return undefined;
    const { ec2Time } = snapshot;
    return {
      ...snapshot,
      takenAt,
      // EC2's clock runs ahead of ours by as much as before.
      ...(ec2Time !== undefined && { ec2Time: takenAt + ec2Time - snapshot.takenAt }),
      unread: reading.unread,
      groupNames,
      enis: [eni, ...protectedEnis.filter(({ id }) => id !== eni.id)],
      references: { ...references, reservations: reserved, claims: snapshot.references.claims },
    };
  } finally {
    await reservations.end();
  }
}

async function describeTwice(
  ec2: CleanupEc2,
  eniId: string,
  deadline: number,
): Promise<SweptEni | undefined> {
  for (let miss = 1; ; miss++) {
    const eni = await findEni(ec2, { eniId }, deadline);
    if (eni !== undefined || miss >= missesBeforeGone) return eni;
    await ec2.clock.sleep(waitAfterMissMs);
  }
}

/** While a failover moves one of them, nothing of the VPC is deleted (rule 14). */
async function readProtected(reading: Reading, vpcId: string | undefined): Promise<readonly SweptEni[]> {
  const enis: SweptEni[] = [];
  const ofVpc = vpcId === undefined ? [] : [{ Name: 'vpc-id', Values: [vpcId] }];
  const filters = [{ Name: 'tag-key', Values: [tagKeys.group] }, ...ofVpc];
  await readEniPages(reading, filters, ({ records }) => enis.push(...records.map(toSweptEni)));
  return enis;
}
