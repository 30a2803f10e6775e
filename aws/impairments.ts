import type {
  DescribeInstanceStatusCommandInput,
  DescribeInstanceStatusCommandOutput,
  InstanceStatus,
  InstanceStatusDetails,
} from '@aws-sdk/client-ec2';
import type { Impairment } from '../domain/instance.ts';
import type { Clock } from './clock.ts';
import { readPages } from './pages.ts';
import { readTogether } from './together.ts';

/** The page that a small account fits in: a larger one is asked only for what is impaired. */
const smallAccountInstancesMax = 100;

const checks = [
  {
    check: 'instance',
    filter: 'instance-status.status',
    read: (status: InstanceStatus) => status.InstanceStatus,
  },
  { check: 'system', filter: 'system-status.status', read: (status: InstanceStatus) => status.SystemStatus },
  {
    check: 'attached-ebs',
    filter: 'attached-ebs-status.status',
    read: (status: InstanceStatus) => status.AttachedEbsStatus,
  },
] as const;

/** Calls DescribeInstanceStatus, in the pace of whoever asks. */
export type DescribeStatus = (
  input: DescribeInstanceStatusCommandInput,
) => Promise<DescribeInstanceStatusCommandOutput>;

/** What this process has learnt of the account: whether all its running instances fit one page. */
export interface AccountSize {
  large: boolean;
}

/**
 * Every running instance that fails a status check. DescribeInstanceStatus has no tag filter, and its filters are joined
 * by "and": a small account is read in one call, a large one in three that name one check each. Either way the number
 * of calls does not grow with the fleet.
 */
export async function readImpairments(
  clock: Clock,
  account: AccountSize,
  describe: DescribeStatus,
): Promise<ReadonlyMap<string, Impairment>> {
  if (!account.large) {
    const page = await describe({ MaxResults: smallAccountInstancesMax });
    if ((page.NextToken ?? '') === '') return toImpairments(page.InstanceStatuses ?? []);
    account.large = true;
  }
  const found = await readTogether<InstanceStatus[][]>(
    clock,
    ...checks.map(
      ({ filter }) =>
        () =>
          readPages(clock, 'DescribeInstanceStatus', async (token) => {
            const reply = await describe({
              MaxResults: 1_000,
              Filters: [{ Name: filter, Values: ['impaired'] }],
              ...(token !== undefined && { NextToken: token }),
            });
            return { items: reply.InstanceStatuses ?? [], nextToken: reply.NextToken };
          }),
    ),
  );
  return toImpairments(found.flat());
}

function toImpairments(statuses: readonly InstanceStatus[]): ReadonlyMap<string, Impairment> {
  const impairments = new Map<string, Impairment>();
  for (const status of statuses) {
    const failing = checks.filter(({ read }) => read(status)?.Status === 'impaired');
    if (status.InstanceId === undefined || failing.length === 0) continue;
    const since = earliest(failing.flatMap(({ read }) => read(status)?.Details ?? []));
    impairments.set(status.InstanceId, {
      checks: failing.map(({ check }) => check),
      ...(since !== undefined && { since }),
    });
  }
  return impairments;
}

function earliest(details: readonly InstanceStatusDetails[]): number | undefined {
  const times = details.flatMap(({ ImpairedSince }) =>
    ImpairedSince === undefined ? [] : [ImpairedSince.getTime()],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}
