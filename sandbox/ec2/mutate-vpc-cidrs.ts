import { canonicalCidr, cidrsOverlap, isCidrInside } from '../world/blocks.ts';
import type { Core } from '../world/core.ts';
import { destinationText, isLocal } from '../world/create-route-table.ts';
import { parseBlock, prefixLength } from '../world/ipv4.ts';
import { existingVpc } from '../world/lookup.ts';
import { cidrsOf, isAlive } from '../world/peerings.ts';
import type { CidrAssociation } from '../world/record-network.ts';
import type { Vpc } from '../world/records.ts';
import { associateCidr, disassociateCidr, existingCidrAssociation } from '../world/vpc-cidrs.ts';
import type { Action } from './action.ts';
import { Ec2Error, invalidParameterValue } from './errors.ts';
import type { XmlValue } from './xml.ts';

/** The default quota (VPC quotas). */
const ipv4BlocksMax = 5;

/** An IPv4 block, or an IPv6 block that the caller names; a block that Amazon chooses the sandbox does not have. */
export const associateVpcCidrBlock: Action = (form) => {
  const vpcId = form.id('vpc', 'VpcId');
  const [ipv4, ipv6] = [form.text('CidrBlock'), form.text('Ipv6CidrBlock')];
  if ((ipv4 === undefined) === (ipv6 === undefined))
    throw new Ec2Error('InvalidParameterCombination', 'Exactly one CIDR block has to be specified');
  const asked = ipv4 ?? ipv6 ?? '';
  const cidrBlock = canonicalCidr(asked);
  if (cidrBlock === undefined || cidrBlock.includes(':') !== (ipv6 !== undefined))
    throw invalidParameterValue(`Value (${asked}) for parameter cidrBlock is invalid.`);
  return (core) => {
    const vpc = existingVpc(core, vpcId);
    checkSize(vpc, cidrBlock);
    checkFree(core, vpc, cidrBlock);
    return { vpcId, ...associationXml(associateCidr(core, vpc, cidrBlock)) };
  };
};

export const disassociateVpcCidrBlock: Action = (form) => {
  const associationId = form.id('vpcCidrAssociation', 'AssociationId');
  return (core) => {
    const [vpc, association] = existingCidrAssociation(core, associationId);
    const { cidrBlock } = association;
    if (cidrBlock === vpc.cidrBlock) {
      const message = `The vpc CIDR block with association ID ${associationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`;
      throw new Ec2Error('OperationNotPermitted', message);
    }
    for (const subnet of core.tables.subnets.values()) {
      const blocks = [subnet.cidrBlock, subnet.ipv6CidrBlock ?? subnet.cidrBlock];
      if (subnet.vpcId !== vpc.vpcId || !blocks.some((block) => isCidrInside(block, cidrBlock))) continue;
      const message = `The vpc ${vpc.vpcId} currently has a subnet within CIDR block ${cidrBlock}`;
      throw new Ec2Error('InvalidCidrBlock.InUse', message);
    }
    return { vpcId: vpc.vpcId, ...associationXml(disassociateCidr(core, vpc, association)) };
  };
};

/** The two lists of DescribeVpcs have members of this form. */
export function cidrAssociationXml({ associationId, cidrBlock, state }: CidrAssociation) {
  return cidrBlock.includes(':')
    ? { associationId, ipv6CidrBlock: cidrBlock, ipv6CidrBlockState: { state } }
    : { associationId, cidrBlock, cidrBlockState: { state } };
}

function associationXml(association: CidrAssociation): { readonly [name: string]: XmlValue } {
  const name = association.cidrBlock.includes(':') ? 'ipv6CidrBlockAssociation' : 'cidrBlockAssociation';
  return { [name]: cidrAssociationXml(association) };
}

function checkSize({ vpcId, cidrAssociations }: Vpc, cidrBlock: string): void {
  const block = parseBlock(cidrBlock);
  if (block === undefined) return;
  if (prefixLength(block) < 16 || prefixLength(block) > 28)
    throw new Ec2Error('InvalidVpc.Range', `The CIDR '${cidrBlock}' is invalid.`);
  if (cidrAssociations.filter((other) => !other.cidrBlock.includes(':')).length >= ipv4BlocksMax) {
    const message = `This network '${vpcId}' has met its maximum number of allowed CIDRs: ${ipv4BlocksMax}`;
    throw new Ec2Error('CidrLimitExceeded', message);
  }
}

/**
 * A VPC takes no block that overlaps its own ones or those of a VPC that it is peered with, and none that is as large as
 * the destination of one of its routes, or larger (VPC User Guide, VPC CIDR blocks). The error's code is not
 * established.
 */
function checkFree(core: Core, vpc: Vpc, cidrBlock: string): void {
  const own = vpc.cidrAssociations.map((association) => association.cidrBlock);
  const peers = [...core.tables.vpcPeeringConnections.values()].flatMap((peering) => {
    if (!isAlive(peering)) return [];
    if (peering.requester.vpcId === vpc.vpcId) return cidrsOf(core, core.tables, peering.accepter);
    return peering.accepter.vpcId === vpc.vpcId ? cidrsOf(core, core.tables, peering.requester) : [];
  });
  const conflict =
    [...own, ...peers].find((other) => cidrsOverlap(other, cidrBlock)) ??
    routedBlocks(core, vpc).find((destination) => isCidrInside(destination, cidrBlock));
  if (conflict === undefined) return;
  throw new Ec2Error('CidrConflict', `The CIDR '${cidrBlock}' conflicts with '${conflict}'`);
}

function routedBlocks(core: Core, { vpcId }: Vpc): string[] {
  return [...core.tables.routeTables.values()]
    .filter((table) => table.vpcId === vpcId)
    .flatMap(({ routes }) => routes.filter(({ target }) => !isLocal(target)))
    .map(({ destination }) => destinationText(destination))
    .filter((destination) => destination.includes('/'));
}
