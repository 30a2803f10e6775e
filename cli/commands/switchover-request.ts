import { planFailover } from '../../domain/failover.ts';
import type { SwitchoverAnswer } from '../../domain/plan.ts';
import type { FailoverPolicy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { pattern } from '../../events/switchover-request.ts';
import { type Account, clientOptionsOf } from './account.ts';
import { NoAnswer } from './failure.ts';

/** The detail of the event, field by field as `events/switchover-request.ts` reads it. */
export interface SwitchoverWish {
  readonly group: string;
  readonly target?: string;
  readonly reason: string;
  readonly requester: string;
}

/** What the function will make of the request, if nothing changes; `waiting` also where the plan says nothing of it. */
export function expected(
  wish: SwitchoverWish,
  fleet: Snapshot,
  policy: FailoverPolicy,
  now: number,
): SwitchoverAnswer {
  const { group, target, reason, requester } = wish;
  const named = target === undefined ? {} : { targetInstanceId: target };
  const about = { eventId: 'operator', at: now, group, reason, requester, ...named };
  const trigger = { kind: 'switchover-request', ...about } as const;
  return planFailover(fleet, trigger, policy, now).switchover ?? { kind: 'waiting' };
}

/** Puts the request on the default bus of the account, once, and returns the id of its event. */
export async function putSwitchoverRequest({ access }: Account, wish: SwitchoverWish): Promise<string> {
  // Only this command needs it, and only now.
  const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  const client = new EventBridgeClient(clientOptionsOf(access));
  const entry = {
    Source: pattern.source[0],
    DetailType: pattern['detail-type'][0],
    Detail: JSON.stringify(wish),
  };
  const { Entries: [put] = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
  if (put?.EventId !== undefined) return put.EventId;
  throw new NoAnswer(`EventBridge did not take the request: ${put?.ErrorCode}: ${put?.ErrorMessage}`);
}
