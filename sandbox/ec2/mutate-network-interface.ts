import { drawMs } from '../timings.ts';
import type { Core } from '../world/core.ts';
import {
  createNetworkInterface as create,
  deleteNetworkInterface as remove,
} from '../world/create-network-interface.ts';
import {
  doneForToken,
  existingGroups,
  existingInterface,
  existingSubnet,
  refuseForeign,
} from '../world/lookup.ts';
import type { NetworkInterface } from '../world/records.ts';
import { type Action, succeeded } from './action.ts';
import { invalidParameterValue } from './errors.ts';
import type { Form } from './form.ts';
import { checkTags } from './mutate-tags.ts';
import { networkInterfaceXml } from './network-interface-xml.ts';

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
    if (doneBefore !== undefined) return answer(core, existingInterface(core, doneBefore), token);
    const subnet = existingSubnet(core, subnetId);
    const groups = existingGroups(core, groupIds, subnet.vpcId);
    const record = create(core, { ...asked, subnet, groups, status: 'pending' });
    becomeAvailable(core, record);
    if (token !== undefined) core.clientTokens.set(token, { fingerprint, ids: [record.networkInterfaceId] });
    return answer(core, record, token);
  };
};

function answer(core: Core, record: NetworkInterface, clientToken: string | undefined) {
  return { networkInterface: networkInterfaceXml(core)(record), clientToken };
}

/**
 * Only a detached interface can be deleted (facts 1.6). One that a service of AWS has detached and left behind is the
 * account's own to delete (cleanup facts 1.4).
 */
export const deleteNetworkInterface: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  return (core) => {
    const record = existingInterface(core, networkInterfaceId);
    const isLeftBehind = record.requesterManaged && record.attachment === undefined;
    refuseForeign(core, isLeftBehind ? { ...record, requesterManaged: false } : record);
    if (record.attachment !== undefined || !deletable.has(record.status)) {
      throw invalidParameterValue(`Network interface '${networkInterfaceId}' is currently in use.`);
    }
    core.pending.cancel(pendingKey(networkInterfaceId));
    remove(core, networkInterfaceId);
    return succeeded;
  };
};

/** Such as `associated`, for what hangs on a trunk, is in use like an attachment. */
const deletable = new Set<string>(['pending', 'available']);

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
    ipv6Addresses: form.members('Ipv6Addresses').map((member) => member.required('Ipv6Address')),
    primaryIpv6: form.flag('EnablePrimaryIpv6'),
    ipv4Prefixes: form.members('Ipv4Prefix').map((member) => member.required('Ipv4Prefix')),
    ipv6Prefixes: form.members('Ipv6Prefix').map((member) => member.required('Ipv6Prefix')),
  };
}

function readType(form: Form): string {
  const asked = form.text('InterfaceType') ?? 'interface';
  const known = (['interface', 'efa', 'efa-only', 'trunk', 'branch'] as const).find((type) => type === asked);
  if (known === undefined) throw invalidParameterValue(`Invalid value '${asked}' for InterfaceType.`);
  return known;
}
