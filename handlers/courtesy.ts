import type { FailoverGroup } from '../domain/failover-group.ts';
import type { Instant } from '../domain/instant.ts';
import { isNamedBy } from '../domain/order.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Trigger } from '../domain/trigger.ts';

/** A group that another event is about, and that nobody has touched: its own handler gets so long to begin. */
const helpAfterMs = 2_000;
/** A group between two places: whoever is moving it gets so long without any progress before we step in. */
const stepInAfterMs = 10_000;

/**
 * Many handlers may look at the same fleet. None needs to wait for another, since EC2 lets only one win; but two that
 * move the same group waste EC2's request rate and tell people twice. So each begins at once what it was woken for,
 * and what others seem to be at only when that does not get on.
 */
export class Courtesy {
  readonly #trigger: Trigger;
  readonly #ours = new Set<string>();
  readonly #seen = new Map<string, { readonly state: string; readonly since: Instant }>();

  constructor(trigger: Trigger) {
    this.#trigger = trigger;
  }

  /** EC2 has taken a call of ours for this group. */
  claim(groupName: string): void {
    this.#ours.add(groupName);
  }

  /** When the group may be begun, in the light of this snapshot; to be asked at every look. */
  mayBeginAt(group: FailoverGroup, snapshot: Snapshot, now: Instant): Instant {
    if (this.#ours.has(group.name)) return now;
    const since = this.#unchangedSince(group, now);
    const leaving = group.networkInterfaces.some(({ attachment }) => attachment?.status === 'detaching');
    const homeless = group.networkInterfaces.some(({ attachment }) => attachment === undefined);
    // A duplicate of a switchover request must not bring back what its twin has just detached.
    const inTransit = leaving || (homeless && this.#trigger.kind === 'switchover-request');
    if (isNamedBy(this.#trigger, group, snapshot)) return inTransit ? since + stepInAfterMs : now;
    return since + (leaving || homeless ? stepInAfterMs : helpAfterMs);
  }

  #unchangedSince({ name, networkInterfaces }: FailoverGroup, now: Instant): Instant {
    const state = networkInterfaces
      .map(({ id, attachment }) => `${id}:${attachment?.id ?? ''}:${attachment?.status ?? ''}`)
      .join(' ');
    const seen = this.#seen.get(name);
    if (seen?.state === state) return seen.since;
    this.#seen.set(name, { state, since: now });
    return now;
  }
}
