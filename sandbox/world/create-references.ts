import { invalidParameterValue } from '../ec2/errors.ts';
import { newId } from '../ids.ts';
import type { Core } from './core.ts';
import { isInside, overlaps, parseBlock } from './ipv4.ts';
import { canonicalIpv6Block, isInsideIpv6 } from './ipv6.ts';
import type { CidrReservation, NetworkInterfacePermission } from './record-references.ts';
import type { NetworkInterface, Subnet, Tags } from './records.ts';

export interface NewCidrReservation {
  readonly subnet: Subnet;
  readonly cidr: string;
  readonly reservationType: CidrReservation['reservationType'];
  readonly description: string;
  readonly tags: Tags;
}

/**
 * The range may hold addresses that are in use, and may not overlap another reservation of the VPC (VPC User Guide,
 * subnet CIDR reservations). That a single address can be reserved is not established.
 */
export function createCidrReservation(core: Core, asked: NewCidrReservation): CidrReservation {
  const { subnet, reservationType, description, tags } = asked;
  const cidr = checkedCidr(core, subnet, asked.cidr);
  const random = core.random.stream(`cidrReservation/${core.count('cidrReservation')}`);
  const subnetCidrReservationId = newId(random, 'cidrReservation');
  return core.tables.cidrReservations.put(subnetCidrReservationId, {
    subnetCidrReservationId,
    subnetId: subnet.subnetId,
    cidr,
    reservationType,
    description,
    tags,
    ordinal: core.nextOrdinal(),
  });
}

export interface NewNetworkInterfacePermission {
  readonly networkInterface: NetworkInterface;
  readonly awsAccountId?: string | undefined;
  readonly awsService?: string | undefined;
  readonly permission: NetworkInterfacePermission['permission'];
}

export function createNetworkInterfacePermission(
  core: Core,
  asked: NewNetworkInterfacePermission,
): NetworkInterfacePermission {
  const { networkInterface, awsAccountId, awsService, permission } = asked;
  const random = core.random.stream(`permission/${core.count('permission')}`);
  const networkInterfacePermissionId = newId(random, 'permission');
  return core.tables.networkInterfacePermissions.put(networkInterfacePermissionId, {
    networkInterfacePermissionId,
    networkInterfaceId: networkInterface.networkInterfaceId,
    ...(awsAccountId !== undefined && { awsAccountId }),
    ...(awsService !== undefined && { awsService }),
    permission,
    tags: {},
    ordinal: core.nextOrdinal(),
  });
}

function checkedCidr(core: Core, subnet: Subnet, asked: string): string {
  const cidr = asked.includes(':') ? canonicalIpv6Block(asked) : asked;
  const isWithin =
    cidr !== undefined && (cidr.includes(':') ? isInIpv6(subnet, cidr) : isInIpv4(subnet, cidr));
  if (!isWithin) throw invalidParameterValue(`The CIDR '${asked}' is not within subnet ${subnet.subnetId}`);
  for (const other of core.tables.cidrReservations.values()) {
    const isNear = core.tables.subnets.get(other.subnetId)?.vpcId === subnet.vpcId;
    if (isNear && overlap(other.cidr, cidr)) {
      throw invalidParameterValue(`Reservation CIDR ${cidr} has overlap with existing reserved CIDR block`);
    }
  }
  return cidr;
}

function isInIpv4(subnet: Subnet, cidr: string): boolean {
  const [inner, outer] = [parseBlock(cidr), parseBlock(subnet.cidrBlock)];
  return inner !== undefined && outer !== undefined && isInside(inner, outer);
}

function isInIpv6({ ipv6CidrBlock }: Subnet, cidr: string): boolean {
  return ipv6CidrBlock !== undefined && isInsideIpv6(cidr, ipv6CidrBlock);
}

function overlap(left: string, right: string): boolean {
  if (left.includes(':') || right.includes(':')) {
    const areBothIpv6 = left.includes(':') && right.includes(':');
    return areBothIpv6 && (isInsideIpv6(left, right) || isInsideIpv6(right, left));
  }
  const [one, other] = [parseBlock(left), parseBlock(right)];
  return one !== undefined && other !== undefined && overlaps(one, other);
}
