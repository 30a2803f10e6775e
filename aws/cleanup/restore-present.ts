import {
  type Address,
  DescribeAddressesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type Route,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import { type Manifest, restoreToken } from '../../domain/cleanup/manifest.ts';
import type { Present, PresentElasticIp, PresentRoute } from '../../domain/cleanup/restore.ts';
import { holds, wantedAddresses } from '../../domain/cleanup/restore-obstacles.ts';
import type { SweptEni } from '../../domain/cleanup/swept-eni.ts';
import { cleanupTagKeys } from '../../domain/tags.ts';
import { toSweptEni } from '../gentle/eni-records.ts';
import { inBatches, readPages } from '../pages.ts';
import { callPatiently, type RestoreEc2 } from './restore-ec2.ts';

/** EC2 takes at most so many values in a filter (facts 2). */
const filterValuesMax = 200;

/** Reads what planRestore has to know, whole or an error. By filters: an id that is gone would fail the call. */
export async function readPresent(ec2: RestoreEc2, manifest: Manifest, deadline: number): Promise<Present> {
  const { subnetId, securityGroupIds } = manifest;
  const allocationIds = manifest.elasticIps.map((elasticIp) => elasticIp.allocationId);
  const tableIds = [...new Set(manifest.routes.map(({ routeTableId }) => routeTableId))];
  const [subnets, groups, enis, addresses, tables] = await Promise.all([
    readSubnets(ec2, subnetId, deadline),
    inParts(securityGroupIds, (ids) => readGroupIds(ec2, ids, deadline)),
    readEnis(ec2, manifest, deadline),
    inParts(allocationIds, (ids) => readElasticIps(ec2, ids, deadline)),
    inParts(tableIds, (ids) => readRouteTables(ec2, ids, deadline)),
  ]);
  return {
    ...(subnets.includes(subnetId) && { subnetId }),
    securityGroupIds: new Set(groups),
    enis,
    elasticIps: addresses,
    routeTableIds: new Set(tables.flatMap(({ RouteTableId }) => RouteTableId ?? [])),
    routes: tables.flatMap(toRoutes),
  };
}

async function inParts<T>(
  values: readonly string[],
  read: (part: string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  return (await Promise.all(inBatches(values, filterValuesMax).map(read))).flat();
}

async function readSubnets(ec2: RestoreEc2, subnetId: string, deadline: number): Promise<readonly string[]> {
  const command = new DescribeSubnetsCommand({ Filters: [{ Name: 'subnet-id', Values: [subnetId] }] });
  const { Subnets = [] } = await callPatiently(ec2, 'DescribeSubnets', deadline, (client) =>
    client.send(command),
  );
  return Subnets.flatMap((subnet) => subnet.SubnetId ?? []);
}

async function readGroupIds(ec2: RestoreEc2, ids: string[], deadline: number): Promise<readonly string[]> {
  const command = new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-id', Values: ids }] });
  const { SecurityGroups = [] } = await callPatiently(ec2, 'DescribeSecurityGroups', deadline, (client) =>
    client.send(command),
  );
  return SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []);
}

/**
 * The ENIs of the subnet that concern the manifest. No filter finds those whose prefix contains an address or whose
 * address lies in a prefix, so the subnet is read whole; of each page only those that concern it are kept.
 */
function readEnis(ec2: RestoreEc2, manifest: Manifest, deadline: number): Promise<readonly SweptEni[]> {
  const token = restoreToken(manifest);
  const wanted = wantedAddresses(manifest);
  const concerns = (eni: SweptEni) =>
    eni.id === manifest.eniId ||
    eni.tags[cleanupTagKeys.restoredFrom] === token ||
    wanted.some((address) => holds(eni, address));
  return readPages(ec2.clock, 'DescribeNetworkInterfaces', async (nextToken) => {
    const command = new DescribeNetworkInterfacesCommand({
      Filters: [{ Name: 'subnet-id', Values: [manifest.subnetId] }],
      IncludeManagedResources: true,
      MaxResults: 1_000,
      ...(nextToken !== undefined && { NextToken: nextToken }),
    });
    const reply = await callPatiently(ec2, 'DescribeNetworkInterfaces', deadline, (client) =>
      client.send(command),
    );
    const items = (reply.NetworkInterfaces ?? []).map(toSweptEni).filter(concerns);
    return { items, nextToken: reply.NextToken };
  });
}

async function readElasticIps(
  ec2: RestoreEc2,
  ids: string[],
  deadline: number,
): Promise<readonly PresentElasticIp[]> {
  const command = new DescribeAddressesCommand({ Filters: [{ Name: 'allocation-id', Values: ids }] });
  const { Addresses = [] } = await callPatiently(ec2, 'DescribeAddresses', deadline, (client) =>
    client.send(command),
  );
  return Addresses.map(toElasticIp);
}

/** Whatever it is associated with counts as its holder, also where that is no ENI of this account. */
function toElasticIp(address: Address): PresentElasticIp {
  const holder = address.NetworkInterfaceId ?? address.InstanceId ?? address.AssociationId;
  return {
    allocationId: address.AllocationId ?? '',
    ...(holder !== undefined && holder !== '' && { eniId: holder }),
    ...(address.PrivateIpAddress !== undefined && { privateIpAddress: address.PrivateIpAddress }),
  };
}

function readRouteTables(ec2: RestoreEc2, ids: string[], deadline: number): Promise<readonly RouteTable[]> {
  return readPages(ec2.clock, 'DescribeRouteTables', async (nextToken) => {
    const command = new DescribeRouteTablesCommand({
      Filters: [{ Name: 'route-table-id', Values: ids }],
      MaxResults: 100,
      ...(nextToken !== undefined && { NextToken: nextToken }),
    });
    const reply = await callPatiently(ec2, 'DescribeRouteTables', deadline, (client) => client.send(command));
    return { items: reply.RouteTables ?? [], nextToken: reply.NextToken };
  });
}

function toRoutes({ RouteTableId, Routes = [] }: RouteTable): readonly PresentRoute[] {
  return Routes.map((route) => ({
    routeTableId: RouteTableId ?? '',
    destination:
      route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? '',
    target: targetOf(route),
    state: route.State ?? 'state not told',
  }));
}

/** An ENI first: EC2 names the instance beside it. */
function targetOf(route: Route): string {
  return (
    route.NetworkInterfaceId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.EgressOnlyInternetGatewayId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    route.GatewayId ??
    route.InstanceId ??
    'a target that EC2 does not tell'
  );
}
