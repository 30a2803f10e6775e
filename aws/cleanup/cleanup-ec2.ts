import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Chance, Clock } from '../clock.ts';
import { call, type Ec2 } from '../ec2.ts';
import { classify, describeFailure, type FailureClass } from '../failures.ts';
import { Pace, type PaceSettings } from '../pace.ts';

/** The actions that the cleanup calls. There is no attach and no detach among them (rule 28). */
export type CleanupAction =
  | 'DescribeNetworkInterfaces'
  | 'DescribeAddresses'
  | 'DescribeRouteTables'
  | 'DescribeNetworkInterfacePermissions'
  | 'GetSubnetCidrReservations'
  | 'DescribeInstances'
  | 'CreateTags'
  | 'DeleteTags'
  | 'DeleteNetworkInterface';

export type CleanupEc2 = Ec2<CleanupAction>;

/** Of a published token bucket: its size, and how many tokens come back in a second (facts 3). */
interface Bucket {
  readonly size: number;
  readonly perSecond: number;
}

const reading: Bucket = { size: 100, perSecond: 20 };
const tagging: Bucket = { size: 100, perSecond: 10 };
const deleting: Bucket = { size: 100, perSecond: 5 };

/** The buckets belong to the account, and a failover draws from them too (rule 15): it is left the other half. */
const fairShare = 0.5;
/** No failover asks for reservations, and there is one call for each subnet. */
const shareOfWhatNoFailoverUses = 0.8;

/** Everything of a function's process that the cleanup sends to EC2 goes through one of these. */
export function createCleanupEc2(client: EC2Client, clock: Clock, chance: Chance): CleanupEc2 {
  const pace = (bucket: Bucket, share = fairShare) => new Pace(clock, chance, settingsOf(bucket, share));
  return {
    client,
    clock,
    chance,
    paces: {
      DescribeNetworkInterfaces: pace(reading),
      DescribeAddresses: pace(reading),
      DescribeRouteTables: pace(reading),
      DescribeNetworkInterfacePermissions: pace(reading),
      GetSubnetCidrReservations: pace(reading, shareOfWhatNoFailoverUses),
      DescribeInstances: pace(reading),
      CreateTags: pace(tagging),
      DeleteTags: pace(tagging),
      DeleteNetworkInterface: pace(deleting),
    },
  };
}

/** It never goes faster than its share: a share that grew while nobody complains would not be left to anybody. */
function settingsOf({ size, perSecond }: Bucket, share: number): PaceSettings {
  return {
    burst: size * share,
    bucket: size * share,
    initialPerSecond: perSecond * share,
    minPerSecond: (perSecond * share) / 10,
    maxPerSecond: perSecond * share,
  };
}

/** EC2 throttled: somebody needs the calls more, and the sweep ends. The next sweep does the same work. */
export class GaveWay extends Error {
  override readonly name = 'GaveWay';
}

/**
 * Calls EC2 in the pace of the cleanup, and tries what is retryable again until the deadline; then it throws
 * DeadlinePassed. Throws GaveWay at the first throttle. Any other error is thrown as it came.
 */
export async function callGently<T>(
  ec2: CleanupEc2,
  action: CleanupAction,
  deadline: number,
  send: (client: EC2Client) => Promise<T>,
  retry: readonly FailureClass[] = ['retryable'],
): Promise<T> {
  try {
    return await call(ec2, action, { deadline, retry }, send);
  } catch (error) {
    if (classify(error) !== 'throttled') throw error;
    throw new GaveWay(`EC2 throttles ${action} (${describeFailure(error)})`, { cause: error });
  }
}
