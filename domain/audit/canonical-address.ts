import ipaddr from 'ipaddr.js';
import { parseRange } from '../cidr.ts';

/** One text for one address, the shortest, however it was written. What is no address stays as it is. */
export function canonicalAddress(text: string): string {
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return text;
  return ipaddr.IPv6.parse(text).toRFC5952String();
}

/** Reads a single address, in no looser form than AWS writes it. Undefined for a range, a zone or anything else. */
export function readAddress(text: string): string | undefined {
  if (/[/%]/.test(text) || parseRange(text) === undefined) return undefined;
  return canonicalAddress(text);
}
