import { cleanupTagKeys, tagKeys } from '../../domain/tags.ts';
import { absent, present, tagOnResource } from './conditions.ts';
import type { Permission } from './permission.ts';
import { enis, everything, objectsIn } from './resources.ts';
import { keepWhatFailed, logTo, tellOnCall } from './shared.ts';

const { unattachedSince, unattachedSeen, deleteFailed } = cleanupTagKeys;

/** ForAllValues holds for no keys at all too, and a DeleteTags that names none takes every tag: hence Null beside it. */
const onlyOwnTags = { 'aws:TagKeys': [unattachedSince, unattachedSeen, deleteFailed] };
const someTags = present('aws:TagKeys');

/**
 * It deletes, and never attaches or detaches. IAM itself holds to the promises: what is not marked, belongs to a group or is
 * held cannot be deleted with this role, and the role cannot write the tags that say so.
 */
export const cleanup: readonly Permission[] = [
  {
    sid: 'LookAtWhatIsThere',
    why: "EC2's describe actions cannot be limited to resources.",
    for: [
      'ec2:DescribeAddresses',
      'ec2:DescribeInstances',
      'ec2:DescribeNetworkInterfacePermissions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeRouteTables',
      'ec2:GetSubnetCidrReservations',
    ],
    on: everything,
  },
  {
    sid: 'DeleteWhatIsMarked',
    why: 'Not the absence of eni-warden:keep: the date that it gives may be over, which IAM cannot read.',
    for: ['ec2:DeleteNetworkInterface'],
    on: enis,
    only: {
      Null: {
        ...present(tagOnResource(unattachedSince), tagOnResource(unattachedSeen)),
        ...absent(tagOnResource(tagKeys.group), tagOnResource(tagKeys.hold)),
      },
    },
  },
  {
    sid: 'WriteOwnTags',
    why: 'The mark, on what belongs to no group, and no tag of anybody else.',
    for: ['ec2:CreateTags'],
    on: enis,
    only: {
      'ForAllValues:StringEquals': onlyOwnTags,
      Null: { ...someTags, ...absent(tagOnResource(tagKeys.group)) },
    },
  },
  {
    sid: 'RemoveOwnTags',
    why: 'Also where a group tag came after the mark: an old mark that stayed would count when the group tag goes.',
    for: ['ec2:DeleteTags'],
    on: enis,
    only: { 'ForAllValues:StringEquals': onlyOwnTags, Null: someTags },
  },
  {
    sid: 'StoreManifests',
    why: 'It neither reads nor deletes them: whatever goes wrong in a sweep, earlier manifests stay.',
    for: ['s3:PutObject'],
    on: objectsIn('manifests/'),
  },
  tellOnCall,
  keepWhatFailed,
  logTo('CleanupLogGroup'),
];
