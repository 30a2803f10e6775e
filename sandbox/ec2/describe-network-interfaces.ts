import type { Core } from '../world/core.ts';
import type { Attachment, NetworkInterface } from '../world/records.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cutPage, readPage } from './paging.ts';
import { isoTime, renderedOnce, type XmlValue } from './xml.ts';

export const describeNetworkInterfaces: Action = (form) => {
  const ids = form.ids('networkInterface', 'NetworkInterfaceId');
  const page = readPage(form, { minimum: 5, maximum: 1000, ids: ['networkInterfaceIdSet', ids] });
  const matches = readFilters(form, filters);
  return (core, view) => {
    const all = namedOrAll(view.networkInterfaces, ids, (id) => notFound('networkInterface', id));
    const { items, nextToken } = cutPage(all.filter(matches), page, (record) => record.ordinal);
    return { networkInterfaceSet: items.map((record) => networkInterfaceXml(core)(record)), nextToken };
  };
};

/** The names are those of the API reference; `status` knows only `available` and `in-use` there (facts 1.1). */
const filters: FilterTable<NetworkInterface> = {
  'addresses.association.public-ip': (record) => publicIps(record),
  'addresses.primary': (record) => record.privateIpAddresses.map(({ primary }) => String(primary)),
  'addresses.private-ip-address': (record) => privateIps(record),
  'association.allocation-id': (record) => associations(record).map(({ allocationId }) => allocationId),
  'association.association-id': (record) => associations(record).map(({ associationId }) => associationId),
  'association.public-ip': (record) => publicIps(record),
  'attachment.attach-time': (record) => record.attachment && isoTime(record.attachment.attachTime),
  'attachment.attachment-id': (record) => record.attachment?.attachmentId,
  'attachment.delete-on-termination': (record) => record.attachment?.deleteOnTermination,
  'attachment.device-index': (record) => record.attachment?.deviceIndex,
  'attachment.instance-id': (record) => record.attachment?.instanceId,
  'attachment.instance-owner-id': (record) => record.attachment?.instanceOwnerId,
  'attachment.status': (record) => record.attachment?.status,
  'availability-zone': (record) => record.availabilityZone,
  description: (record) => record.description,
  'group-id': (record) => record.groups.map(({ groupId }) => groupId),
  'group-name': (record) => record.groups.map(({ groupName }) => groupName),
  'interface-type': (record) => record.interfaceType,
  'mac-address': (record) => record.macAddress,
  'network-interface-id': (record) => record.networkInterfaceId,
  'private-ip-address': (record) => privateIps(record),
  'requester-managed': (record) => record.requesterManaged,
  'source-dest-check': (record) => record.sourceDestCheck,
  status: (record) => record.status,
  'subnet-id': (record) => record.subnetId,
  'vpc-id': (record) => record.vpcId,
};

const privateIps = (record: NetworkInterface) =>
  record.privateIpAddresses.map(({ privateIpAddress }) => privateIpAddress);
const associations = (record: NetworkInterface) =>
  record.privateIpAddresses.flatMap(({ association }) => (association === undefined ? [] : [association]));
const publicIps = (record: NetworkInterface) => associations(record).map(({ publicIp }) => publicIp);

const renderers = new WeakMap<Core, (record: NetworkInterface) => XmlValue>();

/** One network interface as the API shows it (facts 9). */
export function networkInterfaceXml(core: Core): (record: NetworkInterface) => XmlValue {
  const known = renderers.get(core);
  if (known !== undefined) return known;
  const render = renderedOnce((record: NetworkInterface) => networkInterfaceContent(core, record));
  renderers.set(core, render);
  return render;
}

function networkInterfaceContent(core: Core, record: NetworkInterface): XmlValue {
  const [primary] = record.privateIpAddresses;
  return {
    networkInterfaceId: record.networkInterfaceId,
    subnetId: record.subnetId,
    vpcId: record.vpcId,
    availabilityZone: record.availabilityZone,
    description: record.description,
    ownerId: core.account,
    requesterId: record.requesterManaged ? 'amazon-aws' : undefined,
    requesterManaged: record.requesterManaged,
    status: record.status,
    macAddress: record.macAddress,
    privateIpAddress: primary?.privateIpAddress,
    privateDnsName: primary && privateDnsName(core.region, primary.privateIpAddress),
    sourceDestCheck: record.sourceDestCheck,
    groupSet: record.groups.map(({ groupId, groupName }) => ({ groupId, groupName })),
    attachment: record.attachment && attachmentXml(record.attachment),
    association: primary?.association && associationXml(core, primary.association),
    tagSet: tagSet(record.tags),
    privateIpAddressesSet: record.privateIpAddresses.map((address) => ({
      privateIpAddress: address.privateIpAddress,
      privateDnsName: privateDnsName(core.region, address.privateIpAddress),
      primary: address.primary,
      association: address.association && associationXml(core, address.association),
    })),
    ipv6AddressesSet: [],
    interfaceType: record.interfaceType,
  };
}

export function attachmentXml(attachment: Attachment): XmlValue {
  return {
    attachmentId: attachment.attachmentId,
    instanceId: attachment.instanceId,
    instanceOwnerId: attachment.instanceOwnerId,
    deviceIndex: attachment.deviceIndex,
    networkCardIndex: attachment.networkCardIndex,
    status: attachment.status,
    attachTime: isoTime(attachment.attachTime),
    deleteOnTermination: attachment.deleteOnTermination,
  };
}

export function associationXml(
  core: Core,
  association: { allocationId: string; associationId: string; publicIp: string },
): XmlValue {
  const { publicIp, allocationId, associationId } = association;
  const publicDnsName = `ec2-${publicIp.replaceAll('.', '-')}.${core.region}.compute.amazonaws.com`;
  return { publicIp, publicDnsName, ipOwnerId: core.account, allocationId, associationId };
}

export function privateDnsName(region: string, privateIpAddress: string): string {
  return `ip-${privateIpAddress.replaceAll('.', '-')}.${region}.compute.internal`;
}
