import { Ec2Error, invalidParameterValue } from '../ec2/errors.ts';
import { newId, newMacAddress } from '../ids.ts';
import type { Core } from './core.ts';
import { instanceTypeLimits } from './instance-types.ts';
import { formatAddress, isInside, overlaps, parseBlock, prefixLength } from './ipv4.ts';
import { chooseAddresses } from './private-addresses.ts';
import type {
  Address,
  GroupIdentifier,
  Instance,
  NetworkInterface,
  NetworkInterfaceType,
  PrivateIpAddress,
  SecurityGroup,
  Subnet,
  Tags,
  Vpc,
} from './records.ts';
import { allChecks } from './status-checks.ts';

/** A VPC comes with its default security group. */
export function createVpc(core: Core, { cidrBlock, tags }: { cidrBlock: string; tags: Tags }): Vpc {
  const block = parseBlock(cidrBlock);
  if (block === undefined)
    throw invalidParameterValue(`Value (${cidrBlock}) for parameter cidrBlock is invalid.`);
  if (prefixLength(block) < 16 || prefixLength(block) > 28) {
    throw new Ec2Error('InvalidVpc.Range', `The CIDR '${cidrBlock}' is invalid.`);
  }
  const vpcId = newId(core.random, 'vpc');
  const vpc = core.tables.vpcs.put(vpcId, { vpcId, cidrBlock, tags, ordinal: core.nextOrdinal() });
  createSecurityGroup(core, { vpcId, groupName: 'default', tags: {} });
  return vpc;
}

export function createSecurityGroup(
  core: Core,
  group: { vpcId: string; groupName: string; tags: Tags },
): SecurityGroup {
  const groupId = newId(core.random, 'securityGroup');
  return core.tables.securityGroups.put(groupId, { groupId, ...group, ordinal: core.nextOrdinal() });
}

export function createSubnet(
  core: Core,
  subnet: { vpc: Vpc; cidrBlock: string; availabilityZone: string; tags: Tags },
): Subnet {
  const { vpc, cidrBlock, availabilityZone, tags } = subnet;
  const block = parseBlock(cidrBlock);
  const outer = parseBlock(vpc.cidrBlock);
  if (block === undefined)
    throw invalidParameterValue(`Value (${cidrBlock}) for parameter cidrBlock is invalid.`);
  if (outer === undefined || !isInside(block, outer) || prefixLength(block) > 28) {
    throw new Ec2Error('InvalidSubnet.Range', `The CIDR '${cidrBlock}' is invalid.`);
  }
  for (const other of core.tables.subnets.values()) {
    const taken = parseBlock(other.cidrBlock);
    if (other.vpcId === vpc.vpcId && taken !== undefined && overlaps(taken, block)) {
      throw new Ec2Error('InvalidSubnet.Conflict', `The CIDR '${cidrBlock}' conflicts with another subnet`);
    }
  }
  const subnetId = newId(core.random, 'subnet');
  const record = {
    subnetId,
    vpcId: vpc.vpcId,
    cidrBlock,
    availabilityZone,
    tags,
    ordinal: core.nextOrdinal(),
  };
  return core.tables.subnets.put(subnetId, record);
}

export interface NewNetworkInterface {
  readonly subnet: Subnet;
  readonly tags: Tags;
  readonly status: NetworkInterface['status'];
  readonly description?: string | undefined;
  readonly privateIpAddress?: string | undefined;
  /** Secondary addresses: given ones, and how many more to choose. */
  readonly secondaryAddresses?: readonly string[] | undefined;
  readonly secondaryCount?: number | undefined;
  readonly groups?: readonly GroupIdentifier[] | undefined;
  readonly interfaceType?: NetworkInterfaceType | undefined;
  readonly requesterManaged?: boolean | undefined;
}

export function createNetworkInterface(core: Core, asked: NewNetworkInterface): NetworkInterface {
  const { subnet } = asked;
  const [primary = ''] = chooseAddresses(core, subnet, asked.privateIpAddress, 1);
  const secondaries = [...(asked.secondaryAddresses ?? [])];
  for (const given of secondaries) chooseAddresses(core, subnet, given, 1);
  secondaries.push(
    ...chooseAddresses(core, subnet, undefined, asked.secondaryCount ?? 0, [primary, ...secondaries]),
  );
  if (new Set([primary, ...secondaries]).size <= secondaries.length) {
    throw invalidParameterValue('The private IP addresses of a network interface must be different');
  }
  const addresses: PrivateIpAddress[] = [primary, ...secondaries].map((privateIpAddress, index) => ({
    privateIpAddress,
    primary: index === 0,
  }));
  const networkInterfaceId = newId(core.random, 'networkInterface');
  return core.tables.networkInterfaces.put(networkInterfaceId, {
    networkInterfaceId,
    subnetId: subnet.subnetId,
    vpcId: subnet.vpcId,
    availabilityZone: subnet.availabilityZone,
    description: asked.description ?? '',
    macAddress: newMacAddress(core.random),
    privateIpAddresses: addresses,
    groups: asked.groups ?? defaultGroups(core, subnet.vpcId),
    sourceDestCheck: true,
    interfaceType: asked.interfaceType ?? 'interface',
    requesterManaged: asked.requesterManaged ?? false,
    status: asked.status,
    tags: asked.tags,
    ordinal: core.nextOrdinal(),
  });
}

export interface NewInstance {
  readonly subnet: Subnet;
  readonly instanceType: string;
  readonly imageId: string;
  readonly reservationId: string;
  readonly spot: boolean;
  readonly state: 'pending' | 'running' | 'stopped';
  readonly tags: Tags;
}

/** Without any interface yet. */
export function createInstance(core: Core, asked: NewInstance): Instance {
  const { subnet, ...rest } = asked;
  if (instanceTypeLimits(rest.instanceType) === undefined) {
    throw invalidParameterValue(`Invalid value '${rest.instanceType}' for InstanceType.`);
  }
  const instanceId = newId(core.random, 'instance');
  return core.tables.instances.put(instanceId, {
    ...rest,
    instanceId,
    subnetId: subnet.subnetId,
    vpcId: subnet.vpcId,
    availabilityZone: subnet.availabilityZone,
    transitionReason: '',
    launchTime: Math.floor(core.clock.now() / 1000) * 1000,
    checks: allChecks(rest.state === 'pending' ? 'initializing' : 'ok'),
    broken: [],
    hung: false,
    ghosts: [],
    ordinal: core.nextOrdinal(),
  });
}

/** Public addresses come from the block that is kept for documentation, then from the one for benchmarks. */
export function createAddress(core: Core, tags: Tags): Address {
  const allocationId = newId(core.random, 'allocation');
  const number = core.count('publicIp');
  const publicIp = formatAddress((number < 255 ? 0xcb007100 : 0xc6120000) + number);
  return core.tables.addresses.put(allocationId, {
    allocationId,
    publicIp,
    tags,
    ordinal: core.nextOrdinal(),
  });
}

function defaultGroups(core: Core, vpcId: string): GroupIdentifier[] {
  for (const { groupId, groupName, vpcId: of } of core.tables.securityGroups.values()) {
    if (of === vpcId && groupName === 'default') return [{ groupId, groupName }];
  }
  return [];
}
