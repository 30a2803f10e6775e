import { markFor } from '../../../domain/cleanup/mark.ts';
import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { World } from '../../../sandbox/world/world.ts';

/**
 * Marks an ENI as a sweep of that moment would have. This is set-up and no checker, so that it may ask the product what a
 * mark looks like: histories last an hour, and the grace lasts a week.
 */
export function markAsOf(world: World, networkInterfaceId: string, at: number): void {
  const tags = markFor(sweptFrom(world.networkInterface(networkInterfaceId)), at);
  for (const [key, value] of Object.entries(tags)) world.setTag(networkInterfaceId, key, value);
}

function sweptFrom(eni: NetworkInterface): Parameters<typeof markFor>[0] {
  return {
    id: eni.networkInterfaceId,
    macAddress: eni.macAddress,
    subnetId: eni.subnetId,
    description: eni.description,
    sourceDestCheck: eni.sourceDestCheck,
    privateIpv4Addresses: eni.privateIpAddresses.map(({ privateIpAddress, primary }) => ({
      address: privateIpAddress,
      primary,
    })),
    ipv6Addresses: eni.ipv6Addresses.map(({ ipv6Address, isPrimaryIpv6 }) => ({
      address: ipv6Address,
      primary: isPrimaryIpv6,
    })),
    ipv4Prefixes: eni.ipv4Prefixes,
    ipv6Prefixes: eni.ipv6Prefixes,
    securityGroupIds: eni.groups.map(({ groupId }) => groupId),
    tags: eni.tags,
  };
}
