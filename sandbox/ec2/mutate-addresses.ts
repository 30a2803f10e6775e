import { newId } from '../ids.ts';
import type { Core } from '../world/core.ts';
import { createAddress } from '../world/create.ts';
import { existingInstance, existingInterface, refuseForeign } from '../world/lookup.ts';
import type { Association, NetworkInterface, PrivateIpAddress } from '../world/records.ts';
import { interfacesOf } from '../world/tables.ts';
import { type Action, succeeded } from './action.ts';
import { addressHolders } from './describe-addresses.ts';
import { Ec2Error, invalidParameterValue, notFound } from './errors.ts';

export const allocateAddress: Action = (form) => {
  const domain = form.text('Domain') ?? 'vpc';
  if (domain !== 'vpc') throw invalidParameterValue(`Invalid value '${domain}' for domain.`);
  const tags = form.tagSpecifications('elastic-ip')['elastic-ip'];
  return (core) => {
    const { allocationId, publicIp } = createAddress(core, tags);
    return { publicIp, domain, allocationId, publicIpv4Pool: 'amazon', networkBorderGroup: core.region };
  };
};

export const releaseAddress: Action = (form) => {
  const allocationId = form.id('allocation', 'AllocationId');
  return (core) => {
    existingAllocation(core, allocationId);
    if (addressHolders(core.tables).has(allocationId)) {
      throw new Ec2Error(
        'InvalidIPAddress.InUse',
        `The address with allocation id '${allocationId}' is in use.`,
      );
    }
    core.tables.addresses.delete(allocationId);
    return succeeded;
  };
};

/** Naming the instance works only while it has one interface (facts 2). Reassociation has to be allowed. */
export const associateAddress: Action = (form) => {
  const allocationId = form.id('allocation', 'AllocationId');
  const instanceId = form.optionalId('instance', 'InstanceId');
  const networkInterfaceId = form.optionalId('networkInterface', 'NetworkInterfaceId');
  const privateIpAddress = form.text('PrivateIpAddress');
  // For addresses in a VPC the default is to reassociate.
  const allowReassociation = form.flag('AllowReassociation') ?? true;
  return (core) => {
    existingAllocation(core, allocationId);
    const target = targetInterface(core, networkInterfaceId, instanceId);
    const holder = addressHolders(core.tables).get(allocationId);
    if (holder !== undefined && !allowReassociation) {
      throw new Ec2Error('Resource.AlreadyAssociated', `resource ${allocationId} is already associated`);
    }
    if (holder !== undefined) dissociate(core, holder.association.associationId);
    return {
      ...succeeded,
      associationId: associate(core, target.networkInterfaceId, allocationId, privateIpAddress),
    };
  };
};

export const disassociateAddress: Action = (form) => {
  const associationId = form.id('association', 'AssociationId');
  return (core) => {
    if (!dissociate(core, associationId)) throw notFound('association', associationId);
    return succeeded;
  };
};

/** Gives the Elastic IP address to one private address of the interface, the primary one when none is named. */
export function associate(
  core: Core,
  networkInterfaceId: string,
  allocationId: string,
  privateIpAddress: string | undefined,
): string {
  const record = existingInterface(core, networkInterfaceId);
  const { publicIp } = existingAllocation(core, allocationId);
  const association = { allocationId, publicIp, associationId: newId(core.random, 'association') };
  const isTarget = (address: PrivateIpAddress) =>
    privateIpAddress === undefined ? address.primary : address.privateIpAddress === privateIpAddress;
  if (!record.privateIpAddresses.some(isTarget)) {
    const message = `The private IP address ${privateIpAddress} is not assigned to ${networkInterfaceId}`;
    throw invalidParameterValue(message);
  }
  putAssociation(core, record, isTarget, association);
  return association.associationId;
}

function dissociate(core: Core, associationId: string): boolean {
  for (const record of core.tables.networkInterfaces.values()) {
    const isHolder = ({ association }: PrivateIpAddress) => association?.associationId === associationId;
    if (!record.privateIpAddresses.some(isHolder)) continue;
    putAssociation(core, record, isHolder, undefined);
    return true;
  }
  return false;
}

function putAssociation(
  core: Core,
  record: NetworkInterface,
  isTarget: (address: PrivateIpAddress) => boolean,
  association: Association | undefined,
): void {
  const privateIpAddresses = record.privateIpAddresses.map((address) => {
    if (!isTarget(address)) return address;
    const { association: _former, ...rest } = address;
    if (association === undefined) return rest;
    const { lentPublicIp: _lent, ...own } = rest;
    return { ...own, association };
  });
  core.tables.networkInterfaces.put(record.networkInterfaceId, { ...record, privateIpAddresses });
}

function targetInterface(
  core: Core,
  networkInterfaceId: string | undefined,
  instanceId: string | undefined,
): NetworkInterface {
  if (networkInterfaceId !== undefined) {
    const record = existingInterface(core, networkInterfaceId);
    refuseForeign(core, record);
    const holder = core.tables.instances.get(record.attachment?.instanceId ?? '');
    if (holder?.state === 'pending') throw notYetValid(networkInterfaceId);
    return record;
  }
  if (instanceId === undefined) {
    throw new Ec2Error('MissingParameter', 'Either instance ID or network interface id must be specified');
  }
  const instance = existingInstance(core, instanceId);
  const [only, ...others] = interfacesOf(core.tables, instanceId);
  if (instance.state === 'terminated' || instance.state === 'shutting-down' || only === undefined) {
    const message = `The ${instance.state} instance '${instanceId}' is not in a valid state for this operation`;
    throw new Ec2Error('InvalidInstanceID', message);
  }
  if (others.length > 0) {
    const message = `There are multiple interfaces attached to instance '${instanceId}'. Please specify an interface ID for the operation instead.`;
    throw new Ec2Error('InvalidInstanceID', message);
  }
  if (instance.state === 'pending') throw notYetValid(only.networkInterfaceId);
  return only;
}

function notYetValid(networkInterfaceId: string): Ec2Error {
  const message = `The pending-instance-creation instance to which '${networkInterfaceId}' is attached is not in a valid state for this operation`;
  return new Ec2Error('IncorrectInstanceState', message);
}

function existingAllocation(core: Core, allocationId: string) {
  const found = core.tables.addresses.get(allocationId);
  if (found === undefined) throw notFound('allocation', allocationId);
  return found;
}
