import { Ec2Error } from './ec2/errors.ts';
import type { Random } from './random.ts';

/** The kinds of id, with their prefix and the error for an id of the wrong form (facts 2). */
export const idKinds = {
  networkInterface: { prefix: 'eni', malformed: 'InvalidNetworkInterfaceId.Malformed' },
  attachment: { prefix: 'eni-attach', malformed: 'InvalidNetworkInterfaceAttachmentId.Malformed' },
  instance: { prefix: 'i', malformed: 'InvalidInstanceID.Malformed' },
  vpc: { prefix: 'vpc', malformed: 'InvalidVpcID.Malformed' },
  subnet: { prefix: 'subnet', malformed: 'InvalidSubnetID.Malformed' },
  securityGroup: { prefix: 'sg', malformed: 'InvalidGroupId.Malformed' },
  allocation: { prefix: 'eipalloc', malformed: 'InvalidAllocationID.Malformed' },
  association: { prefix: 'eipassoc', malformed: 'InvalidAssociationID.Malformed' },
  reservation: { prefix: 'r', malformed: 'InvalidReservationID.Malformed' },
  routeTable: { prefix: 'rtb', malformed: 'InvalidRouteTableId.Malformed' },
  routeTableAssociation: { prefix: 'rtbassoc', malformed: 'InvalidAssociationID.Malformed' },
  cidrReservation: { prefix: 'scr', malformed: 'InvalidSubnetCidrReservationID.Malformed' },
  vpcCidrAssociation: { prefix: 'vpc-cidr-assoc', malformed: 'InvalidVpcCidrBlockAssociationId.Malformed' },
  vpcPeeringConnection: { prefix: 'pcx', malformed: 'InvalidVpcPeeringConnectionId.Malformed' },
  flowLog: { prefix: 'fl', malformed: 'InvalidFlowLogId.Malformed' },
  securityGroupRule: { prefix: 'sgr', malformed: 'InvalidSecurityGroupRuleId.Malformed' },
  internetGateway: { prefix: 'igw', malformed: 'InvalidInternetGatewayId.Malformed' },
  virtualPrivateGateway: { prefix: 'vgw', malformed: 'InvalidVpnGatewayID.Malformed' },
  natGateway: { prefix: 'nat', malformed: 'NatGatewayMalformed' },
  egressOnlyInternetGateway: { prefix: 'eigw', malformed: 'InvalidEgressOnlyInternetGatewayId.Malformed' },
  transitGateway: { prefix: 'tgw', malformed: 'InvalidTransitGatewayID.Malformed' },
  permission: { prefix: 'eni-perm', malformed: 'InvalidNetworkInterfacePermissionID.Malformed' },
} as const;

export type IdKind = keyof typeof idKinds;

const hexDigits = /^(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

/** Returns the id, or throws the kind's Malformed error. Both the old 8 digits and the present 17 are right. */
export function checkedId(kind: IdKind, id: string): string {
  const { prefix, malformed } = idKinds[kind];
  const digits = id.startsWith(`${prefix}-`) ? id.slice(prefix.length + 1) : '';
  // Attachments of AWS's own services bear another prefix and can be named all the same.
  if (kind === 'attachment' && id.startsWith('ela-attach-')) return id;
  if (!hexDigits.test(digits))
    throw new Ec2Error(malformed, `Invalid id: "${id}" (expecting "${prefix}-...")`);
  return id;
}

export function newId(random: Random, kind: IdKind): string {
  return `${idKinds[kind].prefix}-${random.hex(17)}`;
}

/** An id of a network interface attachment that belongs to one of AWS's own services. */
export function newServiceAttachmentId(random: Random): string {
  return `ela-attach-${random.hex(17)}`;
}

export function newUuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join('-');
}

/** A locally administered unicast MAC address, as EC2 gives them. */
export function newMacAddress(random: Random): string {
  return ['02', ...Array.from({ length: 5 }, () => random.hex(2))].join(':');
}
