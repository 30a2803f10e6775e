import { Ec2Error, notFound } from '../ec2/errors.ts';
import type { Core } from './core.ts';
import type { RouteTable } from './record-references.ts';
import type {
  Attachment,
  GroupIdentifier,
  Instance,
  NetworkInterface,
  SecurityGroup,
  Subnet,
  Vpc,
} from './records.ts';

/** The record, or the error that EC2 gives for an id that is right in form and names nothing (facts 2). */
export function existingInterface(core: Core, networkInterfaceId: string): NetworkInterface {
  const found = core.tables.networkInterfaces.get(networkInterfaceId);
  if (found === undefined) throw notFound('networkInterface', networkInterfaceId);
  return found;
}

export function existingInstance(core: Core, instanceId: string): Instance {
  const found = core.tables.instances.get(instanceId);
  if (found === undefined) throw notFound('instance', instanceId);
  return found;
}

export function existingSubnet(core: Core, subnetId: string): Subnet {
  const found = core.tables.subnets.get(subnetId);
  if (found === undefined) throw notFound('subnet', subnetId);
  return found;
}

export function existingVpc(core: Core, vpcId: string): Vpc {
  const found = core.tables.vpcs.get(vpcId);
  if (found === undefined) throw notFound('vpc', vpcId);
  return found;
}

export function existingRouteTable(core: Core, routeTableId: string): RouteTable {
  const found = core.tables.routeTables.get(routeTableId);
  if (found === undefined) throw notFound('routeTable', routeTableId);
  return found;
}

/** With `vpcId`, the group has to be of this VPC. */
export function existingGroup(core: Core, groupId: string, vpcId?: string): SecurityGroup {
  const found = core.tables.securityGroups.get(groupId);
  if (found === undefined || (vpcId !== undefined && found.vpcId !== vpcId))
    throw notFound('securityGroup', groupId);
  return found;
}

/** An attachment belongs to one interface and is gone with its detachment: an old id names nothing (facts 1.5). */
export function existingAttachment(core: Core, attachmentId: string): [NetworkInterface, Attachment] {
  for (const networkInterface of core.tables.networkInterfaces.values()) {
    const { attachment } = networkInterface;
    if (attachment?.attachmentId === attachmentId) return [networkInterface, attachment];
  }
  throw notFound('attachment', attachmentId);
}

/** Security groups work inside one VPC; without any id, undefined. */
export function existingGroups(
  core: Core,
  groupIds: readonly string[],
  vpcId: string,
): GroupIdentifier[] | undefined {
  if (groupIds.length === 0) return undefined;
  return groupIds.map((groupId) => {
    const group = core.tables.securityGroups.get(groupId);
    if (group?.vpcId !== vpcId) throw notFound('securityGroup', groupId);
    return { groupId, groupName: group.groupName };
  });
}

/**
 * Throws for an interface that is not the account's own to change: of an AWS service (facts 2), of another account,
 * which a shared subnet shows, or managed by a service on the owner's behalf (cleanup facts 1.4). The code for the
 * last two is not known.
 */
export function refuseForeign(core: Core, { requesterManaged, ownerId, operator }: NetworkInterface): void {
  if (requesterManaged || ownerId !== core.account) {
    throw new Ec2Error('AuthFailure', 'You do not have permission to access the specified resource.');
  }
  if (operator !== undefined) {
    throw new Ec2Error('OperationNotPermitted', `The resource is managed by ${operator.principal}.`);
  }
}

/** What was already done for this client token; the same token with another request is an error (facts 2). */
export function doneForToken(
  core: Core,
  token: string | undefined,
  fingerprint: string,
): readonly string[] | undefined {
  const known = token === undefined ? undefined : core.clientTokens.get(token);
  if (known !== undefined && known.fingerprint !== fingerprint) {
    const message = 'The request uses the same client token as a previous, but non-identical request.';
    throw new Ec2Error('IdempotentParameterMismatch', message);
  }
  return known?.ids;
}
