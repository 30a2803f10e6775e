/** An error of the EC2 API: code, message and HTTP status go to the caller as they are (facts 2). */
export class Ec2Error extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'Ec2Error';
    this.code = code;
    this.status = status;
  }
}

export function invalidParameterValue(message: string): Ec2Error {
  return new Ec2Error('InvalidParameterValue', message);
}

export function notFound(kind: keyof typeof notFoundCodes, id: string): Ec2Error {
  const { code, noun } = notFoundCodes[kind];
  return new Ec2Error(code, `The ${noun} '${id}' does not exist`);
}

/** A kind of resource, the error when it is missing, and the noun that AWS uses in the message. */
const notFoundCodes = {
  networkInterface: { code: 'InvalidNetworkInterfaceID.NotFound', noun: 'networkInterface ID' },
  attachment: { code: 'InvalidAttachmentID.NotFound', noun: 'network interface attachment ID' },
  instance: { code: 'InvalidInstanceID.NotFound', noun: 'instance ID' },
  vpc: { code: 'InvalidVpcID.NotFound', noun: 'vpc ID' },
  subnet: { code: 'InvalidSubnetID.NotFound', noun: 'subnet ID' },
  securityGroup: { code: 'InvalidGroup.NotFound', noun: 'security group' },
  allocation: { code: 'InvalidAllocationID.NotFound', noun: 'allocation ID' },
  association: { code: 'InvalidAssociationID.NotFound', noun: 'association ID' },
  routeTable: { code: 'InvalidRouteTableID.NotFound', noun: 'routeTable ID' },
  cidrReservation: { code: 'InvalidSubnetCidrReservationID.NotFound', noun: 'subnet CIDR reservation ID' },
  routeTableAssociation: { code: 'InvalidAssociationID.NotFound', noun: 'association ID' },
  vpcCidrAssociation: {
    code: 'InvalidVpcCidrBlockAssociationID.NotFound',
    noun: 'vpc CIDR block association ID',
  },
  vpcPeeringConnection: {
    code: 'InvalidVpcPeeringConnectionID.NotFound',
    noun: 'vpcPeeringConnection ID',
  },
  flowLog: { code: 'InvalidFlowLogId.NotFound', noun: 'flow log ID' },
  securityGroupRule: { code: 'InvalidSecurityGroupRuleId.NotFound', noun: 'security group rule ID' },
  internetGateway: { code: 'InvalidGatewayID.NotFound', noun: 'gateway ID' },
  virtualPrivateGateway: { code: 'InvalidGatewayID.NotFound', noun: 'gateway ID' },
  natGateway: { code: 'InvalidNatGatewayID.NotFound', noun: 'natGateway ID' },
  egressOnlyInternetGateway: { code: 'InvalidGatewayID.NotFound', noun: 'egress-only gateway ID' },
  transitGateway: { code: 'InvalidTransitGatewayID.NotFound', noun: 'transitGateway ID' },
  permission: {
    code: 'InvalidNetworkInterfacePermissionID.NotFound',
    noun: 'network interface permission ID',
  },
} as const;
