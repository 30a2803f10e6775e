import type { NetworkInterface as NetworkInterfaceRecord } from '@aws-sdk/client-ec2';
import type { CleanupSnapshot } from '../../domain/cleanup/cleanup-snapshot.ts';
import { concernsCleanup, type SweptEni } from '../../domain/cleanup/swept-eni.ts';
import type { Reading } from './part.ts';
import { readEniPages } from './read-enis.ts';
import { toGlance, toSweptEni } from './swept-records.ts';

/** The ENIs of the account. */
export type Inventory = Pick<CleanupSnapshot, 'ec2Time' | 'eniCount' | 'eniCountByVpc' | 'enis'>;

/**
 * Counts every ENI of the account, and keeps those that concern the cleanup; the others are dropped page by page, before
 * they cost anything. `found` is called with each that is kept.
 */
export async function readInventory(reading: Reading, found: (eni: SweptEni) => void): Promise<Inventory> {
  const beganAt = reading.ec2.clock.now();
  const enis: SweptEni[] = [];
  const eniCountByVpc = new Map<string, number>();
  let eniCount = 0;
  let ec2Time: number | undefined;
  const take = (record: NetworkInterfaceRecord) => {
    eniCount += 1;
    const { VpcId } = record;
    if (VpcId !== undefined) eniCountByVpc.set(VpcId, (eniCountByVpc.get(VpcId) ?? 0) + 1);
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
  return { eniCount, eniCountByVpc, enis, ...(ec2Time !== undefined && { ec2Time }) };
}

/** Undefined where it does not concern the cleanup, or cannot be read: then that is said. */
function sweptOrUnread(record: NetworkInterfaceRecord, unread: string[]): SweptEni | undefined {
  try {
    return concernsCleanup(toGlance(record)) ? toSweptEni(record) : undefined;
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    unread.push(`DescribeNetworkInterfaces returned ${because} (${record.NetworkInterfaceId ?? 'no id'})`);
    return undefined;
  }
}
