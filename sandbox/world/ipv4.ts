import { isIPv4 } from 'node:net';

/** A block of IPv4 addresses, both ends included, as numbers. */
export interface Ipv4Block {
  readonly first: number;
  readonly last: number;
}

/** Undefined unless `text` is a block such as `10.0.0.0/24` whose host bits are zero. */
export function parseBlock(text: string): Ipv4Block | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  if (rest.length > 0 || !isIPv4(address) || !/^\d{1,2}$/.test(length) || Number(length) > 32)
    return undefined;
  const first = parseAddress(address);
  const size = 2 ** (32 - Number(length));
  return first % size === 0 ? { first, last: first + size - 1 } : undefined;
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
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
