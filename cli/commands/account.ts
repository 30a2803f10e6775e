import { DescribeInstancesCommand, type EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2';
import { createEc2Client, createS3Client } from '../../aws/clients.ts';
import { type Chance, type Clock, systemClock } from '../../aws/clock.ts';
import { call, createEc2, DeadlinePassed } from '../../aws/ec2.ts';
import { createGentleEc2, type GentleEc2, shareOfAudit } from '../../aws/gentle/gentle-ec2.ts';
import { emptyMemory, observe } from '../../aws/observe.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { UsageError } from './failure.ts';

/** What every client of the SDK is made with. */
export type Access = Pick<
  EC2ClientConfig,
  'region' | 'endpoint' | 'profile' | 'credentials' | 'requestHandler'
>;

/** The account and region that a command asks: the real one in the program, the sandbox in tests. */
export interface Account {
  readonly region: string;
  readonly access: Access;
  readonly clock: Clock;
  readonly chance: Chance;
}

export interface AccountOptions {
  readonly region?: string;
  readonly profile?: string;
}

export type Connect = (options: AccountOptions) => Promise<Account>;

/** So long a person waits at most for a look at the enrolled fleet, and for one at the whole account. */
export const fleetPatienceMs = 20_000;
export const accountPatienceMs = 300_000;

/** Whatever is not named here the SDK finds where it always does: environment, configuration file, role, AWS_ENDPOINT_URL. */
export async function connect({ region, profile }: AccountOptions): Promise<Account> {
  const fallback = region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const named = { ...(fallback && { region: fallback }), ...(profile !== undefined && { profile }) };
  const endpoint = process.env.AWS_ENDPOINT_URL;
  const access: Access = { ...named, ...(endpoint && { endpoint }) };
  const found = await regionOf(access);
  return { region: found, access: { ...access, region: found }, clock: systemClock, chance: Math.random };
}

async function regionOf(access: Access): Promise<string> {
  try {
    return await createEc2Client(access).config.region();
  } catch (error) {
    if (!(error instanceof Error && /region is missing/i.test(error.message))) throw error;
    throw new UsageError('which region? Name it with --region, AWS_REGION or the region of your profile.');
  }
}

/** The enrolled fleet, by the very reads of the failover function. */
export function readFleet(account: Account): Promise<Snapshot> {
  return fleetReader(account)();
}

/** The same, for who looks again and again. */
export function fleetReader({ access, clock, chance }: Account): () => Promise<Snapshot> {
  const ec2 = createEc2(createEc2Client(access), clock, chance);
  const memory = emptyMemory();
  return () => observe(ec2, memory, clock.now() + fleetPatienceMs);
}

/** EC2 at the audit's share of the account's request rate: the rest is the failover's. */
export function gentleEc2Of({ access, clock, chance }: Account): GentleEc2 {
  return createGentleEc2(createEc2Client(access), clock, chance, shareOfAudit);
}

/**
 * One small call, so that whoever has a wrong endpoint or no network is told so before the patience for a whole account is used
 * up. A denial is no news here: the reading says which part is denied.
 */
export async function reach(account: Account): Promise<void> {
  const deadline = account.clock.now() + fleetPatienceMs;
  const send = (client: EC2Client) => client.send(new DescribeInstancesCommand({ MaxResults: 5 }));
  await call(gentleEc2Of(account), 'DescribeInstances', { deadline }, send).catch((error: unknown) => {
    if (error instanceof DeadlinePassed) throw error;
  });
}

/** Behind an endpoint of one's own, the names of buckets are no names of hosts. */
export function s3Of({ access }: Account) {
  const options = clientOptionsOf(access);
  return createS3Client({ ...options, ...(options.endpoint !== undefined && { forcePathStyle: true }) });
}

/** What a client of any service takes of it, without what is undefined. */
export function clientOptionsOf({ region, endpoint, profile, credentials, requestHandler }: Access) {
  return {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint: String(endpoint) }),
    ...(profile !== undefined && { profile }),
    ...(credentials !== undefined && { credentials }),
    ...(requestHandler !== undefined && { requestHandler }),
  };
}
