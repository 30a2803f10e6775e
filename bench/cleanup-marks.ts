import { markFor } from '../domain/cleanup/mark.ts';
import type { SweptEni } from '../domain/cleanup/swept-eni.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { NetworkInterface } from '../sandbox/world/records.ts';

/** Marks an ENI as an earlier sweep would have. */
export function markAt(sandbox: Sandbox, record: NetworkInterface, at: number): void {
  for (const [key, value] of Object.entries(markFor(sweptEni(record), at)))
    sandbox.world.setTag(record.networkInterfaceId, key, value);
}

function sweptEni(record: NetworkInterface): SweptEni {
  const { macAddress, subnetId, description, sourceDestCheck, tags, ipv4Prefixes, ipv6Prefixes } = record;
  return {
    id: record.networkInterfaceId,
    ...{ macAddress, subnetId, description, sourceDestCheck, tags, ipv4Prefixes, ipv6Prefixes },
    privateIpv4Addresses: record.privateIpAddresses.map(({ privateIpAddress: address, primary }) => ({
      address,
      primary,
    })),
    ipv6Addresses: record.ipv6Addresses.map(({ ipv6Address: address, isPrimaryIpv6: primary }) => ({
      address,
      primary,
    })),
    securityGroupIds: record.groups.map(({ groupId }) => groupId),
  };
}
