import type { Core } from '../world/core.ts';
import type { Attachment, NetworkInterface, PrivateIpAddress } from '../world/records.ts';
import { tagSet } from './action.ts';
import { isoTime, renderedOnce, type XmlValue } from './xml.ts';

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
    ownerId: record.ownerId,
    outpostArn: record.outpostArn,
    requesterId: record.requesterId,
    requesterManaged: record.requesterManaged,
    status: record.status,
    macAddress: record.macAddress,
    privateIpAddress: primary?.privateIpAddress,
    privateDnsName: primary && privateDnsName(core.region, primary.privateIpAddress),
    sourceDestCheck: record.sourceDestCheck,
    groupSet: record.groups.map(({ groupId, groupName }) => ({ groupId, groupName })),
    attachment: shownAttachment(record),
    association: primary && associationXml(core, primary),
    tagSet: tagSet(record.tags),
    privateIpAddressesSet: record.privateIpAddresses.map((address) => ({
      privateIpAddress: address.privateIpAddress,
      privateDnsName: privateDnsName(core.region, address.privateIpAddress),
      primary: address.primary,
      association: associationXml(core, address),
    })),
    ipv6AddressesSet: record.ipv6Addresses.map((address) => ({ ...address })),
    ipv6Address: record.ipv6Addresses[0]?.ipv6Address,
    ipv4PrefixSet: record.ipv4Prefixes.map((ipv4Prefix) => ({ ipv4Prefix })),
    ipv6PrefixSet: record.ipv6Prefixes.map((ipv6Prefix) => ({ ipv6Prefix })),
    interfaceType: record.interfaceType,
    operator: operatorXml(record),
  };
}

function shownAttachment({ attachment, formerAttachment }: NetworkInterface): XmlValue {
  if (attachment !== undefined) return attachmentXml(attachment);
  return formerAttachment && attachmentXml(formerAttachment, 'detached');
}

function operatorXml({ operator }: NetworkInterface): XmlValue {
  if (operator === undefined) return { managed: false };
  return { managed: true, ...operator };
}

export function attachmentXml(attachment: Attachment, status: string = attachment.status): XmlValue {
  return {
    attachmentId: attachment.attachmentId,
    instanceId: attachment.instanceId,
    instanceOwnerId: attachment.instanceOwnerId,
    deviceIndex: attachment.deviceIndex,
    networkCardIndex: attachment.networkCardIndex,
    status,
    attachTime: isoTime(attachment.attachTime),
    deleteOnTermination: attachment.deleteOnTermination,
  };
}

/** What makes the private address public: an Elastic IP address, or one that is lent and has no ids. */
export function associationXml(core: Core, { association, lentPublicIp }: PrivateIpAddress): XmlValue {
  const publicIp = association?.publicIp ?? lentPublicIp;
  if (publicIp === undefined) return undefined;
  const publicDnsName = `ec2-${publicIp.replaceAll('.', '-')}.${core.region}.compute.amazonaws.com`;
  if (association === undefined) return { publicIp, publicDnsName, ipOwnerId: 'amazon' };
  const { allocationId, associationId } = association;
  return { publicIp, publicDnsName, ipOwnerId: core.account, allocationId, associationId };
}

export function privateDnsName(region: string, privateIpAddress: string): string {
  return `ip-${privateIpAddress.replaceAll('.', '-')}.${region}.compute.internal`;
}
