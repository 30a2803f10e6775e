import {
  type Address,
  DescribeAddressesCommand,
  DescribeNetworkInterfacePermissionsCommand,
  DescribeRouteTablesCommand,
  type NetworkInterfacePermission,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import type { AuditedReservation } from '../../domain/audit/audit-snapshot.ts';
import type {
  ElasticIpReference,
  PermissionReference,
  References,
  ReservationReference,
  RouteReference,
} from '../../domain/cleanup/references.ts';
import { callGently } from '../gentle/gentle-ec2.ts';
import { type Reading, readPart } from '../gentle/part.ts';

/**
 * What names ENIs, one kind after the other: of the whole account, or of one ENI where `eniId` is given. No filter asks
 * route tables for the ENI of a route, so that all of them are read in any case.
 */
export async function readReferences(
  reading: Reading,
  eniId?: string,
): Promise<Pick<References, 'elasticIps' | 'routes' | 'permissions'>> {
  return {
    elasticIps: await readElasticIps(reading, filtersFor('network-interface-id', eniId)),
    routes: await readRoutes(reading),
    permissions: await readPermissions(
      reading,
      filtersFor('network-interface-permission.network-interface-id', eniId),
    ),
  };
}

interface Filtered {
  readonly Filters?: { Name: string; Values: string[] }[];
}

function filtersFor(name: string, eniId: string | undefined): Filtered {
  return eniId === undefined ? {} : { Filters: [{ Name: name, Values: [eniId] }] };
}

/** This call has no pages (cleanup-and-conflicts 1.3). */
async function readElasticIps(reading: Reading, filtered: Filtered): Promise<readonly ElasticIpReference[]> {
  const found: ElasticIpReference[] = [];
  const { ec2, deadline } = reading;
  await readPart(reading, 'DescribeAddresses', async () => {
    const reply = await callGently(ec2, 'DescribeAddresses', deadline, (client) =>
      client.send(new DescribeAddressesCommand(filtered)),
    );
    found.push(...(reply.Addresses ?? []).map(toElasticIp));
    return undefined;
  });
  return found;
}

/** Every route that targets an ENI, in every table; a blackhole too (rule 17). */
async function readRoutes(reading: Reading): Promise<readonly RouteReference[]> {
  const found: RouteReference[] = [];
  const { ec2, deadline } = reading;
  await readPart(reading, 'DescribeRouteTables', async (token) => {
    const reply = await callGently(ec2, 'DescribeRouteTables', deadline, (client) =>
      client.send(new DescribeRouteTablesCommand({ MaxResults: 100, ...token })),
    );
    found.push(...(reply.RouteTables ?? []).flatMap(toRoutes));
    return reply.NextToken;
  });
  return found;
}

async function readPermissions(
  reading: Reading,
  filtered: Filtered,
): Promise<readonly PermissionReference[]> {
  const found: PermissionReference[] = [];
  const { ec2, deadline } = reading;
  await readPart(reading, 'DescribeNetworkInterfacePermissions', async (token) => {
    const input = { MaxResults: 255, ...filtered, ...token };
    const reply = await callGently(ec2, 'DescribeNetworkInterfacePermissions', deadline, (client) =>
      client.send(new DescribeNetworkInterfacePermissionsCommand(input)),
    );
    found.push(...(reply.NetworkInterfacePermissions ?? []).flatMap(toPermission));
    return reply.NextToken;
  });
  return found;
}

function toElasticIp(record: Address): ElasticIpReference {
  const { AllocationId, PublicIp, NetworkInterfaceId, PrivateIpAddress } = record;
  return {
    allocationId: AllocationId ?? '',
    publicIp: PublicIp ?? otherPublicIp(record),
    ...(NetworkInterfaceId !== undefined && { eniId: NetworkInterfaceId }),
    ...(PrivateIpAddress !== undefined && { privateIpAddress: PrivateIpAddress }),
  };
}

function otherPublicIp({ CarrierIp, CustomerOwnedIp }: Address): string {
  return CarrierIp ?? CustomerOwnedIp ?? '';
}

function toRoutes({ RouteTableId, Routes = [] }: RouteTable): readonly RouteReference[] {
  return Routes.flatMap((route) => {
    const { NetworkInterfaceId, DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } =
      route;
    if (NetworkInterfaceId === undefined) return [];
    const destination = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId;
    return {
      routeTableId: RouteTableId ?? '',
      destination: destination ?? '',
      eniId: NetworkInterfaceId,
      ...(route.State !== undefined && { state: route.State }),
    };
  });
}

function toPermission(record: NetworkInterfacePermission): readonly PermissionReference[] {
  const { NetworkInterfaceId, NetworkInterfacePermissionId, AwsAccountId, AwsService } = record;
  if (NetworkInterfaceId === undefined) return [];
  const grantee = AwsAccountId ?? AwsService;
  return [
    {
      id: NetworkInterfacePermissionId ?? '',
      eniId: NetworkInterfaceId,
      ...(grantee !== undefined && { grantee }),
    },
  ];
}

/** Reservations for prefixes say nothing about a single address: only explicit ones count. */
export function explicitOnly(reservations: readonly AuditedReservation[]): readonly ReservationReference[] {
  return reservations
    .filter(({ type }) => type !== 'prefix')
    .map(({ id, subnetId, cidr }) => ({ id, subnetId, cidr }));
}
