import type { Alert } from '../domain/alert.ts';
import { completedAlert, endedAlert } from '../domain/alert-of-end.ts';
import { foundAlerts } from '../domain/alert-of-found.ts';
import { alertsOfLook } from '../domain/alert-of-look.ts';
import { plannedAlert, startedAlert } from '../domain/alert-of-start.ts';
import { arrivalsToTell } from '../domain/arrival.ts';
import { type FailoverGroup, groupsOf } from '../domain/failover-group.ts';
import type { Instant } from '../domain/instant.ts';
import { isNamedBy } from '../domain/order.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type Change, changesByGroup, type Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { Reconciler } from './reconciler.ts';

/** What people are told in the course of one invocation, and when. */
export class Bulletin {
  readonly #trigger: Trigger;
  readonly #to: Pick<Reconciler, 'announce' | 'mode' | 'told'>;
  #firstLookAt: Instant | undefined;
  /** What was moved and is not yet announced as completed, by group. */
  readonly #moved = new Map<string, { readonly outcomes: readonly Outcome[]; readonly snapshot: Snapshot }>();

  constructor(trigger: Trigger, to: Pick<Reconciler, 'announce' | 'mode' | 'told'>) {
    this.#trigger = trigger;
    this.#to = to;
  }

  /**
   * A look was taken. Many handlers see the same trouble: it is told by the one that was woken for the group, and by the
   * tick, which sees what nobody was woken for. Groups that are under way have their own story.
   */
  looked(plan: Plan, snapshot: Snapshot, underWay: ReadonlyMap<string, unknown>): void {
    this.#to.told.looked(snapshot);
    if (this.#firstLookAt === undefined) {
      this.#firstLookAt = snapshot.takenAt;
      this.#found(plan.decidedAt, snapshot);
    }
    const groups = byName(snapshot);
    for (const alert of alertsOfLook(plan, snapshot, this.#trigger)) {
      if (this.#isOurs(alert.group, groups, snapshot) && !underWay.has(alert.group ?? ''))
        void this.#tell(alert);
    }
  }

  /** An observer has moved nothing, so it has no earlier attempts to speak for. */
  #found(now: Instant, snapshot: Snapshot): void {
    const { mode, told } = this.#to;
    if (mode === 'observe') return;
    const groups = byName(snapshot);
    const ours = (group: string) => this.#isOurs(group, groups, snapshot);
    const arrivals = arrivalsToTell(snapshot, this.#trigger, now, (attachmentId) => told.knows(attachmentId));
    for (const alert of foundAlerts(arrivals, ours, snapshot, this.#trigger, now)) void this.#tell(alert);
    for (const { attachmentId } of arrivals) told.arrived(attachmentId);
  }

  /** The changes would have been made, were it not for observe mode. */
  planned(plan: Plan, snapshot: Snapshot): void {
    const groups = byName(snapshot);
    for (const [name, changes] of changesByGroup(plan)) {
      if (this.#isOurs(name, groups, snapshot))
        void this.#tell(plannedAlert(changes, snapshot, this.#trigger));
    }
  }

  #isOurs(groupName: string | undefined, groups: Groups, snapshot: Snapshot): boolean {
    if (this.#trigger.kind === 'tick') return true;
    const group = groups.get(groupName ?? '');
    if (group !== undefined) return isNamedBy(this.#trigger, group, snapshot);
    // A request for a group that does not exist is answered all the same.
    return this.#trigger.kind === 'switchover-request' && groupName === this.#trigger.group;
  }

  /**
   * EC2 has accepted the first of a group's changes, or is about to get an attach. One that stopped halfway and is begun
   * again to the same target is the same story. Resolves when people have been told, or cannot be.
   */
  started(changes: readonly Change[], snapshot: Snapshot): Promise<void> {
    const { told } = this.#to;
    const since = this.#firstLookAt ?? snapshot.takenAt;
    const isNews = ({ eniId, to }: Change) => to !== undefined && !told.isUnderWay(eniId, to, since);
    const delivered = this.#tell(startedAlert(changes.filter(isNews), snapshot, this.#trigger));
    for (const { eniId, to } of changes) {
      if (to !== undefined) told.started(eniId, { to, since: snapshot.takenAt });
    }
    return delivered;
  }

  /** A group's changes have ended, for now or for good. */
  ended(group: string, outcomes: readonly Outcome[], snapshot: Snapshot): void {
    const moved = [
      ...(this.#moved.get(group)?.outcomes ?? []),
      ...outcomes.filter(({ change, result }) => change.to !== undefined && result === 'done'),
    ];
    const alert = endedAlert(outcomes, moved, snapshot, this.#trigger);
    void this.#tell(alert);
    if (alert?.kind === 'failover-completed') this.#moved.delete(group);
    else this.#moved.set(group, { outcomes: moved, snapshot });
  }

  /** The invocation ends: what was moved in a story that somebody else ended is announced all the same. */
  close(): void {
    for (const { outcomes, snapshot } of this.#moved.values()) {
      void this.#tell(completedAlert(outcomes, snapshot, this.#trigger));
    }
  }

  #tell(alert: Alert | undefined): Promise<void> {
    return alert === undefined ? Promise.resolve() : this.#to.announce(alert);
  }
}

type Groups = ReadonlyMap<string, FailoverGroup>;

function byName(snapshot: Snapshot): Groups {
  return new Map(groupsOf(snapshot).map((group) => [group.name, group]));
}
