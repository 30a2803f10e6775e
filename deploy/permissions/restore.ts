import { cleanupTagKeys, tagKeys } from '../../domain/tags.ts';
import { absent, present, tagInRequest, tagOnResource } from './conditions.ts';
import type { Permission } from './permission.ts';
import {
  bucket,
  elasticIps,
  enis,
  everything,
  objectsIn,
  routeTables,
  subnetsAndSecurityGroups,
} from './resources.ts';
import { keepWhatFailed, logTo } from './shared.ts';

const { restoredFrom } = cleanupTagKeys;

/** Every ENI that it makes says so by its tag. None comes back into a group: what is enrolled is never deleted. */
const saysSo = { Null: { ...present(tagInRequest(restoredFrom)), ...absent(tagInRequest(tagKeys.group)) } };
const isRestored = { Null: present(tagOnResource(restoredFrom)) };

/** It creates, and never deletes, detaches or attaches to an instance. */
export const restore: readonly Permission[] = [
  {
    sid: 'LookAtWhatIsThere',
    why: "EC2's describe actions cannot be limited to resources.",
    for: [
      'ec2:DescribeAddresses',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
    ],
    on: everything,
  },
  {
    sid: 'CreateWhatSaysSo',
    why: 'What it may change afterwards is what carries the tag, so nothing comes without it.',
    for: ['ec2:CreateNetworkInterface'],
    on: enis,
    only: saysSo,
  },
  {
    sid: 'CreateThere',
    why: 'EC2 checks these beside the ENI; they carry no tag of ours.',
    for: ['ec2:CreateNetworkInterface'],
    on: subnetsAndSecurityGroups,
  },
  {
    sid: 'TagWhatIsCreated',
    why: 'With any keys, because the tags of the owner come back, but only while an ENI is made.',
    for: ['ec2:CreateNetworkInterface'],
    actions: ['ec2:CreateTags'],
    on: enis,
    only: { ...saysSo, StringEquals: { 'ec2:CreateAction': 'CreateNetworkInterface' } },
  },
  {
    sid: 'SetUpWhatIsRestored',
    why: 'The source/destination check cannot be given to CreateNetworkInterface.',
    for: ['ec2:ModifyNetworkInterfaceAttribute'],
    on: enis,
    only: { ...isRestored, StringEqualsIgnoreCaseIfExists: { 'ec2:Attribute': 'sourceDestCheck' } },
  },
  {
    sid: 'GiveToWhatIsRestored',
    why: 'Delegated prefixes are assigned once the ENI is there, and so are Elastic IPs.',
    for: ['ec2:AssignPrivateIpAddresses', 'ec2:AssignIpv6Addresses', 'ec2:AssociateAddress'],
    on: enis,
    only: isRestored,
  },
  {
    sid: 'AssociateAnyAddress',
    why: 'EC2 checks the address as well. IAM cannot see whether it is free; the call itself asks EC2 not to take one that is in use.',
    for: ['ec2:AssociateAddress'],
    on: elasticIps,
  },
  {
    sid: 'RouteToWhatIsRestored',
    why: 'EC2 checks the route table alone, and does not tell IAM where a route leads.',
    for: ['ec2:CreateRoute', 'ec2:ReplaceRoute'],
    on: routeTables,
  },
  {
    sid: 'ReadManifests',
    why: 'Manifests and nothing else of the bucket.',
    for: ['s3:GetObject'],
    on: objectsIn('manifests/'),
  },
  {
    sid: 'ListManifests',
    why: 'Without it, S3 says of a manifest that is not there only that it is forbidden. Whether S3 then asks with the key as the prefix or with none is not known: hence IfExists.',
    for: ['s3:GetObject'],
    actions: ['s3:ListBucket'],
    on: bucket,
    only: { StringLikeIfExists: { 's3:prefix': 'manifests/*' } },
  },
  keepWhatFailed,
  logTo('RestoreLogGroup'),
];
