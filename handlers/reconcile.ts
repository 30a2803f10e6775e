import { planFailover } from '../domain/failover.ts';
import { groupsOf } from '../domain/failover-group.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type Change, changesByGroup, type Plan, settledGroups, whatIsLeft } from '../domain/plan.ts';
import type { Report } from '../domain/report.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Trigger } from '../domain/trigger.ts';
import { Bulletin } from './bulletin.ts';
import { Courtesy } from './courtesy.ts';
import { LatestLook } from './latest-look.ts';
import { Patience } from './patience.ts';
import { Recollection } from './recollection.ts';
import type { Reconciler } from './reconciler.ts';

/** No group is begun on a decision older than this: others may have been at work. */
const freshMs = 5_000;
/** While changes are under way, we look again at least this often: what they still have to send has to be confirmed. */
const lookEveryMs = 10_000;
/** While there is more to begin, we do not look more often than this: looks cost rate too. */
const lookGapMs = 2_000;
/** A loop that has looked so often is not getting anywhere. */
const looksMax = 200;
/** In observe mode nothing that we do brings an end about, so we wait for it no longer than for reads that lag. */
const observeLooksMax = 10;
/** So long does an attach of which nobody has been told wait for SNS, and no longer. */
const tellFirstMs = 250;

/**
 * Looks, decides, acts, and looks again, until a fresh look finds nothing to do: the second look is the proof. Groups
 * move side by side, so that one that is stuck holds up no other. When time runs out, the report says what is left.
 * Rejects when the fleet cannot be read, once what was begun has ended.
 */
export function reconcile(trigger: Trigger, reconciler: Reconciler): Promise<Report> {
  return new Reconciliation(trigger, reconciler).run();
}

class Reconciliation {
  readonly #trigger: Trigger;
  readonly #to: Reconciler;
  readonly #recollection = new Recollection();
  readonly #latest: LatestLook;
  readonly #courtesy: Courtesy;
  readonly #bulletin: Bulletin;
  readonly #patience: Patience;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #outcomes: Outcome[] = [];
  readonly #candidateCounts = new Map<string, number>();
  readonly #startedAt: number;
  #looks = 0;
  #plan: Plan | undefined;

  constructor(trigger: Trigger, reconciler: Reconciler) {
    this.#trigger = trigger;
    this.#to = reconciler;
    this.#latest = new LatestLook(trigger, reconciler, this.#recollection);
    this.#courtesy = new Courtesy(trigger);
    this.#bulletin = new Bulletin(trigger, reconciler);
    this.#patience = new Patience(reconciler.clock, reconciler.deadline);
    this.#startedAt = reconciler.clock.now();
  }

