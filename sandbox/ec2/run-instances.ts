import { newId } from '../ids.ts';
import type { Core } from '../world/core.ts';
import { createInstance } from '../world/create.ts';
import { createNetworkInterface } from '../world/create-network-interface.ts';
import { type AskedInterface, checkLaunch, launchSubnet } from '../world/launch-rules.ts';
import { attachAtOnce } from '../world/lifecycle-attachment.ts';
import { beginStart } from '../world/lifecycle-instance.ts';
import { doneForToken, existingGroups, existingInstance, existingSubnet } from '../world/lookup.ts';
import type { Instance, Subnet, Tags } from '../world/records.ts';
import { interfacesOf } from '../world/tables.ts';
import type { Action } from './action.ts';
import { described, reservations } from './describe-instances.ts';
import { Ec2Error } from './errors.ts';
import type { Form } from './form.ts';
import { checkTags } from './mutate-tags.ts';

export const runInstances: Action = (form) => {
  const imageId = form.required('ImageId');
  const instanceType = form.text('InstanceType') ?? 'm7g.large';
  const maxCount = form.requiredInteger('MaxCount');
  const minCount = form.requiredInteger('MinCount');
  const asked = readInterfaces(form);
  const spot = readSpot(form);
  const specified = form.tagSpecifications('instance', 'network-interface');
  const [tags, interfaceTags] = [specified.instance, specified['network-interface']];
  checkTags(tags);
  checkTags(interfaceTags);
  const token = form.text('ClientToken');
  const fingerprint = form.fingerprint();
  if (minCount < 1 || maxCount < minCount) {
    throw new Ec2Error('InvalidParameterValue', `Invalid counts: ${minCount} to ${maxCount}`);
  }
  return (core) => {
    const doneBefore = doneForToken(core, token, fingerprint);
    if (doneBefore !== undefined)
      return answer(
        core,
        doneBefore.map((id) => existingInstance(core, id)),
      );
    const subnet = launchSubnet(core, asked);
    checkLaunch(core, { subnet, instanceType, maxCount }, asked);
    const reservationId = newId(core.random, 'reservation');
    const common = { subnet, instanceType, imageId, reservationId, spot, tags, interfaceTags };
    const instances = Array.from({ length: maxCount }, () => launch(core, common, asked));
    if (token !== undefined) {
      core.clientTokens.set(token, { fingerprint, ids: instances.map(({ instanceId }) => instanceId) });
    }
    return answer(core, instances);
  };
};

type Launched = {
  subnet: Subnet;
  instanceType: string;
  imageId: string;
  reservationId: string;
  spot: boolean;
  tags: Tags;
  interfaceTags: Tags;
};

function launch(core: Core, common: Launched, asked: readonly AskedInterface[]): Instance {
  const { interfaceTags, ...instance } = common;
  const { instanceId } = createInstance(core, { ...instance, state: 'pending' });
  for (const place of asked) {
    const networkInterfaceId =
      place.networkInterfaceId ?? newInterface(core, common.subnet, place, interfaceTags);
    const { deviceIndex, networkCardIndex } = place;
    // Only what the launch itself makes is deleted with the instance by default (facts 1.7).
    const deleteOnTermination = place.deleteOnTermination ?? place.networkInterfaceId === undefined;
    const where = { instanceId, deviceIndex, networkCardIndex, deleteOnTermination };
    attachAtOnce(core, networkInterfaceId, where, core.clock.now());
  }
  beginStart(core, instanceId);
  return existingInstance(core, instanceId);
}

function newInterface(core: Core, launchSubnet: Subnet, asked: AskedInterface, tags: Tags): string {
  const subnet = asked.subnetId === undefined ? launchSubnet : existingSubnet(core, asked.subnetId);
  const groups = existingGroups(core, asked.groupIds, subnet.vpcId);
  const { description, privateIpAddress } = asked;
  return createNetworkInterface(core, {
    subnet,
    groups,
    description,
    privateIpAddress,
    tags,
    status: 'available',
  }).networkInterfaceId;
}

/** The subnet and groups are said either for the instance, or for each of its interfaces. */
function readInterfaces(form: Form): AskedInterface[] {
  const members = form.members('NetworkInterface').map((member) => ({
    deviceIndex: member.requiredInteger('DeviceIndex'),
    networkCardIndex: member.integer('NetworkCardIndex') ?? 0,
    networkInterfaceId: member.optionalId('networkInterface', 'NetworkInterfaceId'),
    subnetId: member.optionalId('subnet', 'SubnetId'),
    groupIds: member.ids('securityGroup', 'SecurityGroupId'),
    privateIpAddress: member.text('PrivateIpAddress'),
    description: member.text('Description'),
    deleteOnTermination: member.flag('DeleteOnTermination'),
  }));
  const primary: AskedInterface = {
    deviceIndex: 0,
    networkCardIndex: 0,
    networkInterfaceId: undefined,
    subnetId: form.optionalId('subnet', 'SubnetId'),
    groupIds: form.ids('securityGroup', 'SecurityGroupId'),
    privateIpAddress: form.text('PrivateIpAddress'),
    description: undefined,
    deleteOnTermination: undefined,
  };
  if (members.length === 0) return [primary];
  if (primary.subnetId !== undefined || primary.groupIds.length > 0) {
    const message =
      'Network interfaces and an instance-level subnet ID may not be specified on the same request';
    throw new Ec2Error('InvalidParameterCombination', message);
  }
  return members;
}

function readSpot(form: Form): boolean {
  const market = form.member('InstanceMarketOptions')?.text('MarketType');
  return market === 'spot';
}

function answer(core: Core, instances: readonly Instance[]) {
  const launched = instances.map((instance) =>
    described(instance, interfacesOf(core.tables, instance.instanceId)),
  );
  const [reservation] = reservations(core, launched);
  return { ...reservation };
}
