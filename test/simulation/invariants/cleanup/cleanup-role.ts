import type { Statement } from '../../../support/iam-policy.ts';
import { arnOfEc2 } from '../deployed-role.ts';
import { never } from '../never.ts';

const networkInterfaces = `${arnOfEc2}:network-interface/*`;
const ownTags = {
  'aws:TagKeys': ['eni-warden:unattached-since', 'eni-warden:unattached-seen', 'eni-warden:delete-failed'],
} as const;

/**
 * What the deployed role of the cleanup allows and denies of EC2 beside looking, with the pseudo-parameters filled in. A copy, as
 * that of the failover's; a test compares it with the packaged template.
 */
export const cleanupRole: readonly Statement[] = [
  {
    Effect: 'Allow',
    Action: 'ec2:DeleteNetworkInterface',
    Resource: networkInterfaces,
    Condition: {
      Null: {
        'aws:ResourceTag/eni-warden:unattached-since': 'false',
        'aws:ResourceTag/eni-warden:unattached-seen': 'false',
        'aws:ResourceTag/eni-warden:group': 'true',
        'aws:ResourceTag/eni-warden:hold': 'true',
      },
    },
  },
  {
    Effect: 'Allow',
    Action: 'ec2:CreateTags',
    Resource: networkInterfaces,
    Condition: {
      'ForAllValues:StringEquals': ownTags,
      Null: { 'aws:TagKeys': 'false', 'aws:ResourceTag/eni-warden:group': 'true' },
    },
  },
  {
    Effect: 'Allow',
    Action: 'ec2:DeleteTags',
    Resource: networkInterfaces,
    Condition: { 'ForAllValues:StringEquals': ownTags, Null: { 'aws:TagKeys': 'false' } },
  },
  ...never,
];
