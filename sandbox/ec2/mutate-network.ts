import { createSubnet as makeSubnet, createVpc as makeVpc } from '../world/create.ts';
import { deleteSubnet as removeSubnet, deleteVpc as removeVpc } from '../world/delete-network.ts';
import { existingSubnet, existingVpc } from '../world/lookup.ts';
import { type Action, succeeded } from './action.ts';
import { subnetXml, vpcXml } from './describe-network.ts';
import { invalidParameterValue } from './errors.ts';

/** Every region of the sandbox has three Availability Zones. */
export function availabilityZones(region: string): [string, string, string] {
  return [`${region}a`, `${region}b`, `${region}c`];
}

export const createVpc: Action = (form) => {
  const cidrBlock = form.required('CidrBlock');
  const tags = form.tagSpecifications('vpc').vpc;
  return (core) => ({ vpc: vpcXml(core.account, makeVpc(core, { cidrBlock, tags })) });
};

export const createSubnet: Action = (form) => {
  const vpcId = form.id('vpc', 'VpcId');
  const cidrBlock = form.required('CidrBlock');
  const asked = form.text('AvailabilityZone');
  const tags = form.tagSpecifications('subnet').subnet;
  return (core) => {
    const zones = availabilityZones(core.region);
    const availabilityZone = asked ?? zones[0];
    if (!zones.includes(availabilityZone)) {
      const message = `Value (${availabilityZone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(', ')}.`;
      throw invalidParameterValue(message);
    }
    const subnet = makeSubnet(core, { vpc: existingVpc(core, vpcId), cidrBlock, availabilityZone, tags });
    return { subnet: subnetXml(core.account, subnet, 0) };
  };
};

export const deleteSubnet: Action = (form) => {
  const subnetId = form.id('subnet', 'SubnetId');
  return (core) => {
    removeSubnet(core, existingSubnet(core, subnetId).subnetId);
    return succeeded;
  };
};

export const deleteVpc: Action = (form) => {
  const vpcId = form.id('vpc', 'VpcId');
  return (core) => {
    removeVpc(core, existingVpc(core, vpcId).vpcId);
    return succeeded;
  };
};
