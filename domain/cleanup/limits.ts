import { compareText } from '../failover-group.ts';
import type { Bar, Deletion } from './cleanup-plan.ts';
import type { Sweep } from './rule.ts';
import { clockDoubt } from './rules-time.ts';

/** Why nothing is marked and nothing deleted in this sweep (rules 24, 26); undefined where nothing stands against it. */
export function barToMarking(sweep: Sweep): Bar | undefined {
  const { unread } = sweep.snapshot;
  const doubt = clockDoubt(sweep);
  if (unread.length > 0) {
    return {
      because: `the account could not be read whole: ${unread.join('; ')}`,
      name: 'incomplete',
      remedy: 'Give the cleanup function the permission that it lacks, or wait for the next sweep.',
    };
  }
  if (doubt === undefined) return undefined;
  return { name: 'clock', because: doubt, remedy: 'Nothing, unless it is said again at the next sweep.' };
}

/** What of the due ENIs is deleted now, what waits and why, and what a person has to be told (rule 29). */
export interface Allotment {
  readonly now: readonly Deletion[];
  readonly later: readonly { readonly deletion: Deletion; readonly because: string }[];
  readonly bars: readonly Bar[];
}

/** Applies the caps to the due ENIs, the longest unattached first. */
export function allot(due: readonly Deletion[], sweep: Sweep): Allotment {
  const inOrder = due.toSorted(
    (a, b) => a.unattachedSince - b.unattachedSince || compareText(a.eni.id, b.eni.id),
  );
  const account = barByAccount(due.length, sweep);
  if (account !== undefined) return { now: [], later: allLater(inOrder, account.because), bars: [account] };
  const vpcs = barsByVpc(due, sweep);
  const vpcOf = ({ eni }: Deletion) => vpcs.get(eni.vpcId ?? '');
  const allowed = inOrder.filter((deletion) => vpcOf(deletion) === undefined);
  const max = sweep.policy.deletionsMax;
  return {
    now: allowed.slice(0, max),
    later: [
      ...allLater(
        allowed.slice(max),
        `at most ${max} are deleted in one sweep, the longest unattached first`,
      ),
      ...inOrder.flatMap((deletion) => {
        const bar = vpcOf(deletion);
        return bar === undefined ? [] : [{ deletion, because: bar.because }];
      }),
    ],
    bars: [...vpcs].sort(([a], [b]) => compareText(a, b)).map(([, bar]) => bar),
  };
}

function allLater(deletions: readonly Deletion[], because: string): Allotment['later'] {
  return deletions.map((deletion) => ({ deletion, because }));
}

function barByAccount(dueCount: number, { snapshot, policy }: Sweep): Bar | undefined {
  if (dueCount === 0 || dueCount <= policy.accountShareMax * snapshot.eniCount) return undefined;
  return {
    because: `${dueCount} of the account's ${snapshot.eniCount} ENIs are due, more than ${percent(policy.accountShareMax)}, so none is deleted`,
    name: 'account-share',
    remedy: 'See whether they are all forgotten; if so, raise the share for a while, or delete some by hand.',
  };
}

function barsByVpc(due: readonly Deletion[], { snapshot, policy }: Sweep): ReadonlyMap<string, Bar> {
  const byVpc = Map.groupBy(due, ({ eni }) => eni.vpcId ?? '');
  const found = [...byVpc].flatMap(([vpcId, deletions]) => {
    const count = snapshot.eniCountByVpc.get(vpcId) ?? 0;
    if (deletions.length < policy.vpcDueMin || deletions.length <= policy.vpcShareMax * count) return [];
    const because = `${deletions.length} of the ${count} ENIs of ${vpcId} are due, more than ${percent(policy.vpcShareMax)}, so none of them is deleted`;
    const remedy = `See whether ${vpcId} is out of use as a whole; if so, raise the share for a while.`;
    return [[vpcId, { name: `vpc-share ${vpcId}` as const, because, remedy }] as const];
  });
  return new Map(found);
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
