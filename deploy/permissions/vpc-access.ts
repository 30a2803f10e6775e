import { absent } from './conditions.ts';
import type { Permission } from './permission.ts';
import { everything } from './resources.ts';

/** What every role gets in a VPC. */
export const vpcAccess: readonly Permission[] = [
  {
    sid: 'RunInVpc',
    why: 'Lambda needs these for the interfaces of functions in a VPC, and can limit them to nothing. They are not for the code of the functions: to what that asks for, Lambda adds the ARN of the function.',
    for: 'Lambda',
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'ec2:UnassignPrivateIpAddresses',
    ],
    on: everything,
    only: { Null: absent('lambda:SourceFunctionArn') },
  },
];
