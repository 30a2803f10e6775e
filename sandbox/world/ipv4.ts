import ipaddr from 'ipaddr.js';

/** A block of IPv4 addresses, both ends included, as numbers. */
export interface Ipv4Block {
  readonly first: number;
  readonly last: number;
}

/** Undefined unless `text` is a block such as `10.0.0.0/24` whose host bits are zero. */
export function parseBlock(text: string): Ipv4Block | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const first = toNumber(ipaddr.IPv4.parseCIDR(text)[0]);
  const isNetwork = first === toNumber(ipaddr.IPv4.networkAddressFromCIDR(text));
  return isNetwork ? { first, last: toNumber(ipaddr.IPv4.broadcastAddressFromCIDR(text)) } : undefined;
}

export function prefixLength(block: Ipv4Block): number {
  return 32 - Math.log2(block.last - block.first + 1);
}

export function isInside(inner: Ipv4Block, outer: Ipv4Block): boolean {
  return inner.first >= outer.first && inner.last <= outer.last;
}

export function overlaps(left: Ipv4Block, right: Ipv4Block): boolean {
  return left.first <= right.last && right.first <= left.last;
}

/** What a subnet can give to its interfaces: EC2 keeps the first four addresses and the last one. */
export function assignable(block: Ipv4Block): Ipv4Block {
  return { first: block.first + 4, last: block.last - 1 };
}

/** `text` must be an IPv4 address. */
export function parseAddress(text: string): number {
  return toNumber(ipaddr.IPv4.parse(text));
}

export function formatAddress(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return ipaddr.fromByteArray([...bytes]).toString();
}

function toNumber(address: { toByteArray(): number[] }): number {
  return Buffer.from(address.toByteArray()).readUInt32BE();
}

/** The block with its host bits made zero, or undefined when `text` is none. */
export function canonicalBlock(text: string): string | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  return `${ipaddr.IPv4.networkAddressFromCIDR(text).toString()}/${ipaddr.IPv4.parseCIDR(text)[1]}`;
}
