import { compareText } from '../failover-group.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedEni } from './audit-snapshot.ts';
import { canonicalAddress } from './canonical-address.ts';
import { type Hub, hubsOf } from './connectivity.ts';
import { inWords } from './finding-words.ts';
import { type GroupConcerned, groupConcerned } from './group-concerned.ts';

/**
 * Number 7: one private address on ENIs that are in use in VPCs that reach one another's peers: by a VPC that both are
 * peered with and routed to, or by a transit gateway that both route to. Twice in one VPC is impossible by API, and in
 * VPCs that nothing joins it harms nobody.
 */
export function duplicateAddresses(context: AuditContext): readonly AuditFinding[] {
  const hubsByVpc = reachableHubs(hubsOf(context));
  const group = groupConcerned(context);
  const holders = new Map<string, AuditedEni[]>();
  for (const eni of context.snapshot.enis) {
    if (!isAlive(eni) || !hubsByVpc.has(eni.vpcId ?? '')) continue;
    for (const address of new Set(addressesOf(eni))) {
      const known = holders.get(address);
      if (known === undefined) holders.set(address, [eni]);
      else known.push(eni);
    }
  }
  return [...holders].flatMap(([address, enis]) => duplicate(address, enis, hubsByVpc, group));
}

function isAlive({ status, attachment }: AuditedEni): boolean {
  return status === 'in-use' && attachment?.status === 'attached';
}

function addressesOf({ privateIpv4Addresses, ipv6Addresses }: AuditedEni): readonly string[] {
  return [...privateIpv4Addresses, ...ipv6Addresses].map(({ address }) => canonicalAddress(address));
}

function reachableHubs(hubs: readonly Hub[]): ReadonlyMap<string, readonly Hub[]> {
  const found = new Map<string, Hub[]>();
  for (const hub of hubs) {
    for (const { vpcId, routed } of hub.spokes) {
      if (!routed) continue;
      const known = found.get(vpcId);
      if (known === undefined) found.set(vpcId, [hub]);
      else known.push(hub);
    }
  }
  return found;
}

function duplicate(
  address: string,
  enis: readonly AuditedEni[],
  hubsByVpc: ReadonlyMap<string, readonly Hub[]>,
  group: GroupConcerned,
): readonly AuditFinding[] {
  const byVpc = Map.groupBy(enis, ({ vpcId }) => vpcId ?? '');
  if (byVpc.size < 2) return [];
  const onHub = Map.groupBy(
    [...byVpc.keys()].flatMap((vpcId) => (hubsByVpc.get(vpcId) ?? []).map((hub) => ({ hub, vpcId }))),
    ({ hub }) => hub.id,
  );
  const joining = [...onHub].filter(([, each]) => each.length > 1);
  const joined = new Set(joining.flatMap(([, each]) => each.map(({ vpcId }) => vpcId)));
  const concerned = enis
    .filter(({ vpcId }) => joined.has(vpcId ?? ''))
    .toSorted((a, b) => compareText(a.id, b.id));
  return concerned.length === 0
    ? []
    : [
        finding(
          address,
          concerned,
          joining.map(([id]) => id),
          group,
        ),
      ];
}

function finding(
  address: string,
  enis: readonly AuditedEni[],
  hubIds: readonly string[],
  group: GroupConcerned,
): AuditFinding {
  const resources = enis.map(({ id }) => ({ kind: 'network-interface', id }) as const);
  return {
    code: 'duplicate-address',
    severity: 'high',
    resources,
    detail: address,
    ...group(resources),
    what: `${address} is alive more than once among VPCs that are joined by ${inWords(hubIds)}: ${inWords(enis.map(({ id, vpcId }) => `on ${id} in ${vpcId}`))}.`,
    why: 'Whoever talks to the address by that way reaches one of them, and it may be the wrong one.',
    remedy: remedyOf(address, enis.at(-1)),
  };
}

/** A secondary address can be taken off; a primary one stays with its ENI for as long as that lives. */
function remedyOf(address: string, eni: AuditedEni | undefined): string {
  const { id = '', subnetId = '' } = eni ?? {};
  if (address.includes(':')) {
    return `Give one of them another address and take this one off: aws ec2 unassign-ipv6-addresses --network-interface-id ${id} --ipv6-addresses ${address}.`;
  }
  const isPrimary = eni?.privateIpv4Addresses.some((each) => each.primary && each.address === address);
  return isPrimary === true
    ? `Give one of them another address; this is the primary address of ${id}, which EC2 does not change, so that its work has to move to another ENI: aws ec2 create-network-interface --subnet-id ${subnetId}.`
    : `Give one of them another address and take this one off: aws ec2 unassign-private-ip-addresses --network-interface-id ${id} --private-ip-addresses ${address}.`;
}
