import { compareText } from '../failover-group.ts';
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

/** FNV-1a twice, from two beginnings: 64 bits in sixteen hexadecimal digits. It meets accidents, not adversaries. */
export function hash64(text: string): string {
  return `${fnv1a(text, 0x811c9dc5)}${fnv1a(text, 0x9747b28c)}`;
}

function fnv1a(text: string, beginning: number): string {
  let value = beginning;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted(compareText);
}
