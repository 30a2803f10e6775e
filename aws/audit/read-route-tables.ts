import { DescribeRouteTablesCommand, type Route, type RouteTable } from '@aws-sdk/client-ec2';
import type { AuditedRoute, AuditedRouteTable, RouteTarget } from '../../domain/audit/audit-snapshot.ts';
import { callGently } from '../gentle/gentle-ec2.ts';
import type { PageToken } from '../gentle/part.ts';
import { tagsOf, textOf } from '../gentle/record-fields.ts';
import { type AuditRun, readRecords } from './audit-run.ts';

/** The largest page of this call. */
const pageSize = 100;

export function readRouteTables(run: AuditRun): Promise<readonly AuditedRouteTable[]> {
  return readRecords(run, 'route-tables', (token) => describeRouteTables(run, token), toRouteTable);
}

async function describeRouteTables({ ec2, deadline }: AuditRun, token: PageToken) {
  const { RouteTables, NextToken } = await callGently(ec2, 'DescribeRouteTables', deadline, (client) =>
    client.send(new DescribeRouteTablesCommand({ MaxResults: pageSize, ...token })),
  );
  return { records: RouteTables, nextToken: NextToken };
}

function toRouteTable(record: RouteTable): readonly AuditedRouteTable[] {
  const { RouteTableId, VpcId, Associations = [], Routes = [], Tags } = record;
  // An association that is going, or never came, routes for nobody.
  const living = Associations.filter(({ AssociationState }) =>
    ['associated', 'associating'].includes(AssociationState?.State ?? 'associated'),
  );
  return [
    {
      id: textOf(RouteTableId, 'RouteTableId', 'a route table'),
      vpcId: textOf(VpcId, 'VpcId', 'a route table'),
      isMain: living.some(({ Main }) => Main === true),
      subnetIds: living.flatMap(({ SubnetId }) => SubnetId ?? []),
      routes: Routes.map(toRoute),
      tags: tagsOf(Tags, 'a route table'),
    },
  ];
}

function toRoute(record: Route): AuditedRoute {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, State } = record;
  const destination = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId;
  return {
    destination: textOf(destination, 'destination', 'a route'),
    target: targetOf(record),
    state: State ?? 'unknown',
  };
}

/** An ENI first: EC2 names the instance beside it. */
function targetOf(route: Route): RouteTarget {
  const known =
    targetTo('network-interface', route.NetworkInterfaceId) ??
    targetTo('nat-gateway', route.NatGatewayId) ??
    targetTo('transit-gateway', route.TransitGatewayId) ??
    targetTo('peering', route.VpcPeeringConnectionId) ??
    targetTo('egress-only-internet-gateway', route.EgressOnlyInternetGatewayId) ??
    gatewayTarget(route.GatewayId);
  return known ?? { kind: 'other', id: otherTarget(route) };
}

function targetTo(kind: RouteTarget['kind'], id: string | undefined): RouteTarget | undefined {
  return id === undefined ? undefined : { kind, id };
}

/** One field for four kinds of target: the VPC itself, two kinds of gateway, and endpoints. */
function gatewayTarget(id: string | undefined): RouteTarget | undefined {
  if (id === undefined) return undefined;
  if (id === 'local') return { kind: 'local', id };
  if (id.startsWith('igw-')) return { kind: 'internet-gateway', id };
  if (id.startsWith('vgw-')) return { kind: 'virtual-private-gateway', id };
  return { kind: 'other', id };
}

function otherTarget(route: Route): string {
  return (
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    route.OdbNetworkArn ??
    route.InstanceId ??
    'a target that EC2 does not tell'
  );
}
