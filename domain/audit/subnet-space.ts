import { parseRange } from '../cidr.ts';
import type { AuditedSubnet } from './audit-snapshot.ts';

/** AWS keeps the first four addresses of a subnet and the last (VPC user guide, subnet sizing). */
export const addressesOfAws = 5;

/** How many IPv4 addresses of a subnet can be given out at all. Undefined where it has none. */
export function usableAddresses({ ipv4Cidr = '' }: AuditedSubnet): number | undefined {
  const range = parseRange(ipv4Cidr);
  if (range?.family !== 4) return undefined;
  return Number(range.last - range.first) + 1 - addressesOfAws;
}
