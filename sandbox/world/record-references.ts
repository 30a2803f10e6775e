import type { RecordBase } from './records.ts';

/** What refers to network interfaces and their addresses: routes, reservations and permissions. */

export type RouteDestination =
  | { readonly destinationCidrBlock: string }
  | { readonly destinationIpv6CidrBlock: string }
  | { readonly destinationPrefixListId: string };

/** The members of a route that can name its target, as the API calls them; `gatewayId` is also `local`. */
export const routeTargets = [
  'networkInterfaceId',
  'gatewayId',
  'natGatewayId',
  'transitGatewayId',
  'vpcPeeringConnectionId',
  'egressOnlyInternetGatewayId',
  'localGatewayId',
  'carrierGatewayId',
  'coreNetworkArn',
  'odbNetworkArn',
] as const;

export interface RouteTarget {
  readonly kind: (typeof routeTargets)[number];
  readonly id: string;
}

export interface Route {
  readonly destination: RouteDestination;
  readonly target: RouteTarget;
  readonly origin: 'CreateRouteTable' | 'CreateRoute';
  /** What DescribeRouteTables says of a target that the sandbox does not hold; of a network interface it looks. */
  readonly state: 'active' | 'blackhole' | 'filtered';
}

export interface RouteTableAssociation {
  readonly routeTableAssociationId: string;
  readonly main: boolean;
  readonly subnetId?: string;
  /** Of an edge route table: an internet gateway or a virtual private gateway. */
  readonly gatewayId?: string;
}

export interface RouteTable extends RecordBase {
  readonly routeTableId: string;
  readonly vpcId: string;
  readonly routes: readonly Route[];
  readonly associations: readonly RouteTableAssociation[];
}

export interface CidrReservation extends RecordBase {
  readonly subnetCidrReservationId: string;
  readonly subnetId: string;
  /** IPv4 or IPv6. */
  readonly cidr: string;
  readonly reservationType: 'prefix' | 'explicit';
  readonly description: string;
}

/** What another account or a service of AWS may do with an interface. */
export interface NetworkInterfacePermission extends RecordBase {
  readonly networkInterfacePermissionId: string;
  readonly networkInterfaceId: string;
  readonly awsAccountId?: string;
  readonly awsService?: string;
  readonly permission: 'INSTANCE-ATTACH' | 'EIP-ASSOCIATE';
}
