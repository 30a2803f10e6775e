import { isCidrInside } from '../world/blocks.ts';
import { parseBlock } from '../world/ipv4.ts';
import type { CidrReservation } from '../world/record-references.ts';
import type { View } from '../world/tables.ts';

/** A delegated prefix of 28 bits. */
const addressesOfPrefix = 16;

/** How many IPv4 addresses of each subnet are not available: those of interfaces, and of reservations if they count. */
export function takenAddresses(view: View, reservationsCount: boolean): Map<string, number> {
  const taken = new Map<string, number>();
  const add = (subnetId: string, count: number) => taken.set(subnetId, (taken.get(subnetId) ?? 0) + count);
  for (const { subnetId, privateIpAddresses, ipv4Prefixes } of view.networkInterfaces.values())
    add(subnetId, privateIpAddresses.length + ipv4Prefixes.length * addressesOfPrefix);
  if (reservationsCount) {
    for (const reservation of view.cidrReservations.values())
      add(reservation.subnetId, sizeOf(reservation) - heldWithin(view, reservation));
  }
  return taken;
}

function sizeOf({ cidr }: CidrReservation): number {
  const block = parseBlock(cidr);
  return block === undefined ? 0 : block.last - block.first + 1;
}

function heldWithin(view: View, { subnetId, cidr }: CidrReservation): number {
  let held = 0;
  for (const record of view.networkInterfaces.values()) {
    if (record.subnetId !== subnetId) continue;
    const addresses = record.privateIpAddresses.filter((address) =>
      isCidrInside(`${address.privateIpAddress}/32`, cidr),
    );
    const prefixes = record.ipv4Prefixes.filter((prefix) => isCidrInside(prefix, cidr));
    held += addresses.length + prefixes.length * addressesOfPrefix;
  }
  return held;
}
