import type { NetworkInterface } from '../world/records.ts';
import { type Action, namedOrAll } from './action.ts';
import { Ec2Error, notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import type { Form } from './form.ts';
import { networkInterfaceXml } from './network-interface-xml.ts';
import { cutPage, readPage } from './paging.ts';
import { isoTime } from './xml.ts';

export const describeNetworkInterfaces: Action = (form) => {
  const ids = form.ids('networkInterface', 'NetworkInterfaceId');
  const page = readPage(form, { minimum: 5, maximum: 1000, ids: ['networkInterfaceIdSet', ids] });
  const matches = readFilters(form, filters);
  const isNarrow = ids.length > 0 || form.text('MaxResults') !== undefined || hasNarrowFilter(form);
  const includesManaged = form.flag('IncludeManagedResources') ?? false;
  return (core, view) => {
    if (!isNarrow && core.tables.networkInterfaces.size > core.unknowns.unpagedInterfacesMax)
      throw new Ec2Error('OperationNotPermitted', tooManyMessage);
    const isShown = ({ operator }: NetworkInterface) => includesManaged || operator?.hiddenByDefault !== true;
    const all = namedOrAll(view.networkInterfaces, ids, (id) => notFound('networkInterface', id), page);
    const isAsked = (record: NetworkInterface) => isShown(record) && matches(record);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, isAsked);
    return { networkInterfaceSet: items.map(networkInterfaceXml(core)), nextToken };
  };
};

/** In a large account a call without pages has to be narrowed by one of these (facts 1.6). */
const narrowFilters = [
  'group-id',
  'mac-address',
  'private-dns-name',
  'private-ip-address',
  'subnet-id',
  'vpc-id',
];

const tooManyMessage = 'You have too many network interfaces to describe them without pagination.';

function hasNarrowFilter(form: Form): boolean {
  return form.members('Filter').some((filter) => narrowFilters.includes(filter.text('Name') ?? ''));
}

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
  'ipv6-addresses.ipv6-address': (record) => record.ipv6Addresses.map(({ ipv6Address }) => ipv6Address),
  'mac-address': (record) => record.macAddress,
  'network-interface-id': (record) => record.networkInterfaceId,
  'operator.managed': (record) => record.operator !== undefined,
  'operator.principal': (record) => record.operator?.principal,
  'owner-id': (record) => record.ownerId,
  'private-ip-address': (record) => privateIps(record),
  'requester-id': (record) => record.requesterId,
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
const publicIps = (record: NetworkInterface) =>
  record.privateIpAddresses.map(({ association, lentPublicIp }) => association?.publicIp ?? lentPublicIp);
