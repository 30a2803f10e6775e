import { type AddressRange, overlap, parseRange } from '../cidr.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedEni, AuditedReservation, AuditedSubnet } from './audit-snapshot.ts';
import { addressesOfPrefix } from './subnet-space.ts';

const blockBits = BigInt(Math.log2(addressesOfPrefix));

/**
 * Number 14: a subnet whose ENIs have delegated prefixes and that has no whole block left for another, although more
 * than a block's worth of addresses is free. ENIs, explicit reservations and what AWS keeps count as taken; what is
 * reserved for prefixes is room for them.
 */
export function fragmentedSubnets({ snapshot }: AuditContext): readonly AuditFinding[] {
  const withPrefixes = new Set(
    snapshot.enis.flatMap(({ subnetId, ipv4Prefixes }) => (ipv4Prefixes.length > 0 ? [subnetId] : [])),
  );
  const enis = Map.groupBy(
    snapshot.enis.filter(({ subnetId }) => withPrefixes.has(subnetId)),
    ({ subnetId }) => subnetId,
  );
  const reservations = Map.groupBy(
    snapshot.reservations.filter(({ type }) => type === 'explicit'),
    ({ subnetId }) => subnetId,
  );
  return snapshot.subnets
    .filter(({ id }) => withPrefixes.has(id))
    .filter(({ availableIpAddressCount }) => availableIpAddressCount > addressesOfPrefix)
    .filter((subnet) => !hasFreeBlock(subnet, enis.get(subnet.id) ?? [], reservations.get(subnet.id) ?? []))
    .map(fragmented);
}

function hasFreeBlock(
  { ipv4Cidr = '' }: AuditedSubnet,
  enis: readonly AuditedEni[],
  reservations: readonly AuditedReservation[],
): boolean {
  const range = parseRange(ipv4Cidr);
  if (range === undefined) return true;
  const taken = new Set<bigint>([range.first >> blockBits, range.last >> blockBits]);
  const texts = [
    ...enis.flatMap(({ privateIpv4Addresses }) => privateIpv4Addresses.map(({ address }) => address)),
    ...enis.flatMap(({ ipv4Prefixes }) => ipv4Prefixes),
    ...reservations.map(({ cidr }) => cidr),
  ];
  for (const text of texts) take(taken, range, parseRange(text));
  return BigInt(taken.size) < (range.last >> blockBits) - (range.first >> blockBits) + 1n;
}

/** Adds the blocks that a range touches. */
function take(taken: Set<bigint>, subnet: AddressRange, range: AddressRange | undefined): void {
  if (range === undefined || !overlap(range, subnet)) return;
  const first = range.first > subnet.first ? range.first : subnet.first;
  const last = range.last < subnet.last ? range.last : subnet.last;
  for (let block = first >> blockBits; block <= last >> blockBits; block++) taken.add(block);
}

function fragmented({ id, availableIpAddressCount }: AuditedSubnet): AuditFinding {
  return {
    code: 'prefix-fragmented',
    severity: 'warning',
    resources: [{ kind: 'subnet', id }],
    what: `${id} has ${availableIpAddressCount} free addresses, and no free block of ${addressesOfPrefix} for another delegated prefix.`,
    why: 'The next node or ENI that asks for a prefix there is refused, though the subnet looks far from full.',
    remedy: `Set room aside before single addresses fill it, and move some of these away: aws ec2 create-subnet-cidr-reservation --subnet-id ${id} --reservation-type prefix --cidr <an aligned range>.`,
  };
}
