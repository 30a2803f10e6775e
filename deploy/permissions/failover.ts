import { tagKeys } from '../../domain/tags.ts';
import { present, tagOnResource } from './conditions.ts';
import type { Permission } from './permission.ts';
import { enisAndInstances, everything } from './resources.ts';
import { tellOnCall } from './shared.ts';

const isEnrolled = { Null: present(tagOnResource(tagKeys.group)) };

/** It moves what is enrolled, and nothing else. */
export const failover: readonly Permission[] = [
  {
    sid: 'LookAtTheFleet',
    why: "EC2's describe actions cannot be limited to resources.",
    for: [
      'ec2:DescribeInstances',
      'ec2:DescribeInstanceStatus',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeNetworkInterfaces',
    ],
    on: everything,
  },
  {
    sid: 'MoveWhatIsEnrolled',
    why: 'EC2 checks both the ENI and the instance, so both must be enrolled: an ENI can neither be taken from nor given to an instance whose owner has not put the tag on it.',
    for: ['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface'],
    on: enisAndInstances,
    only: isEnrolled,
  },
  {
    sid: 'KeepWhatIsEnrolled',
    why: 'Only DeleteOnTermination is ever modified, which is part of the attribute "attachment". EC2 checks the instance too, and there it names no attribute: hence IfExists.',
    for: ['ec2:ModifyNetworkInterfaceAttribute'],
    on: enisAndInstances,
    only: { ...isEnrolled, StringEqualsIgnoreCaseIfExists: { 'ec2:Attribute': 'attachment' } },
  },
  tellOnCall,
];
