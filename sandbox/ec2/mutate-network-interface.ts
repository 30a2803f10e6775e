import { drawMs } from '../timings.ts';
import type { Core } from '../world/core.ts';
import { createNetworkInterface as create } from '../world/create.ts';
import {
  doneForToken,
  existingGroups,
  existingInterface,
  existingSubnet,
  refuseServiceOwned,
} from '../world/lookup.ts';
import type { NetworkInterface, NetworkInterfaceType } from '../world/records.ts';
import { type Action, succeeded } from './action.ts';
import { networkInterfaceXml } from './describe-network-interfaces.ts';
import { invalidParameterValue } from './errors.ts';
import type { Form } from './form.ts';
import { checkTags } from './mutate-tags.ts';

/** The answer says `pending`; the interface is `available` soon after (facts 1.1). */
export const createNetworkInterface: Action = (form) => {
  const subnetId = form.id('subnet', 'SubnetId');
  const groupIds = form.ids('securityGroup', 'SecurityGroupId');
  const tags = form.tagSpecifications('network-interface')['network-interface'];
  checkTags(tags);
  const asked = {
    description: form.text('Description'),
    ...readAddresses(form),
    interfaceType: readType(form),
    tags,
  };
  const token = form.text('ClientToken');
  const fingerprint = form.fingerprint();
  return (core) => {
    const [doneBefore] = doneForToken(core, token, fingerprint) ?? [];
    if (doneBefore !== undefined)
      return { networkInterface: networkInterfaceXml(core)(existingInterface(core, doneBefore)) };
    const subnet = existingSubnet(core, subnetId);
    const groups = existingGroups(core, groupIds, subnet.vpcId);
    const record = create(core, { ...asked, subnet, groups, status: 'pending' });
    becomeAvailable(core, record);
    if (token !== undefined) core.clientTokens.set(token, { fingerprint, ids: [record.networkInterfaceId] });
    return { networkInterface: networkInterfaceXml(core)(record), clientToken: token };
  };
};

/** Only a detached interface can be deleted (facts 1.6). */
export const deleteNetworkInterface: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  return (core) => {
    const record = existingInterface(core, networkInterfaceId);
    refuseServiceOwned(record);
    if (record.attachment !== undefined) {
      throw invalidParameterValue(`Network interface '${networkInterfaceId}' is currently in use.`);
    }
    core.pending.cancel(pendingKey(networkInterfaceId));
    core.tables.networkInterfaces.delete(networkInterfaceId);
    return succeeded;
  };
};

const pendingKey = (networkInterfaceId: string) => `creation of ${networkInterfaceId}`;

function becomeAvailable(core: Core, { networkInterfaceId }: NetworkInterface): void {
  const ms = drawMs(core.random, core.timings.create, `create/${networkInterfaceId}`);
  core.pending.set(pendingKey(networkInterfaceId), ms, () => {
    const record = core.tables.networkInterfaces.get(networkInterfaceId);
    if (record?.status === 'pending') {
      core.tables.networkInterfaces.put(networkInterfaceId, { ...record, status: 'available' });
    }
  });
}

/** PrivateIpAddress names the primary address, PrivateIpAddresses.N any of them, and the count asks for more. */
function readAddresses(form: Form) {
  const members = form.members('PrivateIpAddresses').map((member) => ({
    address: member.required('PrivateIpAddress'),
    primary: member.flag('Primary') ?? false,
  }));
  const primaries = [
    form.text('PrivateIpAddress'),
    ...members.filter(({ primary }) => primary).map(({ address }) => address),
  ];
  return {
    privateIpAddress: primaries.find((address) => address !== undefined),
    secondaryAddresses: members.filter(({ primary }) => !primary).map(({ address }) => address),
    secondaryCount: form.integer('SecondaryPrivateIpAddressCount'),
  };
}

function readType(form: Form): NetworkInterfaceType {
  const asked = form.text('InterfaceType') ?? 'interface';
  const known = (['interface', 'efa', 'efa-only', 'trunk', 'branch'] as const).find((type) => type === asked);
  if (known === undefined) throw invalidParameterValue(`Invalid value '${asked}' for InterfaceType.`);
  return known;
}
