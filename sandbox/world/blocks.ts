import { canonicalBlock, isInside, parseBlock } from './ipv4.ts';
import { canonicalIpv6Block, isInsideIpv6 } from './ipv6.ts';

/** Blocks of addresses of either family, by their text. */

/** The block with its host bits made zero, or undefined when `text` is none. */
export function canonicalCidr(text: string): string | undefined {
  return text.includes(':') ? canonicalIpv6Block(text) : canonicalBlock(text);
}

/** Whether two blocks share any address: those of different families do not. */
export function cidrsOverlap(left: string, right: string): boolean {
  return isCidrInside(left, right) || isCidrInside(right, left);
}

/** Whether `outer` has every address of `inner`. */
export function isCidrInside(inner: string, outer: string): boolean {
  if (inner.includes(':') !== outer.includes(':')) return false;
  if (inner.includes(':')) return isInsideIpv6(inner, outer);
  const [one, other] = [parseBlock(inner), parseBlock(outer)];
  return one !== undefined && other !== undefined && isInside(one, other);
}
