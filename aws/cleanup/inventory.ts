import type { NetworkInterface as NetworkInterfaceRecord } from '@aws-sdk/client-ec2';
import { type AddressClaim, claimsOf } from '../../domain/cleanup/address-claims.ts';
import type { CleanupSnapshot } from '../../domain/cleanup/cleanup-snapshot.ts';
import { concernsCleanup, type SweptEni } from '../../domain/cleanup/swept-eni.ts';
import { toGlance, toSweptEni } from '../gentle/eni-records.ts';
import type { Reading, Unread } from '../gentle/part.ts';
import { readEniPages } from '../gentle/read-enis.ts';

/** The ENIs of the account. */
export interface Inventory extends Pick<CleanupSnapshot, 'ec2Time' | 'eniCount' | 'eniCountByVpc' | 'enis'> {
  /** What the tags of all ENIs claim, of attached ones too. */
  readonly claims: readonly AddressClaim[];
}

/**
 * Counts every ENI of the account, and keeps those that concern the cleanup; the others are dropped page by page, before
 * they cost anything. `found` is called with each that is kept.
 */
export async function readInventory(reading: Reading, found: (eni: SweptEni) => void): Promise<Inventory> {
  const beganAt = reading.ec2.clock.now();
  const enis: SweptEni[] = [];
  const claims: AddressClaim[] = [];
  const eniCountByVpc = new Map<string, number>();
  let eniCount = 0;
  let ec2Time: number | undefined;
  const take = (record: NetworkInterfaceRecord) => {
    eniCount += 1;
    const { VpcId, NetworkInterfaceId = 'an ENI' } = record;
    if (VpcId !== undefined) eniCountByVpc.set(VpcId, (eniCountByVpc.get(VpcId) ?? 0) + 1);
    const glance = toGlance(record);
    for (const claim of claimsOf(glance.tags, NetworkInterfaceId, VpcId)) claims.push(claim);
    if (!concernsCleanup(glance)) return;
    const eni = sweptOrUnread(record, reading.unread);
    if (eni === undefined) return;
    enis.push(eni);
    found(eni);
  };
  await readEniPages(reading, undefined, ({ records, date }) => {
    // The time at which the reading began, however long the first page took to come.
    if (date !== undefined) ec2Time ??= date - (reading.ec2.clock.now() - beganAt);
    for (const record of records) take(record);
  });
  return { eniCount, eniCountByVpc, enis, claims, ...(ec2Time !== undefined && { ec2Time }) };
}

/** Undefined where it cannot be read: then that is said. */
function sweptOrUnread(record: NetworkInterfaceRecord, unread: Unread[]): SweptEni | undefined {
  try {
    return toSweptEni(record);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    unread.push({
      what: 'DescribeNetworkInterfaces',
      because: `it returned ${because} (${record.NetworkInterfaceId ?? 'no id'})`,
    });
    return undefined;
  }
}
