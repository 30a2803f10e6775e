import { describeHold } from '../../domain/bars.ts';
import { planFailover } from '../../domain/failover.ts';
import { groupsOf } from '../../domain/failover-group.ts';
import type { Instant } from '../../domain/instant.ts';
import type { FailoverPolicy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { nameOf } from './words.ts';

/** What the failover makes of an ENI; plain JSON. */
export interface FailoverStanding {
  /** Absent where its group tag cannot be read. */
  readonly group?: string;
  /** Why nothing may touch it. */
  readonly hold?: string;
  /** What the next look would do with it, and why, in words. */
  readonly next: string;
}

/** Undefined where it carries no group tag: the failover does not know it. */
export function failoverStanding(
  eniId: string,
  fleet: Snapshot,
  policy: FailoverPolicy,
  now: Instant,
): FailoverStanding | undefined {
  const eni = fleet.networkInterfaces.find(({ id }) => id === eniId);
  if (eni === undefined) return undefined;
  const group = groupsOf(fleet).find(({ networkInterfaces }) =>
    networkInterfaces.some(({ id }) => id === eniId),
  );
  const trigger = { kind: 'tick', eventId: 'why', at: now } as const;
  const { changes, spared } = planFailover(fleet, trigger, policy, now);
  const hold = describeHold(eni.hold);
  const about = { ...(group !== undefined && { group: group.name }), ...(hold !== undefined && { hold }) };
  const change = changes.find((each) => each.eniId === eniId);
  if (change !== undefined) {
    const where =
      change.to === undefined ? 'it is protected' : `it goes to ${nameOf(change.to, fleet.instances)}`;
    return { ...about, next: `${where} (${change.kind}): ${change.because}` };
  }
  const left = spared.find((each) => each.eniId === eniId);
  return { ...about, next: left === undefined ? 'nothing' : `nothing (${left.reason}): ${left.because}` };
}
