import { type AddressRange, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import { nameIn } from '../tags.ts';
import type { AddressRow } from './address-register.ts';
import type { AuditContext } from './audit-context.ts';
import type { Claim } from './declarations.ts';
import { bookOfClaims, claimsOn, describeClaims } from './register-claims.ts';
import { nowhere, ownerIn, type Place, placeOfEni } from './register-place.ts';
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
    const range = parseRange(row.address);
    const claims = claimsOn(row, range, book);
    for (const claim of claims) met.add(claim);
    return placed(claims.length === 0 ? row : { ...row, claim: describeClaims(claims, row.kind) }, range);
  });
  // Without the ENIs every claim would look unheld.
  const known = !snapshot.unread.some(({ part }) => part === 'enis');
  const unheld = known ? declarations.claims.filter((claim) => !met.has(claim)) : [];
  return [...held, ...rowsOfClaims(unheld, context).map((row) => placed(row))]
    .sort(inOrderOfAddress)
    .map(({ row }) => row);
}

/** A row and where its address stands among the others, read once, and kept in little: there may be hundreds of thousands. */
interface Placed {
  readonly row: AddressRow;
  /** What is no address comes last. */
  readonly family: number;
  /** A number where that is exact. */
  readonly first: number | bigint;
}

function placed(row: AddressRow, range: AddressRange | undefined = parseRange(row.address)): Placed {
  if (range === undefined) return { row, family: Number.POSITIVE_INFINITY, first: 0 };
  const { family, first } = range;
  return { row, family, first: family === 4 ? Number(first) : first };
}

function inOrderOfAddress(a: Placed, b: Placed): number {
  return (
    Number(a.row.vpcId === '') - Number(b.row.vpcId === '') ||
    compareText(a.row.vpcId, b.row.vpcId) ||
    compareNumbers(a.family, b.family) ||
    compareNumbers(a.first, b.first) ||
    compareText(a.row.address, b.row.address) ||
    compareText(a.row.kind, b.row.kind) ||
    compareText(a.row.eniId, b.row.eniId)
  );
}

function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a === b ? 0 : a < b ? -1 : 1;
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
