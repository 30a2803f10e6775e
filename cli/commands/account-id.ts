import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { call } from '../../aws/ec2.ts';
import { accountPatienceMs, gentleEc2Of } from './account.ts';
import type { Session } from './answer.ts';
import { UsageError } from './failure.ts';

/**
 * The account that the credentials are of, without a client for it alone: the credentials may say, and else an instance does,
 * since EC2 shows nobody the instances of others (EC2 API Reference, Reservation: OwnerId).
 */
export async function accountIdOf({ account }: Session, option: string | undefined): Promise<string> {
  if (option !== undefined && !/^\d{12}$/.test(option))
    throw new UsageError(`--account takes the twelve digits of an account, not ${option}.`);
  if (option !== undefined) return option;
  const ec2 = gentleEc2Of(account);
  const { accountId } = await ec2.client.config.credentials();
  if (accountId !== undefined) return accountId;
  const deadline = account.clock.now() + accountPatienceMs / 10;
  const { Reservations = [] } = await call(ec2, 'DescribeInstances', { deadline }, (client) =>
    client.send(new DescribeInstancesCommand({ MaxResults: 5 })),
  );
  const owner = Reservations.find(({ OwnerId }) => OwnerId !== undefined)?.OwnerId;
  if (owner !== undefined) return owner;
  throw new UsageError(
    'which account? Neither the credentials nor an instance tell it: name it with --account.',
  );
}
