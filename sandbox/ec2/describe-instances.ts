import type { Core } from '../world/core.ts';
import { instanceTypeLimits } from '../world/instance-types.ts';
import type { Instance, InstanceState, NetworkInterface, Tags } from '../world/records.ts';
import { interfacesByInstance } from '../world/tables.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { associationXml, attachmentXml, privateDnsName } from './network-interface-xml.ts';
import { cutPage, readPage } from './paging.ts';
import { isoTime, writeXml, Xml, type XmlValue } from './xml.ts';

/** An instance with its interfaces; a terminated one shows none, and no subnet either. */
interface Described {
  readonly instance: Instance;
  readonly interfaces: readonly NetworkInterface[];
  readonly tags: Tags;
}

export const describeInstances: Action = (form) => {
  const ids = form.ids('instance', 'InstanceId');
  const page = readPage(form, { minimum: 5, maximum: 1000, ids: ['instancesSet', ids] });
  const matches = readFilters(form, filters);
  // No instance here is managed by a service.
  form.flag('IncludeManagedResources');
  return (core, view) => {
    const byInstance = interfacesByInstance(view);
    const named = namedOrAll(view.instances, ids, (id) => notFound('instance', id), page);
    const all = [...named].map((instance) => described(instance, byInstance.get(instance.instanceId) ?? []));
    const { items, nextToken } = cutPage(all, page, ({ instance }) => instance.ordinal, matches);
    return { reservationSet: reservations(core, items), nextToken };
  };
};

export function described(instance: Instance, interfaces: readonly NetworkInterface[]): Described {
  return { instance, interfaces: instance.state === 'terminated' ? [] : interfaces, tags: instance.tags };
}

const filters: FilterTable<Described> = {
  'availability-zone': ({ instance }) => instance.availabilityZone,
  'image-id': ({ instance }) => instance.imageId,
  'instance-id': ({ instance }) => instance.instanceId,
  'instance-lifecycle': ({ instance }) => (instance.spot ? 'spot' : undefined),
  'instance-state-code': ({ instance }) => stateCodes[instance.state],
  'instance-state-name': ({ instance }) => instance.state,
  'instance-type': ({ instance }) => instance.instanceType,
  'instance.group-id': ({ interfaces }) => interfaces[0]?.groups.map(({ groupId }) => groupId),
  'network-interface.attachment.attachment-id': ({ interfaces }) =>
    interfaces.map((eni) => eni.attachment?.attachmentId),
  'network-interface.attachment.status': ({ interfaces }) => interfaces.map((eni) => eni.attachment?.status),
  'network-interface.network-interface-id': ({ interfaces }) =>
    interfaces.map((eni) => eni.networkInterfaceId),
  'network-interface.subnet-id': ({ interfaces }) => interfaces.map((eni) => eni.subnetId),
  'private-ip-address': ({ interfaces }) => interfaces[0]?.privateIpAddresses[0]?.privateIpAddress,
  'reservation-id': ({ instance }) => instance.reservationId,
  'subnet-id': ({ instance }) => (instance.state === 'terminated' ? undefined : instance.subnetId),
  'vpc-id': ({ instance }) => (instance.state === 'terminated' ? undefined : instance.vpcId),
};

const stateCodes: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export function stateXml(state: InstanceState): XmlValue {
  return { code: stateCodes[state], name: state };
}

/** Instances that were launched together share a reservation. */
export function reservations(core: Core, instances: readonly Described[]) {
  const byReservation = Map.groupBy(instances, ({ instance }) => instance.reservationId);
  return [...byReservation].map(([reservationId, members]) => ({
    reservationId,
    ownerId: core.account,
    groupSet: [],
    instancesSet: members.map((member) => instanceXml(core, member)),
  }));
}

/** What was written last for a record, and for which interfaces; both are immutable. */
const written = new WeakMap<
  Instance,
  { readonly interfaces: readonly NetworkInterface[]; readonly xml: Xml }
>();

function instanceXml(core: Core, { instance, interfaces }: Described): Xml {
  const known = written.get(instance);
  const isSame = known?.interfaces.length === interfaces.length;
  if (isSame && known.interfaces.every((record, index) => record === interfaces[index])) return known.xml;
  const xml = new Xml(writeXml(instanceContent(core, instance, interfaces)));
  written.set(instance, { interfaces, xml });
  return xml;
}

function instanceContent(core: Core, instance: Instance, interfaces: readonly NetworkInterface[]): XmlValue {
  const [primary] = interfaces;
  const address = primary?.privateIpAddresses[0];
  const placed = instance.state !== 'terminated';
  return {
    instanceId: instance.instanceId,
    imageId: instance.imageId,
    instanceState: stateXml(instance.state),
    privateDnsName: address === undefined ? '' : privateDnsName(core.region, address.privateIpAddress),
    dnsName: '',
    reason: instance.transitionReason,
    amiLaunchIndex: 0,
    productCodes: [],
    instanceType: instance.instanceType,
    launchTime: isoTime(instance.launchTime),
    placement: { availabilityZone: instance.availabilityZone, groupName: '', tenancy: 'default' },
    monitoring: { state: 'disabled' },
    subnetId: placed ? instance.subnetId : undefined,
    vpcId: placed ? instance.vpcId : undefined,
    privateIpAddress: address?.privateIpAddress,
    ipAddress: address?.association?.publicIp ?? address?.lentPublicIp,
    sourceDestCheck: primary?.sourceDestCheck,
    groupSet: (primary?.groups ?? []).map(({ groupId, groupName }) => ({ groupId, groupName })),
    architecture: instanceTypeLimits(instance.instanceType)?.arm ? 'arm64' : 'x86_64',
    rootDeviceType: 'ebs',
    rootDeviceName: '/dev/xvda',
    blockDeviceMapping: [],
    virtualizationType: 'hvm',
    clientToken: '',
    tagSet: tagSet(instance.tags),
    hypervisor: 'xen',
    instanceLifecycle: instance.spot ? 'spot' : undefined,
    networkInterfaceSet: interfaces.map((networkInterface) => interfaceXml(core, networkInterface)),
    ebsOptimized: false,
    enaSupport: true,
  };
}

function interfaceXml(core: Core, record: NetworkInterface): XmlValue {
  const [primary] = record.privateIpAddresses;
  return {
    networkInterfaceId: record.networkInterfaceId,
    subnetId: record.subnetId,
    vpcId: record.vpcId,
    description: record.description,
    ownerId: core.account,
    status: record.status,
    macAddress: record.macAddress,
    privateIpAddress: primary?.privateIpAddress,
    sourceDestCheck: record.sourceDestCheck,
    groupSet: record.groups.map(({ groupId, groupName }) => ({ groupId, groupName })),
    attachment: record.attachment && attachmentXml(record.attachment),
    privateIpAddressesSet: record.privateIpAddresses.map((address) => ({
      privateIpAddress: address.privateIpAddress,
      primary: address.primary,
      association: associationXml(core, address),
    })),
    ipv6AddressesSet: record.ipv6Addresses.map((address) => ({ ...address })),
    interfaceType: record.interfaceType,
  };
}
