import { type AddressRange, overlap, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import { readTaggedAddresses } from './address-tag.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedEni, AuditedReservation } from './audit-snapshot.ts';
import { canonicalAddress } from './canonical-address.ts';
import { heldFor } from './claim-standing.ts';
import { claimedAddresses } from './claimed-address.ts';
import { inWords } from './finding-words.ts';
import { groupConcerned } from './group-concerned.ts';

/**
 * Number 13: an address of an explicit reservation that an ENI has without a claim (its own, that of its instance, or of
 * a member of its group), and a claim inside a reservation for prefixes that is not met by a prefix of the claimant.
 */
export function reservationFindings(context: AuditContext): readonly AuditFinding[] {
  const read = context.snapshot.reservations.flatMap((reservation) => {
    const range = parseRange(reservation.cidr);
    const subnet = context.subnets.get(reservation.subnetId);
    return range === undefined || subnet === undefined
      ? []
      : [{ ...reservation, range, vpcId: subnet.vpcId }];
  });
  if (read.length === 0) return [];
  return [
    ...usedWithoutClaim(
      context,
      read.filter(({ type }) => type === 'explicit'),
    ),
    ...claimedAmongPrefixes(
      context,
      read.filter(({ type }) => type === 'prefix'),
    ),
  ];
}

interface Reserved extends AuditedReservation {
  readonly range: AddressRange;
  readonly vpcId: string;
}

function usedWithoutClaim(context: AuditContext, reserved: readonly Reserved[]): readonly AuditFinding[] {
  const bySubnet = Map.groupBy(reserved, ({ subnetId }) => subnetId);
  const isClaimed = claimedFor(context);
  const group = groupConcerned(context);
  return context.snapshot.enis.flatMap((eni) => {
    const near = bySubnet.get(eni.subnetId ?? '');
    if (near === undefined) return [];
    const unclaimed = addressesOf(eni).filter((address) => !isClaimed(eni, address));
    return near.flatMap((reservation) => {
      const inside = unclaimed.filter((address) => isIn(address, reservation));
      return inside.length === 0
        ? []
        : [{ ...usedBy(eni, reservation, inside), ...group([eniResource(eni)]) }];
    });
  });
}

/** Whether what an ENI has is claimed for it. */
function claimedFor(context: AuditContext): (eni: AuditedEni, address: string) => boolean {
  const isFor = heldFor(context);
  const claims = Map.groupBy(context.declarations.claims, ({ address }) => address);
  return (eni, address) => claims.get(address)?.some(({ by }) => isFor(by, eni)) === true;
}

function addressesOf({ privateIpv4Addresses, ipv6Addresses }: AuditedEni): readonly string[] {
  return [...privateIpv4Addresses, ...ipv6Addresses].map(({ address }) => canonicalAddress(address));
}

function isIn(address: string, { range }: Reserved): boolean {
  const one = parseRange(address);
  return one !== undefined && overlap(one, range);
}

function eniResource({ id }: AuditedEni) {
  return { kind: 'network-interface', id } as const;
}

function usedBy(
  eni: AuditedEni,
  { id, cidr, subnetId }: Reserved,
  addresses: readonly string[],
): AuditFinding {
  const known = readTaggedAddresses(eni.tags);
  const claimed = known.kind === 'read' ? known.value : [];
  const words = claimed.flatMap(({ address, role }) => [address, ...(role === undefined ? [] : [role])]);
  const claim = [...words, ...addresses.toSorted(compareText)].join(' ');
  return {
    code: 'reservation-used',
    severity: 'warning',
    resources: [eniResource(eni), { kind: 'reservation', id }],
    what: `${eni.id} has ${inWords(addresses)} of the reservation ${id} (${cidr} in ${subnetId}), and nobody claims it for that ENI.`,
    why: 'The addresses are set aside for somebody, who may find them taken.',
    remedy: `If it is meant to have them: aws ec2 create-tags --resources ${eni.id} --tags 'Key=eni-warden:address,Value=${claim}'; otherwise give it other addresses.`,
  };
}

function claimedAmongPrefixes(context: AuditContext, reserved: readonly Reserved[]): readonly AuditFinding[] {
  const byVpc = Map.groupBy(reserved, ({ vpcId }) => vpcId);
  const isFor = heldFor(context);
  const group = groupConcerned(context);
  return claimedAddresses(context).flatMap(({ address, claims, place, prefixHolder }) => {
    if (place.kind !== 'private') return [];
    if (prefixHolder !== undefined && claims.some(({ by }) => isFor(by, prefixHolder))) return [];
    const found = (byVpc.get(place.vpcId) ?? []).filter((reservation) => isIn(address, reservation));
    const claimants = claims.map(({ by: { kind, id } }) => ({ kind, id }));
    return found.map(({ id, cidr, subnetId }) => ({
      code: 'reservation-disagrees',
      severity: 'warning',
      resources: [...claimants, { kind: 'reservation', id }],
      detail: address,
      ...group(claimants),
      what: `${address} is claimed by ${inWords(claims.map(({ by }) => by.id))}, and ${id} reserves ${cidr} in ${subnetId} for delegated prefixes.`,
      why: 'EC2 may delegate a prefix with that address to any ENI, and the claim can then not be met.',
      remedy: `If the claim is right: aws ec2 delete-subnet-cidr-reservation --subnet-cidr-reservation-id ${id}, and reserve the rest again; otherwise correct the tag eni-warden:address of ${claims[0]?.by.id}.`,
    }));
  });
}
