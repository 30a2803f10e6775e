import type { Statement } from '../../support/iam-policy.ts';

/** What is denied to every function of EC2, with the pseudo-parameters filled in. A copy, as the roles are. */
export const never: readonly Statement[] = [
  {
    Effect: 'Deny',
    Action: 'ec2:DeleteNetworkInterface',
    Resource: '*',
    Condition: { Null: { 'aws:ResourceTag/eni-warden:group': 'false' } },
  },
  {
    Effect: 'Deny',
    Action: 'ec2:DeleteNetworkInterface',
    Resource: '*',
    Condition: { Null: { 'aws:ResourceTag/eni-warden:hold': 'false' } },
  },
  {
    Effect: 'Deny',
    Action: 'ec2:ModifyNetworkInterfaceAttribute',
    Resource: 'arn:aws:ec2:*:*:security-group/*',
  },
  {
    Effect: 'Deny',
    Action: 'ec2:ModifyNetworkInterfaceAttribute',
    Resource: '*',
    Condition: {
      StringNotEqualsIgnoreCase: { 'ec2:Attribute': ['attachment', 'sourceDestCheck'] },
      Null: { 'ec2:Attribute': 'false' },
    },
  },
  {
    Effect: 'Deny',
    Action: [
      'ec2:AuthorizeSecurityGroupEgress',
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:CreateSecurityGroup',
      'ec2:DeleteSecurityGroup',
      'ec2:ModifySecurityGroupRules',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:RevokeSecurityGroupIngress',
    ],
    Resource: '*',
  },
  {
    Effect: 'Deny',
    Action: [
      'ec2:ModifyInstanceAttribute',
      'ec2:RebootInstances',
      'ec2:RunInstances',
      'ec2:StartInstances',
      'ec2:StopInstances',
      'ec2:TerminateInstances',
    ],
    Resource: '*',
  },
  {
    Effect: 'Deny',
    Action: 'ec2:CreateTags',
    Resource: '*',
    Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'eni-warden:group' } },
  },
  {
    Effect: 'Deny',
    Action: 'ec2:DeleteTags',
    Resource: '*',
    Condition: {
      'ForAnyValue:StringEquals': {
        'aws:TagKeys': [
          'eni-warden:group',
          'eni-warden:priority',
          'eni-warden:hold',
          'eni-warden:keep',
          'eni-warden:address',
          'eni-warden:accept',
        ],
      },
    },
  },
  {
    Effect: 'Deny',
    Action: 'ec2:DeleteTags',
    Resource: '*',
    Condition: { Null: { 'aws:TagKeys': 'true' } },
  },
];
