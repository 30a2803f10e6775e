import { type AddressClaim, claimsOf } from '../../domain/cleanup/address-claims.ts';
import type { CleanupSnapshot } from '../../domain/cleanup/cleanup-snapshot.ts';
import type { SweptEni } from '../../domain/cleanup/swept-eni.ts';
import { auditTagKeys, tagKeys } from '../../domain/tags.ts';
import { toGlance, toSweptEni } from '../gentle/eni-records.ts';
import type { GentleEc2 } from '../gentle/gentle-ec2.ts';
import { describeUnread, type Reading } from '../gentle/part.ts';
import { readEniPages } from '../gentle/read-enis.ts';
import { Reservations } from '../gentle/read-reservations.ts';
import { findEni } from './find-eni.ts';
import { readEnrolledInstances } from './read-enrolled-instances.ts';
import { explicitOnly, readReferences } from './read-references.ts';

/** A single read may miss what exists (facts 1.3); so many in a row do not. */
const missesBeforeGone = 2;
const waitAfterMissMs = 1_000;

/** What was known before: the snapshot of the sweep, and the ENI of it that is looked at again. */
export interface Before {
  readonly snapshot: CleanupSnapshot;
  readonly eni: SweptEni;
}

/**
 * The last look before a deletion (rule 27): the ENI, what refers to it, the protected ENIs of its VPC, the groups that have
 * members, and who claims an address of its VPC, all fresh; counts are those of the sweep. Undefined where EC2 does not know
 * the ENI any more. Throws where the ENI itself cannot be read, and GaveWay and DeadlinePassed.
 */
export async function lookAgain(
  ec2: GentleEc2,
  { snapshot, eni: before }: Before,
  deadline: number,
): Promise<CleanupSnapshot | undefined> {
  const takenAt = ec2.clock.now();
  const reading: Reading = { ec2, deadline, unread: [] };
  const reservations = new Reservations(reading);
  reservations.of(before.subnetId);
  try {
    const references = await readReferences(reading, before.id);
    const instances = await readEnrolledInstances(reading);
    const tagged = await readTagged(reading, before.vpcId);
    const reserved = explicitOnly(await reservations.found());
    // Last of all: what changes soonest is the newest.
    const eni = await describeTwice(ec2, before.id, deadline);
    if (eni === undefined) return undefined;
    const { ec2Time } = snapshot;
    return {
      ...snapshot,
      takenAt,
      // EC2's clock runs ahead of ours by as much as before.
      ...(ec2Time !== undefined && { ec2Time: takenAt + ec2Time - snapshot.takenAt }),
      unread: reading.unread.map(describeUnread),
      groupNames: instances.groupNames,
      enis: [eni, ...tagged.protectedEnis.filter(({ id }) => id !== eni.id)],
      references: { ...references, reservations: reserved, claims: [...tagged.claims, ...instances.claims] },
    };
  } finally {
    await reservations.end();
  }
}

async function describeTwice(ec2: GentleEc2, eniId: string, deadline: number): Promise<SweptEni | undefined> {
  for (let miss = 1; ; miss++) {
    const eni = await findEni(ec2, { eniId }, deadline);
    if (eni !== undefined || miss >= missesBeforeGone) return eni;
    await ec2.clock.sleep(waitAfterMissMs);
  }
}

/** What the tags of the ENIs of a VPC tell. */
interface Tagged {
  /** While a failover moves one of them, nothing of the VPC is deleted (rule 14). */
  readonly protectedEnis: readonly SweptEni[];
  readonly claims: readonly AddressClaim[];
}

async function readTagged(reading: Reading, vpcId: string | undefined): Promise<Tagged> {
  const protectedEnis: SweptEni[] = [];
  const claims: AddressClaim[] = [];
  const ofVpc = vpcId === undefined ? [] : [{ Name: 'vpc-id', Values: [vpcId] }];
  const filters = [{ Name: 'tag-key', Values: [tagKeys.group, auditTagKeys.address] }, ...ofVpc];
  await readEniPages(reading, filters, ({ records }) => {
    for (const record of records) {
      const { tags } = toGlance(record);
      claims.push(...claimsOf(tags, record.NetworkInterfaceId ?? 'an ENI', record.VpcId));
      if (Object.hasOwn(tags, tagKeys.group)) protectedEnis.push(toSweptEni(record));
    }
  });
  return { protectedEnis, claims };
}
