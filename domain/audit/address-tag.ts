import { auditTagKeys, type Parsed, readTag, type TagReading, type Tags } from '../tags.ts';
import { readAddress } from './canonical-address.ts';
import { type AddressRole, addressRoles } from './declarations.ts';

/** What one resource claims. */
export interface TaggedAddress {
  readonly address: string;
  readonly role?: AddressRole;
}

/**
 * The addresses that the tag `eni-warden:address=<ip> [<role>] …` claims. One word that cannot be read makes the whole
 * tag unreadable: an address in a role that nobody meant is worse than none, and both are told.
 */
export function readTaggedAddresses(tags: Tags): TagReading<readonly TaggedAddress[]> {
  return readTag(tags, auditTagKeys.address, parseAddresses);
}

function parseAddresses(raw: string): Parsed<readonly TaggedAddress[]> {
  const words = raw.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return { problem: 'names no address' };
  const found: TaggedAddress[] = [];
  for (const word of words) {
    const problem = takeWord(found, word);
    if (problem !== undefined) return { problem };
  }
  return { value: found };
}

/** Adds the word to what has been found; else says why it cannot. */
function takeWord(found: TaggedAddress[], word: string): string | undefined {
  const address = readAddress(word);
  if (address !== undefined) {
    if (found.some((known) => known.address === address)) return `names ${address} twice`;
    found.push({ address });
    return undefined;
  }
  const role = addressRoles.find((known) => known === word.toLowerCase());
  if (role === undefined) return `has ${JSON.stringify(word)}, which is neither an address nor a role`;
  const last = found.pop();
  if (last === undefined) return `gives the role ${role} before any address`;
  if (last.role !== undefined) return `gives ${last.address} more than one role`;
  found.push({ ...last, role });
  return undefined;
}
