import { type AddressRange, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import type { AddressRow } from './address-register.ts';
import type { Claim } from './declarations.ts';

/** The claims by the address that they name, and by the delegated prefix that it would lie in. */
export interface ClaimBook {
  readonly byAddress: ReadonlyMap<string, readonly Claim[]>;
  readonly byPrefix: ReadonlyMap<string, readonly Claim[]>;
}

/** EC2 delegates prefixes of these lengths alone: /28 of IPv4 and /80 of IPv6 (its User Guide, prefix delegation). */
const prefixLengths = { 4: 28, 6: 80 } as const;

export function bookOfClaims(claims: readonly Claim[]): ClaimBook {
  const keyed = (keyOf: (range: AddressRange, address: string) => string) =>
    Map.groupBy(claims, ({ address }) => {
      const range = parseRange(address);
      return range === undefined ? address : keyOf(range, address);
    });
  return { byAddress: keyed(placeKey), byPrefix: keyed(keyOfPrefixAround) };
}

function keyOfPrefixAround({ family }: AddressRange, address: string): string {
  const around = parseRange(`${address}/${prefixLengths[family]}`);
  return around === undefined ? address : placeKey(around);
}

function placeKey({ family, first }: AddressRange): string {
  return `${family} ${first}`;
}

/** The claims that a row of the register meets. A private address means another thing in another VPC; a public one does not. */
export function claimsOn(
  { kind, vpcId }: Pick<AddressRow, 'kind' | 'vpcId'>,
  range: AddressRange | undefined,
  book: ClaimBook,
): readonly Claim[] {
  if (range === undefined || book.byAddress.size === 0) return [];
  const found = (kind === 'prefix' ? book.byPrefix : book.byAddress).get(placeKey(range)) ?? [];
  if (kind === 'elastic-ip' || kind === 'public-ip') return found;
  return found.filter(({ by }) => by.vpcId === undefined || by.vpcId === vpcId);
}

/** Who claims it and in which role: "eni-1 as vip, i-2 as vip". On a prefix, which of its addresses too. */
export function describeClaims(claims: readonly Claim[], kind: AddressRow['kind']): string {
  return claims
    .map(({ address, role, by }) => {
      const which = kind === 'prefix' ? `${address}: ` : '';
      return `${which}${by.id}${role === undefined ? '' : ` as ${role}`}`;
    })
    .sort(compareText)
    .join(', ');
}
