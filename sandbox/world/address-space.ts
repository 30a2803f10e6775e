import { formatAddress, parseAddress, parseBlock } from './ipv4.ts';
import { ipv6BlockOf } from './ipv6.ts';
import type { NetworkInterface } from './records.ts';
import type { Tables } from './tables.ts';

interface SubnetUse {
  /** Which interface has each address and each prefix, by their canonical text. */
  readonly holders: Map<string, string>;
  /** Every IPv4 address of the subnet below this one is in use. */
  searchFrom: number;
}

/** Which addresses and prefixes of each subnet are in use now, kept up to date so that nobody has to search for it. */
export class AddressSpace {
  readonly #subnets = new Map<string, SubnetUse>();

  constructor(tables: Tables) {
    tables.networkInterfaces.watch(({ before, after }) => {
      if (before !== undefined && after !== undefined && hasSameAddresses(before, after)) return;
      if (before !== undefined) this.#release(before);
      if (after !== undefined) this.#take(after);
    });
  }

  /** The id of the interface that has this IPv4 or IPv6 address, itself or within a prefix. */
  holderOf(subnetId: string, address: string): string | undefined {
    const holders = this.#subnets.get(subnetId)?.holders;
    return holders?.get(address) ?? holders?.get(prefixAround(address));
  }

  /** The id of an interface that has any address of this prefix, or another prefix that overlaps it. */
  holderWithin(subnetId: string, isInside: (addressOrPrefix: string) => boolean): string | undefined {
    for (const [held, holder] of this.#subnets.get(subnetId)?.holders ?? []) {
      if (isInside(held)) return holder;
    }
    return undefined;
  }

  /** The free IPv4 addresses from `first` to `last`, the lowest first. */
  *free(subnetId: string, first: number, last: number): Iterable<string> {
    const use = this.#use(subnetId);
    let isDense = true;
    for (let value = Math.max(first, use.searchFrom); value <= last; value++) {
      const address = formatAddress(value);
      const isFree = this.holderOf(subnetId, address) === undefined;
      isDense &&= !isFree;
      if (isDense) use.searchFrom = value + 1;
      if (isFree) yield address;
    }
  }

  #use(subnetId: string): SubnetUse {
    const known = this.#subnets.get(subnetId);
    if (known !== undefined) return known;
    const use: SubnetUse = { holders: new Map(), searchFrom: 0 };
    this.#subnets.set(subnetId, use);
    return use;
  }

  #take(record: NetworkInterface): void {
    const { holders } = this.#use(record.subnetId);
    for (const text of addressesOf(record)) holders.set(text, record.networkInterfaceId);
  }

  #release(record: NetworkInterface): void {
    const use = this.#use(record.subnetId);
    for (const text of addressesOf(record)) {
      // An address that moves is taken by its new holder before the former one lets it go, or after.
      if (use.holders.get(text) === record.networkInterfaceId) use.holders.delete(text);
    }
    const lowest = [
      ...record.privateIpAddresses.map(({ privateIpAddress }) => parseAddress(privateIpAddress)),
      ...record.ipv4Prefixes.map((prefix) => parseBlock(prefix)?.first ?? 0),
    ];
    use.searchFrom = Math.min(use.searchFrom, ...lowest);
  }
}

function hasSameAddresses(left: NetworkInterface, right: NetworkInterface): boolean {
  return (
    left.privateIpAddresses === right.privateIpAddresses &&
    left.ipv6Addresses === right.ipv6Addresses &&
    left.ipv4Prefixes === right.ipv4Prefixes &&
    left.ipv6Prefixes === right.ipv6Prefixes
  );
}

function addressesOf(record: NetworkInterface): string[] {
  return [
    ...record.privateIpAddresses.map(({ privateIpAddress }) => privateIpAddress),
    ...record.ipv6Addresses.map(({ ipv6Address }) => ipv6Address),
    ...record.ipv4Prefixes,
    ...record.ipv6Prefixes,
  ];
}

/** Delegated prefixes have 28 bits of IPv4 or 80 bits of IPv6. */
function prefixAround(address: string): string {
  if (address.includes(':')) return ipv6BlockOf(address, 80);
  const value = parseAddress(address);
  return `${formatAddress(value - (value % 16))}/28`;
}
