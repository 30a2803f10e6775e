import { DeadlinePassed, Withdrawn } from '../ec2.ts';
import { describeFailure } from '../failures.ts';
import { GaveWay, type GentleEc2 } from './gentle-ec2.ts';

/** What the parts of one snapshot are read with. */
export interface Reading {
  readonly ec2: GentleEc2;
  readonly deadline: number;
  /** What could not be read, or not whole: filled in while it goes on. */
  readonly unread: Unread[];
}

export interface Unread {
  /** The API action, and on what where that matters. */
  readonly what: string;
  readonly because: string;
}

/** The token of a page, as a request takes it. */
export interface PageToken {
  readonly NextToken?: string;
}

/** More pages than this are a fault, not an account: a thousand pages of a thousand. */
const pagesMax = 1_000;

/** Only what ends the whole run is thrown; all else is a part that could not be read. */
export function endsReading(error: unknown): boolean {
  return error instanceof GaveWay || error instanceof DeadlinePassed || error instanceof Withdrawn;
}

/**
 * Reads one part of the snapshot, page by page. `readPage` gets the token of a page, keeps what the page holds, and
 * resolves with the token of the next one. What fails is noted as unread, and what came before it stays. Throws GaveWay,
 * DeadlinePassed and Withdrawn.
 */
export async function readPart(
  { unread }: Reading,
  what: string,
  readPage: (token: PageToken) => Promise<string | undefined>,
): Promise<void> {
  const because = await readPages(readPage);
  if (because !== undefined) unread.push({ what, because });
}

/** Why not everything has been read; undefined where it has. */
async function readPages(
  readPage: (token: PageToken) => Promise<string | undefined>,
): Promise<string | undefined> {
  const tokens = new Set<string>();
  try {
    let token = await readPage({});
    for (; token !== undefined && token !== ''; token = await readPage({ NextToken: token })) {
      if (tokens.has(token)) return 'EC2 returned the same page token twice';
      tokens.add(token);
      if (tokens.size >= pagesMax) return `more than ${pagesMax} pages`;
    }
    return undefined;
  } catch (error) {
    if (endsReading(error)) throw error;
    return describeFailure(error);
  }
}

/** What could not be read, as the cleanup tells it. */
export function describeUnread({ what, because }: Unread): string {
  return `${what}: ${because}`;
}
