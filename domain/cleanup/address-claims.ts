import { readTaggedAddresses } from '../audit/address-tag.ts';
import { indexRanges } from '../audit/range-index.ts';
import { parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import type { Tags } from '../tags.ts';
import { addressesAndPrefixesOf, type SweptEni } from './swept-eni.ts';

/** That somebody counts on an address. */
export interface AddressClaim {
  /** An address or a CIDR; or what was written, where that is neither: then it may be any address. */
  readonly cidr: string;
  /** Absent where it holds in every VPC. */
  readonly vpcId?: string;
  /** Who counts on it, for people. */
  readonly by: string;
}

/**
 * What an ENI or an instance claims by its tag `eni-warden:address`. A tag that cannot be read as a whole is one claim of
 * what it says: unless that is a range, it keeps every ENI of the VPC, but of no other.
 */
export function claimsOf(tags: Tags, by: string, vpcId: string | undefined): readonly AddressClaim[] {
  const reading = readTaggedAddresses(tags);
  if (reading.kind === 'absent') return [];
  const cidrs = reading.kind === 'unreadable' ? [reading.raw] : reading.value.map(({ address }) => address);
  return cidrs.map((cidr) => ({ cidr, by, ...(vpcId !== undefined && { vpcId }) }));
}

/** A claim of one of the ENI's addresses, or that may be of one. */
export type ClaimOn = (eni: SweptEni) => AddressClaim | undefined;

const everywhere = '';

/** By VPC and address, so that a sweep does not compare each ENI with each claim. */
export function indexClaims(claims: readonly AddressClaim[]): ClaimOn {
  const inOrder = claims.toSorted((a, b) => compareText(a.by, b.by));
  const byVpc = Map.groupBy(inOrder, ({ vpcId }) => vpcId ?? everywhere);
  const scopes = new Map([...byVpc].map(([vpcId, each]) => [vpcId, indexScope(each)]));
  return (eni) => scopes.get(everywhere)?.(eni) ?? scopes.get(eni.vpcId ?? everywhere)?.(eni);
}

/** An address of the ENI that cannot be read may be any address, too. */
function indexScope(claims: readonly AddressClaim[]): ClaimOn {
  const known = claims.map((item) => ({ item, range: parseRange(item.cidr) }));
  const index = indexRanges(
    known.flatMap(({ item, range }) => (range === undefined ? [] : [{ item, range }])),
  );
  const ofAny = known.find(({ range }) => range === undefined)?.item;
  return (eni) => {
    const addresses = addressesAndPrefixesOf(eni);
    for (const address of addresses) {
      const range = parseRange(address);
      const [claim] = range === undefined ? claims : index.overlapping(range);
      if (claim !== undefined) return claim;
    }
    return addresses.length === 0 ? undefined : ofAny;
  };
}
