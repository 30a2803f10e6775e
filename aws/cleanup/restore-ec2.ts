import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Chance, Clock } from '../clock.ts';
import { call, type Ec2 } from '../ec2.ts';
import { Pace } from '../pace.ts';

/** The actions that a restore calls. None of them detaches, deletes or disassociates anything. */
export type RestoreAction =
  | 'DescribeNetworkInterfaces'
  | 'DescribeSubnets'
  | 'DescribeSecurityGroups'
  | 'DescribeAddresses'
  | 'DescribeRouteTables'
  | 'CreateNetworkInterface'
  | 'ModifyNetworkInterfaceAttribute'
  | 'AssignPrivateIpAddresses'
  | 'AssignIpv6Addresses'
  | 'AssociateAddress'
  | 'CreateRoute'
  | 'ReplaceRoute';

export type RestoreEc2 = Ec2<RestoreAction>;

/** A restore makes a handful of calls, so that one pace for all of them does. */
export function createRestoreEc2(client: EC2Client, clock: Clock, chance: Chance): RestoreEc2 {
  const pace = new Pace(clock, chance, {
    burst: 10,
    initialPerSecond: 2,
    minPerSecond: 0.3,
    maxPerSecond: 5,
    bucket: 25,
  });
  return {
    client,
    clock,
    chance,
    paces: {
      DescribeNetworkInterfaces: pace,
      DescribeSubnets: pace,
      DescribeSecurityGroups: pace,
      DescribeAddresses: pace,
      DescribeRouteTables: pace,
      CreateNetworkInterface: pace,
      ModifyNetworkInterfaceAttribute: pace,
      AssignPrivateIpAddresses: pace,
      AssignIpv6Addresses: pace,
      AssociateAddress: pace,
      CreateRoute: pace,
      ReplaceRoute: pace,
    },
  };
}

/**
 * Calls EC2, and tries again until the deadline what was throttled or may succeed later: a person waits, so that a
 * throttle is no reason to give up. Throws DeadlinePassed, or what EC2 said.
 */
export function callPatiently<T>(
  ec2: RestoreEc2,
  action: RestoreAction,
  deadline: number,
  send: (client: EC2Client) => Promise<T>,
): Promise<T> {
  return call(ec2, action, { deadline }, send);
}
