import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { AuditPart } from '../../domain/audit/audit-part.ts';
import type { UnreadPart } from '../../domain/audit/audit-snapshot.ts';
import type { GentleEc2 } from '../gentle/gentle-ec2.ts';
import { type PageToken, readPart, type Unread } from '../gentle/part.ts';

/** What an audit reads with. */
export interface AuditReading {
  readonly ec2: GentleEc2;
  readonly cloudWatch: CloudWatchClient;
  readonly accountId: string;
  readonly deadline: number;
}

/** One reading while it goes on. */
export interface AuditRun extends AuditReading {
  /** What could not be read, or not whole: one entry or more for a part. */
  readonly notes: UnreadPart[];
}

/** One page of records, as EC2 gives it. */
export interface RecordPage<Rec> {
  readonly records: readonly Rec[] | undefined;
  readonly nextToken: string | undefined;
}

/**
 * Reads a part page by page, and keeps what `toItems` makes of each record, of a record that has lost what it is about
 * nothing: then the part is not whole, and that is noted. Throws GaveWay, DeadlinePassed and Withdrawn.
 */
export async function readRecords<Rec, Item>(
  run: AuditRun,
  part: AuditPart,
  readPage: (token: PageToken) => Promise<RecordPage<Rec>>,
  toItems: (record: Rec) => readonly Item[],
): Promise<readonly Item[]> {
  const found: Item[] = [];
  await notingPart(run, part, async (unread) => {
    await readPart({ ...run, unread }, part, async (token) => {
      const { records = [], nextToken } = await readPage(token);
      for (const item of itemsOf(run, part, records, toItems)) found.push(item);
      return nextToken;
    });
  });
  return found;
}

/** What the records of one page make. */
export function itemsOf<Rec, Item>(
  run: AuditRun,
  part: AuditPart,
  records: readonly Rec[],
  toItems: (record: Rec) => readonly Item[],
): readonly Item[] {
  return records.flatMap((record) => {
    try {
      return toItems(record);
    } catch (error) {
      run.notes.push({ part, because: `AWS returned ${error instanceof Error ? error.message : error}` });
      return [];
    }
  });
}

/** Notes for the part whatever `read` notes as unread. */
export async function notingPart(
  run: AuditRun,
  part: AuditPart,
  read: (unread: Unread[]) => Promise<void>,
): Promise<void> {
  const unread: Unread[] = [];
  await read(unread);
  run.notes.push(...unread.map(({ because }) => ({ part, because })));
}

/** One entry for each part: the first reason, and how many others there are. */
export function summarise(notes: readonly UnreadPart[]): readonly UnreadPart[] {
  return [...Map.groupBy(notes, ({ part }) => part)].map(([part, all]) => {
    const [first = '', ...more] = new Set(all.map(({ because }) => because.replace(/[.\s]+$/, '')));
    return { part, because: more.length === 0 ? first : `${first} (and ${more.length} more)` };
  });
}

/** Pages are no picture of one moment: what moves from one to the next may be listed twice. */
export function onceById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
