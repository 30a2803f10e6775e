import { existingInterface, existingSubnet, refuseForeign } from '../world/lookup.ts';
import { checkedIpv6Address, checkedIpv6Prefix } from '../world/private-addresses.ts';
import type { Action } from './action.ts';
import { Ec2Error } from './errors.ts';

/** Adds IPv6 addresses or delegated prefixes that nobody has; it takes none from anybody (API reference). */
export const assignIpv6Addresses: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  const addresses = form.list('Ipv6Addresses');
  const prefixes = form.list('Ipv6Prefix');
  if ((addresses.length === 0) === (prefixes.length === 0)) {
    throw new Ec2Error('InvalidParameterCombination', 'Specify either IPv6 addresses or IPv6 prefixes');
  }
  return (core) => {
    const record = existingInterface(core, networkInterfaceId);
    refuseForeign(core, record);
    const subnet = existingSubnet(core, record.subnetId);
    const added = addresses.map((address) => checkedIpv6Address(core, subnet, address));
    const addedPrefixes = prefixes.map((prefix) => checkedIpv6Prefix(core, subnet, prefix));
    core.tables.networkInterfaces.put(networkInterfaceId, {
      ...record,
      ipv6Addresses: [
        ...record.ipv6Addresses,
        ...added.map((ipv6Address) => ({ ipv6Address, isPrimaryIpv6: false })),
      ],
      ipv6Prefixes: [...record.ipv6Prefixes, ...addedPrefixes],
    });
    return {
      networkInterfaceId,
      assignedIpv6Addresses: [...added],
      assignedIpv6PrefixSet: [...addedPrefixes],
    };
  };
};