  async run(): Promise<Report> {
    let settled = false;
    try {
      while (!settled && this.#hasTime()) settled = await this.#look();
    } finally {
      this.#latest.close();
      await Promise.all(this.#underWay.values());
      this.#bulletin.close();
    }
    return {
      trigger: this.#trigger,
      startedAt: this.#startedAt,
      endedAt: this.#now(),
      looks: this.#looks,
      ...(this.#plan !== undefined && { plan: this.#plan }),
      candidateCounts: this.#candidateCounts,
      outcomes: this.#outcomes,
      unfinished: settled ? [] : whatIsLeft(this.#plan),
    };
  }

  /** One look and what follows from it; true when nothing is left to do. */
  async #look(): Promise<boolean> {
    const snapshot = await this.#to.observe();
    this.#looks += 1;
    const plan = planFailover(
      snapshot,
      this.#trigger,
      this.#to.policy,
      this.#now(),
      this.#recollection.earlier(),
    );
    this.#plan = plan;
    for (const [group, count] of plan.candidateCounts) this.#candidateCounts.set(group, count);
    this.#recollection.remember(snapshot, plan);
    this.#latest.looked(snapshot);
    this.#bulletin.looked(plan, snapshot, this.#underWay);
    this.#to.troubleIsOver(settledGroups(plan));
    if (this.#to.mode === 'observe') {
      this.#reportOnly(plan, snapshot);
      if (plan.lookAgain.length === 0 || this.#looks >= observeLooksMax) return true;
      await this.#patience.wait();
      return false;
    }
    const nextAt = await this.#beginAll(plan, snapshot);
    if (this.#underWay.size > 0 || nextAt !== undefined) {
      await this.#waitForSome(plan.decidedAt + lookEveryMs, nextAt);
      await this.#patience.afterWork();
      return false;
    }
    if (plan.lookAgain.length === 0 && plan.changes.length === 0) return true;
    await this.#patience.wait();
    return false;
  }

  /**
   * Begins the groups in their order. Undefined when all are begun; else when to look again for those that are left:
   * because others seem to be at them, or because the decision has grown old.
   */
  async #beginAll(plan: Plan, snapshot: Snapshot): Promise<number | undefined> {
    const groups = new Map(groupsOf(snapshot).map((group) => [group.name, group]));
    let nextAt: number | undefined;
    for (const [name, changes] of changesByGroup(plan)) {
      const group = groups.get(name);
      if (group === undefined || this.#underWay.has(name)) continue;
      const mayBeginAt = this.#courtesy.mayBeginAt(group, snapshot, plan.decidedAt);
      if (mayBeginAt > plan.decidedAt) {
        nextAt = Math.min(nextAt ?? mayBeginAt, mayBeginAt);
        continue;
      }
      await this.#to.readyToBegin(plan.decidedAt + lookEveryMs - lookGapMs);
      if (this.#now() - plan.decidedAt > freshMs || !this.#hasTime()) return this.#now();
      this.#begin(name, changes, snapshot);
    }
    return nextAt;
  }

  #begin(group: string, changes: readonly Change[], snapshot: Snapshot): void {
    for (const change of changes) this.#to.record('change begun', { ...change });
    // Whoever dies after an attach must have told of it: it may be undone before anybody else sees it. Mostly it was told long
    // before, when EC2 took the detach, so that no attach waits.
    const attaching = once(() =>
      Promise.race([this.#bulletin.started(changes, snapshot), this.#to.clock.sleep(tellFirstMs)]),
    );
    const accepted = once(() => {
      this.#courtesy.claim(group);
      void attaching();
    });
    const ended = this.#to
      .perform(changes, this.#latest.overseeing({ accepted, attaching }))
      .then((outcomes) => this.#end(group, outcomes, snapshot));
    this.#underWay.set(group, ended);
  }

  #end(group: string, performed: readonly Outcome[], snapshot: Snapshot): void {
    this.#underWay.delete(group);
    const outcomes = this.#recollection.learn(performed);
    this.#patience.ended(outcomes);
    this.#outcomes.push(...outcomes);
    for (const outcome of outcomes) this.#to.record('change ended', { ...outcome });
    this.#bulletin.ended(group, outcomes, snapshot);
  }

  /** A dry run is a plan that is not carried out. */
  #reportOnly(plan: Plan, snapshot: Snapshot): void {
    for (const change of plan.changes) this.#to.record('change planned, not made (observe)', { ...change });
    this.#bulletin.planned(plan, snapshot);
  }

  /** Until all that is under way has ended, or it is time to look again: at `latestAt`, or for what is left at `nextAt`. */
  async #waitForSome(latestAt: number, nextAt: number | undefined): Promise<void> {
    const now = this.#now();
    const dueAt = Math.min(nextAt ?? latestAt, latestAt);
    const wakeAt = Math.min(Math.max(dueAt, now + lookGapMs), this.#to.deadline);
    const waits = [this.#to.clock.sleep(Math.max(0, wakeAt - now))];
    if (nextAt === undefined) waits.push(Promise.all(this.#underWay.values()).then(() => undefined));
    await Promise.race(waits);
  }

  #now(): number {
    return this.#to.clock.now();
  }

  #hasTime(): boolean {
    return this.#now() < this.#to.deadline && this.#looks < looksMax;
  }
}

function once<T>(action: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: action() };
    return result.value;
  };
}
