import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Chance, Clock } from '../clock.ts';
import { call, type Ec2 } from '../ec2.ts';
import { classify, describeFailure, type FailureClass } from '../failures.ts';
import { Pace, type PaceSettings } from '../pace.ts';

/** The actions of the cleanup and of the audit. There is no attach and no detach among them (rule 28). */
export type GentleAction = keyof typeof buckets;

export interface GentleEc2 extends Ec2<GentleAction> {
  /** Asked directly before each try of each call: why it must not be sent any more. */
  readonly objection?: () => string | undefined;
}

/** Of a published token bucket: its size, and how many tokens come back in a second (facts 3). */
interface Bucket {
  readonly size: number;
  readonly perSecond: number;
}

const reading: Bucket = { size: 100, perSecond: 20 };
const tagging: Bucket = { size: 100, perSecond: 10 };
const deleting: Bucket = { size: 100, perSecond: 5 };

const buckets = {
  DescribeNetworkInterfaces: reading,
  DescribeAddresses: reading,
  DescribeRouteTables: reading,
  DescribeNetworkInterfacePermissions: reading,
  GetSubnetCidrReservations: reading,
  DescribeInstances: reading,
  DescribeInstanceStatus: reading,
  DescribeInstanceTypes: reading,
  DescribeVpcs: reading,
  DescribeSubnets: reading,
  DescribeVpcPeeringConnections: reading,
  DescribeSecurityGroupRules: reading,
  DescribeFlowLogs: reading,
  CreateTags: tagging,
  DeleteTags: tagging,
  DeleteNetworkInterface: deleting,
} as const satisfies Readonly<Record<string, Bucket>>;

/**
 * Which share of the account's buckets one of them may take. A failover draws from the same buckets (rule 15), and the
 * cleanup and the audit may run at the same time: both together leave a quarter to it.
 */
export interface FairShare {
  readonly ofAll: number;
  /** No failover asks for reservations, and there is one call for each subnet. */
  readonly ofReservations: number;
}

export const shareOfCleanup: FairShare = { ofAll: 0.5, ofReservations: 0.8 };
export const shareOfAudit: FairShare = { ofAll: 0.25, ofReservations: 0.2 };

/** Everything of a function's process that the cleanup or the audit sends to EC2 goes through one of these. */
export function createGentleEc2(
  client: EC2Client,
  clock: Clock,
  chance: Chance,
  { ofAll, ofReservations }: FairShare = shareOfCleanup,
): GentleEc2 {
  const paces = Object.entries(buckets).map(([action, bucket]) => {
    const share = action === 'GetSubnetCidrReservations' ? ofReservations : ofAll;
    return [action, new Pace(clock, chance, settingsOf(bucket, share))] as const;
  });
  return { client, clock, chance, paces: Object.fromEntries(paces) as GentleEc2['paces'] };
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

/** EC2 throttled: somebody needs the calls more, and the run ends. The next one does the same work. */
export class GaveWay extends Error {
  override readonly name = 'GaveWay';
}

/**
 * Calls EC2 in its gentle pace, and tries what is retryable again until the deadline; then it throws DeadlinePassed.
 * Throws GaveWay at the first throttle, and Withdrawn where there is an objection. Any other error is thrown as it came.
 */
export async function callGently<T>(
  ec2: GentleEc2,
  action: GentleAction,
  deadline: number,
  send: (client: EC2Client) => Promise<T>,
  retry: readonly FailureClass[] = ['retryable'],
): Promise<T> {
  const objection = async () => ec2.objection?.();
  try {
    return await call(ec2, action, { deadline, retry, objection }, send);
  } catch (error) {
    if (classify(error) !== 'throttled') throw error;
    throw new GaveWay(`EC2 throttles ${action} (${describeFailure(error)})`, { cause: error });
  }
}
