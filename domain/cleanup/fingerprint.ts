import { compareText } from '../failover-group.ts';
import { hash64 } from '../hash.ts';
import { type SweptEni, tagsOfOwner } from './swept-eni.ts';

/**
 * The same as long as nobody has touched the ENI: over its MAC, addresses, prefixes, security groups, subnet,
 * description, source/dest check and tags, without the tags of the mark. Sixteen hexadecimal digits, whatever the order
 * in which EC2 lists things.
 */
export function fingerprintOf(eni: SweptEni): string {
  const facts = [
    eni.macAddress ?? null,
    eni.subnetId ?? null,
    eni.description ?? null,
    eni.sourceDestCheck ?? null,
    sorted(eni.privateIpv4Addresses.map(({ address, primary }) => `${address}${primary ? ' primary' : ''}`)),
    sorted(eni.ipv6Addresses.map(({ address }) => address)),
    sorted(eni.ipv4Prefixes),
    sorted(eni.ipv6Prefixes),
    sorted(eni.securityGroupIds),
    Object.entries(tagsOfOwner(eni.tags)).sort(([a], [b]) => compareText(a, b)),
  ];
  return hash64(JSON.stringify(facts));
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted(compareText);
}
