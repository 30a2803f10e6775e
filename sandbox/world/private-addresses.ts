import { isIPv4 } from 'node:net';
import { Ec2Error, invalidParameterValue } from '../ec2/errors.ts';
import type { Core } from './core.ts';
import { assignable, formatAddress, parseAddress, parseBlock } from './ipv4.ts';
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
  const used = new Set(taken);
  for (const { subnetId, privateIpAddresses } of core.tables.networkInterfaces.values()) {
    if (subnetId !== subnet.subnetId) continue;
    for (const { privateIpAddress } of privateIpAddresses) used.add(privateIpAddress);
  }
  if (asked === undefined) return firstFree(subnet, used, count);
  checkInSubnet(subnet, asked);
  if (used.has(asked)) throw new Ec2Error('InvalidIPAddress.InUse', `Address ${asked} is in use.`);
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

function firstFree(subnet: Subnet, used: ReadonlySet<string>, count: number): string[] {
  const block = parseBlock(subnet.cidrBlock);
  const free: string[] = [];
  if (block === undefined) return free;
  const { first, last } = assignable(block);
  for (let value = first; value <= last && free.length < count; value++) {
    const address = formatAddress(value);
    if (!used.has(address)) free.push(address);
  }
  if (free.length === count) return free;
  const message = `insufficient free address to allocate ${count} address(es)`;
  throw new Ec2Error('InsufficientFreeAddressesInSubnet', message);
}
