import { Ec2Error, invalidParameterValue } from '../ec2/errors.ts';
import { newId } from '../ids.ts';
import { isCidrInside } from './blocks.ts';
import type { Core } from './core.ts';
import { createMainRouteTable } from './create-route-table.ts';
import { instanceTypeLimits } from './instance-types.ts';
import { formatAddress, overlaps, parseBlock, prefixLength } from './ipv4.ts';
import { canonicalIpv6Block } from './ipv6.ts';
import type { Address, Instance, SecurityGroup, Subnet, Tags, Vpc } from './records.ts';
import { createDefaultRules } from './security-group-rules.ts';
import { allChecks } from './status-checks.ts';
import { blocksOf, newCidrAssociation } from './vpc-cidrs.ts';

export interface NewVpc {
  readonly cidrBlock: string;
  /** Other blocks, of both families, that it has from the start. */
  readonly otherCidrs?: readonly string[] | undefined;
  readonly isDefault?: boolean | undefined;
  readonly tags: Tags;
}

/** A VPC comes with its default security group and its main route table. */
export function createVpc(core: Core, asked: NewVpc): Vpc {
  const { cidrBlock, otherCidrs = [], isDefault = false, tags } = asked;
  const block = parseBlock(cidrBlock);
  if (block === undefined)
    throw invalidParameterValue(`Value (${cidrBlock}) for parameter cidrBlock is invalid.`);
  if (prefixLength(block) < 16 || prefixLength(block) > 28) {
    throw new Ec2Error('InvalidVpc.Range', `The CIDR '${cidrBlock}' is invalid.`);
  }
  const vpcId = newId(core.random, 'vpc');
  const cidrAssociations = [cidrBlock, ...otherCidrs].map((block) =>
    newCidrAssociation(core, block, 'associated'),
  );
  const record = { vpcId, cidrBlock, cidrAssociations, isDefault, tags, ordinal: core.nextOrdinal() };
  const vpc = core.tables.vpcs.put(vpcId, record);
  createSecurityGroup(core, { vpcId, groupName: 'default', tags: {} });
  createMainRouteTable(core, vpc);
  return vpc;
}

export function createSecurityGroup(
  core: Core,
  group: { vpcId: string; groupName: string; tags: Tags },
): SecurityGroup {
  const groupId = newId(core.random, 'securityGroup');
  const record = { groupId, ...group, ordinal: core.nextOrdinal() };
  core.tables.securityGroups.put(groupId, record);
  createDefaultRules(core, record);
  return record;
}

export function createSubnet(
  core: Core,
  subnet: {
    vpc: Vpc;
    cidrBlock: string;
    ipv6CidrBlock?: string | undefined;
    availabilityZone: string;
    tags: Tags;
  },
): Subnet {
  const { vpc, cidrBlock, ipv6CidrBlock, availabilityZone, tags } = subnet;
  const block = parseBlock(cidrBlock);
  if (block === undefined)
    throw invalidParameterValue(`Value (${cidrBlock}) for parameter cidrBlock is invalid.`);
  const isInVpc = blocksOf(vpc).some((outer) => isCidrInside(cidrBlock, outer));
  if (!isInVpc || prefixLength(block) > 28) {
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
    ...(ipv6CidrBlock !== undefined && { ipv6CidrBlock: checkedIpv6CidrBlock(ipv6CidrBlock) }),
    availabilityZone,
    tags,
    ordinal: core.nextOrdinal(),
  };
  return core.tables.subnets.put(subnetId, record);
}

function checkedIpv6CidrBlock(asked: string): string {
  const block = canonicalIpv6Block(asked);
  if (block?.endsWith('/64')) return block;
  throw new Ec2Error('InvalidSubnet.Range', `The CIDR '${asked}' is invalid.`);
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

/** From the block that is kept for documentation, then from the one for benchmarks. */
export function newPublicIp(core: Core): string {
  const number = core.count('publicIp');
  return formatAddress((number < 255 ? 0xcb007100 : 0xc6120000) + number);
}

export function createAddress(core: Core, tags: Tags): Address {
  const allocationId = newId(core.random, 'allocation');
  const publicIp = newPublicIp(core);
  return core.tables.addresses.put(allocationId, {
    allocationId,
    publicIp,
    tags,
    ordinal: core.nextOrdinal(),
  });
}
