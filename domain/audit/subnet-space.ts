import { parseRange } from '../cidr.ts';
import type { AuditedEni, AuditedSubnet } from './audit-snapshot.ts';

/** AWS keeps the first four addresses of a subnet and the last (VPC user guide, subnet sizing). */
const addressesOfAws = 5;

/** EC2 delegates IPv4 in blocks of this many addresses, each aligned to its size. */
export const addressesOfPrefix = 16;

/** How many IPv4 addresses of a subnet can be given out at all. Undefined where it has none. */
export function usableAddresses({ ipv4Cidr = '' }: AuditedSubnet): number | undefined {
  const range = parseRange(ipv4Cidr);
  if (range?.family !== 4) return undefined;
  return Math.max(Number(range.last - range.first) + 1 - addressesOfAws, 0);
}

/** By subnet, how many of its IPv4 addresses its ENIs take: single ones, and those of delegated prefixes. */
export function addressesTaken(enis: readonly AuditedEni[]): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const { subnetId = '', privateIpv4Addresses, ipv4Prefixes } of enis) {
    const count = privateIpv4Addresses.length + ipv4Prefixes.length * addressesOfPrefix;
    taken.set(subnetId, (taken.get(subnetId) ?? 0) + count);
  }
  return taken;
}
