import { Ec2Error } from '../ec2/errors.ts';
import type { Core } from './core.ts';
import type { PeeringStatus } from './record-network.ts';
import { rulesOf } from './security-group-rules.ts';

/**
 * Throws while anything is in the subnet. What EC2 does with a reservation or an association with a route table nobody has
 * established, so that they are in the way here.
 */
export function deleteSubnet(core: Core, subnetId: string): void {
  const { networkInterfaces, cidrReservations, routeTables, subnets } = core.tables;
  const isInUse =
    [...networkInterfaces.values(), ...cidrReservations.values()].some(
      (record) => record.subnetId === subnetId,
    ) ||
    [...routeTables.values()].some(({ associations }) =>
      associations.some((place) => place.subnetId === subnetId),
    );
  if (isInUse) throw dependencyViolation('subnet', subnetId);
  subnets.delete(subnetId);
}

/**
 * Throws while the VPC has more than it came with; its default security group and its main route table go with it (API
 * reference).
 */
export function deleteVpc(core: Core, vpcId: string): void {
  const { vpcs, securityGroups, routeTables, securityGroupRules } = core.tables;
  const groups = [...securityGroups.values()].filter((group) => group.vpcId === vpcId);
  const tables = [...routeTables.values()].filter((table) => table.vpcId === vpcId);
  const isBare =
    groups.every(({ groupName }) => groupName === 'default') &&
    tables.every(({ associations }) => associations.some(({ main }) => main)) &&
    !hasNeighbours(core, vpcId);
  if (!isBare) throw dependencyViolation('vpc', vpcId);
  for (const { groupId } of groups) {
    for (const { securityGroupRuleId } of rulesOf(core, groupId))
      securityGroupRules.delete(securityGroupRuleId);
    securityGroups.delete(groupId);
  }
  for (const { routeTableId } of tables) routeTables.delete(routeTableId);
  vpcs.delete(vpcId);
}

const over = new Set<PeeringStatus>(['deleted', 'rejected', 'failed', 'expired']);

function hasNeighbours(core: Core, vpcId: string): boolean {
  const { subnets, gateways, vpcPeeringConnections } = core.tables;
  return (
    [...subnets.values()].some((subnet) => subnet.vpcId === vpcId) ||
    [...gateways.values()].some(({ vpcIds }) => vpcIds.includes(vpcId)) ||
    [...vpcPeeringConnections.values()].some(
      ({ status, requester, accepter }) =>
        !over.has(status) && (requester.vpcId === vpcId || accepter.vpcId === vpcId),
    )
  );
}

function dependencyViolation(noun: string, id: string): Ec2Error {
  return new Ec2Error('DependencyViolation', `The ${noun} '${id}' has dependencies and cannot be deleted.`);
}
