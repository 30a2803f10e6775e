import { type AddressRange, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import type { AddressRow } from './address-register.ts';
import type { AuditContext } from './audit-context.ts';
import type { Claim } from './declarations.ts';
import { bookOfClaims, claimsOn, describeClaims } from './register-claims.ts';
import { nameIn, nowhere, ownerIn, type Place, placeOfEni } from './register-place.ts';
import { rowsOfEnis, rowsOfOtherElasticIps } from './register-rows.ts';

/**
 * Who has which address: one row for each private address, delegated prefix, Elastic IP and other public address, and for
 * each address that somebody claims and nobody holds. By VPC, then in the order of numbers; what is in no VPC comes last.
 */
export function registerOf(context: AuditContext): readonly AddressRow[] {
  const { declarations, snapshot } = context;
  const book = bookOfClaims(declarations.claims);
  const met = new Set<Claim>();
  const held = [...rowsOfEnis(context), ...rowsOfOtherElasticIps(context)].map((row) => {
    const placed = toPlaced(row);
    const claims = claimsOn(row, placed.range, book);
    for (const claim of claims) met.add(claim);
    return claims.length === 0
      ? placed
      : { ...placed, row: { ...row, claim: describeClaims(claims, row.kind) } };
  });
  // Without the ENIs every claim would look unheld.
  const known = !snapshot.unread.some(({ part }) => part === 'enis');
  const unheld = known ? declarations.claims.filter((claim) => !met.has(claim)) : [];
  return [...held, ...rowsOfClaims(unheld, context).map(toPlaced)]
    .sort(inOrderOfAddress)
    .map(({ row }) => row);
}

/** A row and where its address stands among the others, read once. */
interface Placed {
  readonly row: AddressRow;
  readonly range: AddressRange | undefined;
}

function toPlaced(row: AddressRow): Placed {
  return { row, range: parseRange(row.address) };
}

function inOrderOfAddress(a: Placed, b: Placed): number {
  return (
    Number(a.row.vpcId === '') - Number(b.row.vpcId === '') ||
    compareText(a.row.vpcId, b.row.vpcId) ||
    compareRanges(a.range, b.range) ||
    compareText(a.row.address, b.row.address) ||
    compareText(a.row.kind, b.row.kind) ||
    compareText(a.row.eniId, b.row.eniId)
  );
}

function compareRanges(a: AddressRange | undefined, b: AddressRange | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return 0;
}

/** One row for an address in a VPC, however many claim it. */
function rowsOfClaims(claims: readonly Claim[], context: AuditContext): AddressRow[] {
  const wanted = Map.groupBy(claims, ({ address, by }) => `${by.vpcId ?? ''} ${address}`);
  return [...wanted.values()].flatMap((same) => {
    const [first] = same.toSorted((a, b) => compareText(a.by.id, b.by.id));
    if (first === undefined) return [];
    const { name, group, owner } = placeOfClaimant(first, context);
    return {
      ...nowhere,
      address: first.address,
      kind: 'claimed' as const,
      vpcId: first.by.vpcId ?? '',
      availabilityZone: first.by.availabilityZone ?? '',
      name,
      group,
      owner,
      claim: describeClaims(same, 'claimed'),
    };
  });
}

function placeOfClaimant({ by }: Claim, context: AuditContext): Place {
  const eni = context.enis.get(by.id);
  if (eni !== undefined) return placeOfEni(eni, context);
  const tags = context.instances.get(by.id)?.tags ?? {};
  return { ...nowhere, name: nameIn(tags), owner: ownerIn(tags) };
}
