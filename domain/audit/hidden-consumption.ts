import { parseRange } from '../cidr.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedReservation, AuditedSubnet } from './audit-snapshot.ts';
import { counted } from './finding-words.ts';
import { addressesTaken, usableAddresses } from './subnet-space.ts';

/** More than a surprise where so large a share of the subnet is gone. */
const seriousShare = 0.1;

/**
 * Number 16: a subnet with fewer free addresses than its visible ENIs and all its reservations explain. Whether EC2
 * counts what is reserved as consumed is not known, so that every reserved address is granted, used or not.
 */
export function hiddenConsumption({ snapshot }: AuditContext): readonly AuditFinding[] {
  const shown = new Map(addressesTaken(snapshot.enis));
  for (const reservation of snapshot.reservations) {
    const { subnetId } = reservation;
    shown.set(subnetId, (shown.get(subnetId) ?? 0) + reservedBy(reservation));
  }
  return snapshot.subnets.flatMap((subnet) => {
    const size = usableAddresses(subnet);
    if (size === undefined) return [];
    const hidden = size - subnet.availableIpAddressCount - (shown.get(subnet.id) ?? 0);
    return hidden > 0 ? [consumed(subnet, size, hidden)] : [];
  });
}

function reservedBy({ cidr }: AuditedReservation): number {
  const range = parseRange(cidr);
  return range?.family === 4 ? Number(range.last - range.first) + 1 : 0;
}

function consumed({ id, vpcId }: AuditedSubnet, size: number, hidden: number): AuditFinding {
  return {
    code: 'hidden-consumption',
    severity: hidden >= size * seriousShare ? 'warning' : 'info',
    resources: [{ kind: 'subnet', id }],
    what: `${counted(hidden, 'address', 'addresses')} of ${id} (of ${size}) ${hidden === 1 ? 'is' : 'are'} taken, and no ENI or reservation that can be seen has ${hidden === 1 ? 'it' : 'them'}.`,
    why: 'The subnet fills by something that is not shown to this account, such as what a managed service hides or what another account has in a shared subnet.',
    remedy: `See what is there in all accounts that share ${vpcId}: aws ec2 describe-network-interfaces --include-managed-resources --filters Name=subnet-id,Values=${id}.`,
  };
}
