import { compareText } from '../failover-group.ts';

/** So many names stand in a sentence; the resources of the finding have them all. */
const namesMax = 5;

/** "a", "a and b", "a, b and c", "a, b, c, d, e and 7 more": each once, and in order. */
export function inWords(names: Iterable<string>): string {
  const all = [...new Set(names)].toSorted(compareText);
  const shown = all.length > namesMax ? [...all.slice(0, namesMax), `${all.length - namesMax} more`] : all;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** "1 address", "2 addresses". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The option that the route commands take for a destination of its family. */
export function destinationOption(cidr: string): string {
  return cidr.includes(':') ? `--destination-ipv6-cidr-block ${cidr}` : `--destination-cidr-block ${cidr}`;
}
