import { auditTagKeys, cleanupTagKeys, tagKeys } from '../../domain/tags.ts';
import { absent, present, tagOnResource } from './conditions.ts';
import type { Denial } from './permission.ts';
import { anySecurityGroup, bucket, everything, objectsIn } from './resources.ts';

const tagsOfOwners = [
  tagKeys.group,
  tagKeys.priority,
  tagKeys.hold,
  cleanupTagKeys.keep,
  auditTagKeys.address,
  auditTagKeys.accept,
];

/** What no function may ever do, whatever else its role is given one day: a Deny beats every Allow. All roles have it. */
export const never: readonly Denial[] = [
  {
    sid: 'NeverDeleteWhatIsEnrolled',
    why: 'What somebody protects is not for us to delete, marked or not.',
    actions: ['ec2:DeleteNetworkInterface'],
    on: everything,
    only: { Null: present(tagOnResource(tagKeys.group)) },
  },
  {
    sid: 'NeverDeleteWhatIsHeld',
    why: 'A hold means: hands off.',
    actions: ['ec2:DeleteNetworkInterface'],
    on: everything,
    only: { Null: present(tagOnResource(tagKeys.hold)) },
  },
  {
    sid: 'NeverGiveOtherSecurityGroups',
    why: 'EC2 checks the groups that it gives to an ENI, whatever it calls the attribute.',
    actions: ['ec2:ModifyNetworkInterfaceAttribute'],
    on: anySecurityGroup,
  },
  {
    sid: 'NeverChangeOtherAttributes',
    why: 'A negated operator holds where the key is missing, as it is on the instance: hence Null.',
    actions: ['ec2:ModifyNetworkInterfaceAttribute'],
    on: everything,
    only: {
      StringNotEqualsIgnoreCase: { 'ec2:Attribute': ['attachment', 'sourceDestCheck'] },
      Null: present('ec2:Attribute'),
    },
  },
  {
    sid: 'NeverChangeSecurityGroups',
    why: 'What may reach an address is decided by its owner.',
    actions: [
      'ec2:AuthorizeSecurityGroupEgress',
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:CreateSecurityGroup',
      'ec2:DeleteSecurityGroup',
      'ec2:ModifySecurityGroupRules',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:RevokeSecurityGroupIngress',
    ],
    on: everything,
  },
  {
    sid: 'NeverTouchTheLifeOfInstances',
    why: 'A failover takes an ENI from an instance, and nothing else.',
    actions: [
      'ec2:ModifyInstanceAttribute',
      'ec2:RebootInstances',
      'ec2:RunInstances',
      'ec2:StartInstances',
      'ec2:StopInstances',
      'ec2:TerminateInstances',
    ],
    on: everything,
  },
  {
    sid: 'NeverEnrol',
    why: "Enrolling is the owner's.",
    actions: ['ec2:CreateTags'],
    on: everything,
    only: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': tagKeys.group } },
  },
  {
    sid: 'NeverTakeTagsOfOwners',
    why: 'With them go the limits that owners have set.',
    actions: ['ec2:DeleteTags'],
    on: everything,
    only: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': tagsOfOwners } },
  },
  {
    sid: 'NeverTakeAllTags',
    why: 'A DeleteTags that names no key takes every tag.',
    actions: ['ec2:DeleteTags'],
    on: everything,
    only: { Null: absent('aws:TagKeys') },
  },
  {
    sid: 'NeverLoseAManifest',
    why: 'Manifests are what can undo a deletion.',
    actions: [
      's3:DeleteBucket',
      's3:DeleteBucketPolicy',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:PutBucketPolicy',
      's3:PutBucketVersioning',
      's3:PutLifecycleConfiguration',
    ],
    on: [...bucket, ...objectsIn('')],
  },
];
