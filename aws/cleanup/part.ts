import { DeadlinePassed } from '../ec2.ts';
import { describeFailure } from '../failures.ts';
import { type CleanupEc2, GaveWay } from './cleanup-ec2.ts';

/** What the parts of one snapshot are read with. */
export interface Reading {
  readonly ec2: CleanupEc2;
  readonly deadline: number;
  /** What could not be read, in words, for the snapshot: then nothing is changed by it. */
  readonly unread: string[];
}

/** More pages than this are a fault, not an account: a thousand pages of a thousand. */
const pagesMax = 1_000;

/** Only what ends the whole sweep is thrown; all else is a part that could not be read. */
export function endsReading(error: unknown): boolean {
  return error instanceof GaveWay || error instanceof DeadlinePassed;
}

/**
 * Reads one part of the snapshot, page by page. `readPage` gets the token of a page, keeps what the page holds, and
 * resolves with the token of the next one. What fails is noted as unread, and what came before it stays. Throws GaveWay
 * and DeadlinePassed.
 */
export async function readPart(
  { unread }: Reading,
  what: string,
  readPage: (token: { readonly NextToken?: string }) => Promise<string | undefined>,
): Promise<void> {
  const tokens = new Set<string>();
  try {
    let token = await readPage({});
    for (; token !== undefined && token !== ''; token = await readPage({ NextToken: token })) {
      if (tokens.has(token)) return void unread.push(`${what}: EC2 returned the same page token twice`);
      tokens.add(token);
      if (tokens.size >= pagesMax) return void unread.push(`${what}: more than ${pagesMax} pages`);
    }
  } catch (error) {
    if (endsReading(error)) throw error;
    unread.push(`${what}: ${describeFailure(error)}`);
  }
}
