import ipaddr from 'ipaddr.js';

/** A range of addresses; a single address is a range of one. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads an address or a CIDR, of either family. Undefined where it is neither. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = '', length, ...more] = text.split('/');
  if (more.length > 0 || !isAddress(address)) return undefined;
  const bytes = ipaddr.parse(address).toByteArray();
  const bits = bytes.length * 8;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const hostBits = bits - Number(length ?? bits);
  if (hostBits < 0) return undefined;
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const first = (value >> BigInt(hostBits)) << BigInt(hostBits);
  return { family: bits === 32 ? 4 : 6, first, last: first + (1n << BigInt(hostBits)) - 1n };
}

/** Whether they share an address. */
export function overlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Only as AWS writes them: the library would also read 10.1 or 0x0a000001 as addresses. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}
