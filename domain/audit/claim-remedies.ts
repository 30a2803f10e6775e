import { overlap, parseRange } from '../cidr.ts';
import { compareText } from '../failover-group.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditedEni } from './audit-snapshot.ts';
import type { ClaimedAddress } from './claimed-address.ts';
import type { Claim } from './declarations.ts';
import { destinationOption } from './finding-words.ts';

/** The command that gives the address, which no other has, to the first of its claimants. */
export function toHold(context: AuditContext, claimed: ClaimedAddress, claims: readonly Claim[]): string {
  return `${assign(context, claimed, claims, '')}; or, if nobody needs it any more, take it out of the tag eni-warden:address of ${claims[0]?.by.id}.`;
}

/** What it takes until the address is with a claimant, while another ENI has it. */
export function takeOver(
  context: AuditContext,
  claimed: ClaimedAddress,
  claims: readonly Claim[],
  holder: AuditedEni,
): string {
  const outdated = `; or, if ${holder.id} is to keep it, correct the tag eni-warden:address of ${claims[0]?.by.id}.`;
  const { address, place, prefixHolder } = claimed;
  if (place.kind !== 'private') return `${assign(context, claimed, claims, '')}${outdated}`;
  if (claimed.holders.length === 0 && prefixHolder !== undefined) {
    return `Take the prefix off once nothing uses it: ${takeOffPrefix(prefixHolder, address)}; then ${assign(context, claimed, claims, '')}${outdated}`;
  }
  if (holder.privateIpv4Addresses.some((each) => each.primary && each.address === address)) {
    return `It is the primary address of ${holder.id}, which EC2 does not change: move its work away, aws ec2 delete-network-interface --network-interface-id ${holder.id}, then ${assign(context, claimed, claims, '')}${outdated}`;
  }
  if (address.includes(':')) {
    return `aws ec2 unassign-ipv6-addresses --network-interface-id ${holder.id} --ipv6-addresses ${address}, then ${assign(context, claimed, claims, '')}${outdated}`;
  }
  return `${assign(context, claimed, claims, ' --allow-reassignment')}${outdated}`;
}

function assign(
  context: AuditContext,
  { address, place }: ClaimedAddress,
  claims: readonly Claim[],
  options: string,
): string {
  const { near, any } = enisFor(context, address, claims);
  const eniId = near ?? any ?? `<an ENI of ${claims[0]?.by.id}>`;
  switch (place.kind) {
    case 'elastic-ip':
      return `aws ec2 associate-address --allow-reassociation --allocation-id ${place.elasticIp.allocationId} --network-interface-id ${eniId}`;
    case 'overlay': {
      const [first] = place.routes;
      return `aws ec2 replace-route --route-table-id ${first?.table.id} ${destinationOption(first?.route.destination ?? address)} --network-interface-id ${eniId}`;
    }
    case 'private': {
      // Beyond its subnet EC2 assigns no address.
      const there = near ?? `<an ENI of ${claims[0]?.by.id} in the subnet of ${address}>`;
      return address.includes(':')
        ? `aws ec2 assign-ipv6-addresses --network-interface-id ${there} --ipv6-addresses ${address}`
        : `aws ec2 assign-private-ip-addresses --network-interface-id ${there} --private-ip-addresses ${address}${options}`;
    }
  }
  place satisfies never;
}

/** Of the first claimant: an ENI in the subnet of the address, and any. A claiming ENI is the one that is meant, wherever it is. */
function enisFor(
  { enisByInstance, subnets }: AuditContext,
  address: string,
  [claim]: readonly Claim[],
): { readonly near?: string | undefined; readonly any?: string | undefined } {
  if (claim === undefined) return {};
  if (claim.by.kind === 'network-interface') return { near: claim.by.id };
  const range = parseRange(address);
  const own = (enisByInstance.get(claim.by.id) ?? []).toSorted((a, b) => compareText(a.id, b.id));
  const near = own.find(({ subnetId = '' }) => {
    const { ipv4Cidr = '', ipv6Cidrs = [] } = subnets.get(subnetId) ?? {};
    return [ipv4Cidr, ...ipv6Cidrs].some((cidr) => {
      const block = parseRange(cidr);
      return block !== undefined && range !== undefined && overlap(block, range);
    });
  });
  return { near: near?.id, any: own[0]?.id };
}

function takeOffPrefix({ id, ipv4Prefixes, ipv6Prefixes }: AuditedEni, address: string): string {
  const range = parseRange(address);
  const has = (prefix: string) => {
    const block = parseRange(prefix);
    return block !== undefined && range !== undefined && overlap(block, range);
  };
  const ipv6 = ipv6Prefixes.find(has);
  return ipv6 === undefined
    ? `aws ec2 unassign-private-ip-addresses --network-interface-id ${id} --ipv4-prefixes ${ipv4Prefixes.find(has)}`
    : `aws ec2 unassign-ipv6-addresses --network-interface-id ${id} --ipv6-prefixes ${ipv6}`;
}
