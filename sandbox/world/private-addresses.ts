import { isIPv4 } from 'node:net';
import { Ec2Error, invalidParameterValue } from '../ec2/errors.ts';
import type { Core } from './core.ts';
import {
  assignable,
  type Ipv4Block,
  isInside,
  overlaps,
  parseAddress,
  parseBlock,
  prefixLength,
} from './ipv4.ts';
import { canonicalIpv6, canonicalIpv6Block, isInsideIpv6 } from './ipv6.ts';
import type { Subnet } from './records.ts';

/**
 * The address asked for, if it is free, or else the first `count` free ones of the subnet. `taken` are addresses
 * that are about to be used by the same request.
 */
export function chooseAddresses(
  core: Core,
  subnet: Subnet,
  asked: string | undefined,
  count: number,
  taken: readonly string[] = [],
): string[] {
  if (asked === undefined) return firstFree(core, subnet, count, taken);
  checkInSubnet(subnet, asked);
  if (taken.includes(asked) || core.addressSpace.holderOf(subnet.subnetId, asked) !== undefined)
    throw inUse(asked);
  return [asked];
}

/** Throws unless the subnet may give this address to an interface. */
export function checkInSubnet(subnet: Subnet, address: string): void {
  const block = parseBlock(subnet.cidrBlock);
  if (!isIPv4(address)) throw invalidParameterValue(`Invalid value '${address}' for IP address`);
  const value = parseAddress(address);
  if (block === undefined || value < block.first || value > block.last) {
    throw invalidParameterValue("Address does not fall within the subnet's address range");
  }
  const { first, last } = assignable(block);
  if (value < first || value > last)
    throw invalidParameterValue("Address is in subnet's reserved address range");
}

/** The IPv6 address in canonical form; throws unless the subnet may give it and nobody has it. */
export function checkedIpv6Address(core: Core, subnet: Subnet, asked: string): string {
  const address = canonicalIpv6(asked);
  if (address === undefined) throw invalidParameterValue(`Invalid value '${asked}' for IPv6 address`);
  checkIpv6InSubnet(subnet, address);
  if (core.addressSpace.holderOf(subnet.subnetId, address) !== undefined) throw inUse(address);
  return address;
}

/** The prefix in canonical form; throws unless it is a /28 of the subnet in which nobody has an address. */
export function checkedIpv4Prefix(core: Core, subnet: Subnet, asked: string): string {
  const block = parseBlock(asked);
  const outer = parseBlock(subnet.cidrBlock);
  if (block === undefined || outer === undefined || prefixLength(block) !== 28 || !isInside(block, outer)) {
    throw invalidParameterValue(`The prefix '${asked}' is not a /28 within the subnet's address range`);
  }
  const isTaken = (held: string) => !held.includes(':') && overlaps(blockOf(held), block);
  if (core.addressSpace.holderWithin(subnet.subnetId, isTaken) !== undefined) throw inUse(asked);
  return asked;
}

/** The same for IPv6, where a prefix is a /80. */
export function checkedIpv6Prefix(core: Core, subnet: Subnet, asked: string): string {
  const prefix = canonicalIpv6Block(asked);
  if (!prefix?.endsWith('/80')) throw invalidParameterValue(`The prefix '${asked}' is not a /80`);
  checkIpv6InSubnet(subnet, prefix);
  const isTaken = (held: string) => held.includes(':') && isInsideIpv6(held, prefix);
  if (core.addressSpace.holderWithin(subnet.subnetId, isTaken) !== undefined) throw inUse(prefix);
  return prefix;
}

/** The message names the address, as far as clients have seen it (facts 2). */
function inUse(address: string): Ec2Error {
  return new Ec2Error('InvalidIPAddress.InUse', `Address ${address} is in use.`);
}

function checkIpv6InSubnet(subnet: Subnet, addressOrPrefix: string): void {
  if (subnet.ipv6CidrBlock === undefined || !isInsideIpv6(addressOrPrefix, subnet.ipv6CidrBlock)) {
    throw invalidParameterValue(`${addressOrPrefix} does not fall within the subnet's IPv6 address range`);
  }
}

/** EC2 itself gives no address out of a reservation (VPC User Guide, subnet CIDR reservations). */
function firstFree(core: Core, subnet: Subnet, count: number, taken: readonly string[]): string[] {
  const block = parseBlock(subnet.cidrBlock);
  const free: string[] = [];
  if (block === undefined || count === 0) return free;
  const reserved = reservedBlocks(core, subnet.subnetId);
  const { first, last } = assignable(block);
  for (const address of core.addressSpace.free(subnet.subnetId, first, last)) {
    if (taken.includes(address) || reserved.some((other) => overlaps(other, blockOf(address)))) continue;
    free.push(address);
    if (free.length === count) return free;
  }
  const message = `insufficient free address to allocate ${count} address(es)`;
  throw new Ec2Error('InsufficientFreeAddressesInSubnet', message);
}

function reservedBlocks(core: Core, subnetId: string): Ipv4Block[] {
  return [...core.tables.cidrReservations.values()]
    .filter((reservation) => reservation.subnetId === subnetId && !reservation.cidr.includes(':'))
    .map(({ cidr }) => blockOf(cidr));
}

function blockOf(addressOrBlock: string): Ipv4Block {
  const text = addressOrBlock.includes('/') ? addressOrBlock : `${addressOrBlock}/32`;
  return parseBlock(text) ?? { first: 0, last: -1 };
}
