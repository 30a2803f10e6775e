import type { Core } from '../world/core.ts';
import { instanceTypeLimits } from '../world/instance-types.ts';
import { existingInterface, existingSubnet, refuseForeign } from '../world/lookup.ts';
import { checkedIpv4Prefix, checkInSubnet, chooseAddresses } from '../world/private-addresses.ts';
import type { NetworkInterface, PrivateIpAddress } from '../world/records.ts';
import { type Action, succeeded } from './action.ts';
import { Ec2Error, invalidParameterValue } from './errors.ts';

/** With AllowReassignment a secondary address moves here from where it is, with its Elastic IP (facts 1.6). */
export const assignPrivateIpAddresses: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  const asked = form.list('PrivateIpAddress');
  const count = form.integer('SecondaryPrivateIpAddressCount');
  const prefixes = form.list('Ipv4Prefix');
  const allowReassignment = form.flag('AllowReassignment') ?? false;
  if ([asked.length > 0, count !== undefined, prefixes.length > 0].filter(Boolean).length !== 1) {
    const message = 'Specify either the private IP addresses, or how many of them to assign, or prefixes';
    throw new Ec2Error('InvalidParameterCombination', message);
  }
  return (core) => {
    const record = existingInterface(core, networkInterfaceId);
    refuseForeign(core, record);
    checkLimit(core, record, asked.length + (count ?? 0));
    const subnet = existingSubnet(core, record.subnetId);
    for (const address of asked) checkInSubnet(subnet, address);
    for (const address of asked) checkHolder(core, record, address, allowReassignment);
    const given = asked.map((address) => takeFromHolder(core, record, address));
    const chosen = chooseAddresses(core, subnet, undefined, count ?? 0);
    const added = [...given, ...chosen.map((privateIpAddress) => ({ privateIpAddress, primary: false }))];
    const privateIpAddresses = [...existingInterface(core, networkInterfaceId).privateIpAddresses, ...added];
    const ipv4Prefixes = [
      ...record.ipv4Prefixes,
      ...prefixes.map((prefix) => checkedIpv4Prefix(core, subnet, prefix)),
    ];
    core.tables.networkInterfaces.put(networkInterfaceId, { ...record, privateIpAddresses, ipv4Prefixes });
    const assignedPrivateIpAddressesSet = added.map(({ privateIpAddress }) => ({ privateIpAddress }));
    return { networkInterfaceId, assignedPrivateIpAddressesSet, ...succeeded };
  };
};

export const unassignPrivateIpAddresses: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  const asked = form.list('PrivateIpAddress');
  if (asked.length === 0)
    throw new Ec2Error('MissingParameter', 'The request must contain the parameter PrivateIpAddress');
  return (core) => {
    const record = existingInterface(core, networkInterfaceId);
    refuseForeign(core, record);
    const secondaries = record.privateIpAddresses.filter(({ primary }) => !primary);
    if (asked.some((address) => !secondaries.some(({ privateIpAddress }) => privateIpAddress === address))) {
      const message = `Some of the specified addresses are not assigned to interface ${networkInterfaceId}`;
      throw invalidParameterValue(message);
    }
    const privateIpAddresses = record.privateIpAddresses.filter(
      ({ privateIpAddress }) => !asked.includes(privateIpAddress),
    );
    core.tables.networkInterfaces.put(networkInterfaceId, { ...record, privateIpAddresses });
    return succeeded;
  };
};

/** An attached interface holds as many addresses as the type of its instance allows. */
function checkLimit(core: Core, record: NetworkInterface, more: number): void {
  const instance = core.tables.instances.get(record.attachment?.instanceId ?? '');
  const limit = instance && instanceTypeLimits(instance.instanceType)?.ipv4PerInterface;
  const total = record.privateIpAddresses.length + more;
  if (limit !== undefined && total > limit) {
    const message = `Number of private addresses will exceed limit. The limit for ${instance?.instanceType} is ${limit}`;
    throw new Ec2Error('PrivateIpAddressLimitExceeded', message);
  }
}

function checkHolder(
  core: Core,
  record: NetworkInterface,
  address: string,
  allowReassignment: boolean,
): void {
  const holder = holderOf(core, record.subnetId, address);
  if (holder === undefined) return;
  const isPrimary = holder.privateIpAddresses[0]?.privateIpAddress === address;
  if (isPrimary || !allowReassignment || holder === record) {
    const message = `[${address}] has already been assigned to another network interface`;
    throw new Ec2Error(isPrimary ? 'InvalidParameterValue' : 'Resource.AlreadyAssigned', message);
  }
}

/** Removes the address where it is now and gives it back with its Elastic IP. */
function takeFromHolder(core: Core, record: NetworkInterface, address: string): PrivateIpAddress {
  const holder = holderOf(core, record.subnetId, address);
  const taken = holder?.privateIpAddresses.find(({ privateIpAddress }) => privateIpAddress === address);
  if (holder === undefined || taken === undefined) return { privateIpAddress: address, primary: false };
  const privateIpAddresses = holder.privateIpAddresses.filter((other) => other !== taken);
  core.tables.networkInterfaces.put(holder.networkInterfaceId, { ...holder, privateIpAddresses });
  return taken;
}

function holderOf(core: Core, subnetId: string, address: string): NetworkInterface | undefined {
  return core.tables.networkInterfaces.get(core.addressSpace.holderOf(subnetId, address) ?? '');
}
