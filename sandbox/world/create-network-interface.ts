import { invalidParameterValue } from '../ec2/errors.ts';
import { newId, newMacAddress } from '../ids.ts';
import type { Core } from './core.ts';
import {
  checkedIpv4Prefix,
  checkedIpv6Address,
  checkedIpv6Prefix,
  chooseAddresses,
} from './private-addresses.ts';
import type {
  GroupIdentifier,
  Ipv6Address,
  NetworkInterface,
  NetworkInterfaceStatus,
  NetworkInterfaceType,
  Operator,
  PrivateIpAddress,
  Subnet,
  Tags,
} from './records.ts';

export interface NewNetworkInterface {
  readonly subnet: Subnet;
  readonly tags: Tags;
  readonly status: NetworkInterfaceStatus;
  readonly description?: string | undefined;
  readonly privateIpAddress?: string | undefined;
  /** Secondary addresses: given ones, and how many more to choose. */
  readonly secondaryAddresses?: readonly string[] | undefined;
  readonly secondaryCount?: number | undefined;
  readonly ipv6Addresses?: readonly string[] | undefined;
  /** Whether the first IPv6 address is the primary one. */
  readonly primaryIpv6?: boolean | undefined;
  readonly ipv4Prefixes?: readonly string[] | undefined;
  readonly ipv6Prefixes?: readonly string[] | undefined;
  readonly groups?: readonly GroupIdentifier[] | undefined;
  readonly interfaceType?: NetworkInterfaceType | undefined;
  readonly sourceDestCheck?: boolean | undefined;
  readonly outpostArn?: string | undefined;
  /** The sandbox's own account when omitted. */
  readonly ownerId?: string | undefined;
  readonly requesterId?: string | undefined;
  readonly requesterManaged?: boolean | undefined;
  readonly operator?: Operator | undefined;
}

/** The principal that makes interfaces in the sandbox's account: EC2 shows its id for what a user made. */
const userRequesterId = 'AIDASANDBOXEXAMPLE01';
const serviceRequesterId = 'amazon-aws';

export function createNetworkInterface(core: Core, asked: NewNetworkInterface): NetworkInterface {
  const { subnet, requesterManaged = false } = asked;
  const privateIpAddresses = ipv4Addresses(core, asked);
  const ipv6Addresses = checkedIpv6Addresses(core, asked);
  const ipv4Prefixes = different(
    (asked.ipv4Prefixes ?? []).map((given) => checkedIpv4Prefix(core, subnet, given)),
  );
  const ipv6Prefixes = different(
    (asked.ipv6Prefixes ?? []).map((given) => checkedIpv6Prefix(core, subnet, given)),
  );
  const networkInterfaceId = newId(core.random, 'networkInterface');
  return core.tables.networkInterfaces.put(networkInterfaceId, {
    networkInterfaceId,
    subnetId: subnet.subnetId,
    vpcId: subnet.vpcId,
    availabilityZone: subnet.availabilityZone,
    ...(asked.outpostArn !== undefined && { outpostArn: asked.outpostArn }),
    description: asked.description ?? '',
    macAddress: newMacAddress(core.random),
    privateIpAddresses,
    ipv6Addresses,
    ipv4Prefixes,
    ipv6Prefixes,
    groups: asked.groups ?? defaultGroups(core, subnet.vpcId),
    sourceDestCheck: asked.sourceDestCheck ?? true,
    interfaceType: asked.interfaceType ?? 'interface',
    ownerId: asked.ownerId ?? core.account,
    requesterId: asked.requesterId ?? (requesterManaged ? serviceRequesterId : userRequesterId),
    requesterManaged,
    ...(asked.operator !== undefined && { operator: asked.operator }),
    status: asked.status,
    tags: asked.tags,
    ordinal: core.nextOrdinal(),
  });
}

function ipv4Addresses(core: Core, asked: NewNetworkInterface): PrivateIpAddress[] {
  const { subnet, secondaryAddresses = [], secondaryCount = 0 } = asked;
  // A primary address that is to be chosen is none of those that are given.
  const [primary = ''] =
    asked.privateIpAddress === undefined
      ? chooseAddresses(core, subnet, undefined, 1, secondaryAddresses)
      : chooseAddresses(core, subnet, asked.privateIpAddress, 1);
  for (const given of secondaryAddresses) chooseAddresses(core, subnet, given, 1);
  const taken = [primary, ...secondaryAddresses];
  const all = [...taken, ...chooseAddresses(core, subnet, undefined, secondaryCount, taken)];
  return different(all).map((privateIpAddress, index) => ({ privateIpAddress, primary: index === 0 }));
}

function checkedIpv6Addresses(core: Core, asked: NewNetworkInterface): Ipv6Address[] {
  const given = (asked.ipv6Addresses ?? []).map((address) => checkedIpv6Address(core, asked.subnet, address));
  return different(given).map((ipv6Address, index) => ({
    ipv6Address,
    isPrimaryIpv6: index === 0 && asked.primaryIpv6 === true,
  }));
}

function different(addresses: readonly string[]): readonly string[] {
  if (new Set(addresses).size === addresses.length) return addresses;
  throw invalidParameterValue('The private IP addresses of a network interface must be different');
}

function defaultGroups(core: Core, vpcId: string): GroupIdentifier[] {
  for (const { groupId, groupName, vpcId: of } of core.tables.securityGroups.values()) {
    if (of === vpcId && groupName === 'default') return [{ groupId, groupName }];
  }
  return [];
}

/** What others were allowed to do with the interface goes with it. */
export function deleteNetworkInterface(core: Core, networkInterfaceId: string): void {
  const { networkInterfaces, networkInterfacePermissions } = core.tables;
  networkInterfaces.delete(networkInterfaceId);
  for (const permission of [...networkInterfacePermissions.values()]) {
    if (permission.networkInterfaceId === networkInterfaceId)
      networkInterfacePermissions.delete(permission.networkInterfacePermissionId);
  }
}
