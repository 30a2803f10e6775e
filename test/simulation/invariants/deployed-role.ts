import type { Statement } from '../../support/iam-policy.ts';
import { never } from './never.ts';

/** The sandbox's account, as ARNs name it. */
export const arnOfEc2 = 'arn:aws:ec2:eu-west-1:123456789012';

const enrolledResources = [`${arnOfEc2}:network-interface/*`, `${arnOfEc2}:instance/*`] as const;

/**
 * What the deployed role allows and denies of EC2 beside looking, with the pseudo-parameters filled in. Packaging takes too long for
 * each run of a simulation, so this is a copy; a test compares it with the packaged template.
 */
export const deployedRole: readonly Statement[] = [
  {
    Effect: 'Allow',
    Action: ['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface'],
    Resource: enrolledResources,
    Condition: { Null: { 'aws:ResourceTag/eni-warden:group': 'false' } },
  },
  {
    Effect: 'Allow',
    Action: ['ec2:ModifyNetworkInterfaceAttribute'],
    Resource: enrolledResources,
    Condition: {
      Null: { 'aws:ResourceTag/eni-warden:group': 'false' },
      StringEqualsIgnoreCaseIfExists: { 'ec2:Attribute': 'attachment' },
    },
  },
  ...never,
];
