import type {
  NetworkInterfaceAttachment,
  NetworkInterfacePrivateIpAddress,
  NetworkInterface as NetworkInterfaceRecord,
} from '@aws-sdk/client-ec2';
import type {
  Operator,
  PrivateIpv4Address,
  SweptAttachment,
  SweptEni,
} from '../../domain/cleanup/swept-eni.ts';
import { type Tags, tagPrefix } from '../../domain/tags.ts';
import { present, tagsOf, textOf } from './record-fields.ts';

/**
 * EC2's record as the domain sees it. What EC2 did not say stays absent, and a value that nobody knows stays as it came:
 * the rules keep the ENI in both cases. Throws where a part has lost the very text that it is about, such as an address
 * without an address: then nothing is known of this ENI.
 */
export function toSweptEni(record: NetworkInterfaceRecord): SweptEni {
  const operator = toOperator(record.Operator);
  const attachment = record.Attachment && toAttachment(record.Attachment);
  return {
    id: textOf(record.NetworkInterfaceId, 'NetworkInterfaceId'),
    ...present('status', record.Status),
    ...present('interfaceType', record.InterfaceType),
    ...present('requesterManaged', record.RequesterManaged),
    ...present('requesterId', record.RequesterId),
    ...present('operator', operator),
    ...present('ownerId', record.OwnerId),
    ...present('description', record.Description),
    ...present('attachment', attachment),
    ...present('availabilityZone', record.AvailabilityZone),
    ...present('vpcId', record.VpcId),
    ...present('subnetId', record.SubnetId),
    ...present('macAddress', record.MacAddress),
    privateIpv4Addresses: toPrivateIpv4Addresses(record),
    ipv6Addresses: (record.Ipv6Addresses ?? []).map(({ Ipv6Address, IsPrimaryIpv6 }) => ({
      address: textOf(Ipv6Address, 'Ipv6Address'),
      primary: IsPrimaryIpv6 === true,
    })),
    ipv4Prefixes: (record.Ipv4Prefixes ?? []).map(({ Ipv4Prefix }) => textOf(Ipv4Prefix, 'Ipv4Prefix')),
    ipv6Prefixes: (record.Ipv6Prefixes ?? []).map(({ Ipv6Prefix }) => textOf(Ipv6Prefix, 'Ipv6Prefix')),
    securityGroupIds: (record.Groups ?? []).map(({ GroupId }) => textOf(GroupId, 'GroupId')),
    ...present('sourceDestCheck', record.SourceDestCheck),
    ...present('outpostArn', record.OutpostArn),
    tags: tagsOf(record.TagSet),
  };
}

/**
 * No more of the record than decides whether it concerns the cleanup, which is asked of every ENI of the account: of its
 * tags, those that may be ours.
 */
export function toGlance(record: NetworkInterfaceRecord): Pick<SweptEni, 'status' | 'attachment' | 'tags'> {
  const { Status, Attachment, TagSet = [] } = record;
  const own = TagSet.filter(({ Key }) => Key?.startsWith(tagPrefix));
  return {
    ...(Status !== undefined && { status: Status }),
    ...(Attachment !== undefined && { attachment: toAttachment(Attachment) }),
    tags: own.length === 0 ? noTags : tagsOf(own),
  };
}

const noTags: Tags = {};

function toAttachment(record: NetworkInterfaceAttachment): SweptAttachment {
  return {
    ...present('id', record.AttachmentId),
    ...present('instanceId', record.InstanceId),
    ...present('status', record.Status),
  };
}

function toOperator(record: NetworkInterfaceRecord['Operator']): Operator | undefined {
  if (record === undefined) return undefined;
  return {
    ...present('managed', record.Managed),
    ...present('hiddenByDefault', record.HiddenByDefault),
    ...present('principal', record.Principal),
  };
}

/** The primary address stands in the list and beside it; what only one of the two tells is told. */
function toPrivateIpv4Addresses(record: NetworkInterfaceRecord): readonly PrivateIpv4Address[] {
  const { PrivateIpAddresses: listed = [], PrivateIpAddress: own, Association } = record;
  const isListed = listed.some(({ PrivateIpAddress }) => PrivateIpAddress === own);
  const missing = own === undefined || isListed ? [] : [{ PrivateIpAddress: own, Primary: true }];
  return [...missing, ...listed].map((address) =>
    toPrivateIpv4Address(
      address.PrivateIpAddress === own && own !== undefined ? { Association, ...address } : address,
    ),
  );
}

function toPrivateIpv4Address(record: NetworkInterfacePrivateIpAddress): PrivateIpv4Address {
  const { PublicIp, CarrierIp, AllocationId, CustomerOwnedIp } = record.Association ?? {};
  return {
    address: textOf(record.PrivateIpAddress, 'PrivateIpAddress'),
    primary: record.Primary === true,
    ...present('publicIp', PublicIp ?? CustomerOwnedIp),
    ...present('carrierIp', CarrierIp),
    ...present('allocationId', AllocationId),
  };
}
