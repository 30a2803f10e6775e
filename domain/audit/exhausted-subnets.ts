import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedSubnet } from './audit-snapshot.ts';
import { counted, inWords } from './finding-words.ts';
import { usableAddresses } from './subnet-space.ts';

/** A subnet is nearly full below this share of free addresses, … */
export const freeShareMin = 0.1;
/** … or below this many. */
export const freeAddressesMin = 8;

/**
 * Number 15: a subnet that is nearly full. It is worse in one of protected ENIs or of members of their groups, where a
 * failover or the replacement of a member may need an address: critical there when nothing is left, else high.
 */
export function exhaustedSubnets(context: AuditContext): readonly AuditFinding[] {
  const groups = groupsOfSubnets(context);
  return context.snapshot.subnets.flatMap((subnet) => {
    const size = usableAddresses(subnet);
    const free = subnet.availableIpAddressCount;
    if (size === undefined || (free >= freeAddressesMin && free >= size * freeShareMin)) return [];
    return [exhausted(subnet, size, [...(groups.get(subnet.id) ?? [])])];
  });
}

/** The groups that have protected ENIs or members in a subnet. */
function groupsOfSubnets({ groups, instances, enis, enisByInstance }: AuditContext) {
  const found = new Map<string, Set<string>>();
  const add = (name: string, subnetId: string | undefined) => {
    if (subnetId !== undefined) found.set(subnetId, (found.get(subnetId) ?? new Set()).add(name));
  };
  for (const { name, networkInterfaces, members } of groups) {
    for (const { id } of networkInterfaces) add(name, enis.get(id)?.subnetId);
    for (const member of members) {
      add(name, instances.get(member.id)?.subnetId);
      for (const { subnetId } of enisByInstance.get(member.id) ?? []) add(name, subnetId);
    }
  }
  return found;
}

function exhausted(
  { id, vpcId, availabilityZone, availableIpAddressCount: free }: AuditedSubnet,
  size: number,
  groups: readonly string[],
): AuditFinding {
  const [group, ...others] = groups;
  const isOfGroup = group !== undefined;
  return {
    code: 'subnet-exhausted',
    severity: isOfGroup ? (free === 0 ? 'critical' : 'high') : 'warning',
    resources: [{ kind: 'subnet', id }],
    ...(isOfGroup && others.length === 0 && { group }),
    what: `${id} in ${availabilityZone} has ${counted(free, 'free address', 'free addresses')} of ${size}${isOfGroup ? `, and serves ${inWords(groups)}` : ''}.`,
    why: isOfGroup
      ? 'A standby or a replacement of a member cannot be launched there once it is full, nor an ENI be given another address.'
      : 'Nothing more can be launched there once it is full.',
    remedy: `Free what nobody uses: aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=${id} Name=status,Values=available; or make another subnet in ${availabilityZone}: aws ec2 create-subnet --availability-zone ${availabilityZone} --vpc-id ${vpcId} --cidr-block <a free range>.`,
  };
}
