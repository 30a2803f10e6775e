import ipaddr from 'ipaddr.js';

/** The form in which EC2 shows an IPv6 address, or undefined when `text` is none. */
export function canonicalIpv6(text: string): string | undefined {
  return ipaddr.IPv6.isValid(text) && !text.includes('%') ? ipaddr.IPv6.parse(text).toString() : undefined;
}

/** The canonical form of a block such as `2001:db8::/64`, its host bits made zero; undefined when `text` is none. */
export function canonicalIpv6Block(text: string): string | undefined {
  if (!ipaddr.IPv6.isValidCIDR(text)) return undefined;
  const [, length] = ipaddr.IPv6.parseCIDR(text);
  return `${ipaddr.IPv6.networkAddressFromCIDR(text).toString()}/${length}`;
}

/** Whether an address, or a block, is inside of the block. Both must be IPv6. */
export function isInsideIpv6(inner: string, block: string): boolean {
  const [address = '', length = '128'] = inner.split('/');
  const outer = ipaddr.IPv6.parseCIDR(block);
  return Number(length) >= outer[1] && ipaddr.IPv6.parse(address).match(outer);
}

/** The block of this length in which the address lies. */
export function ipv6BlockOf(address: string, length: number): string {
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${length}`).toString()}/${length}`;
}
