import type { Clock } from '../aws/clock.ts';
import type { Alert } from '../domain/alert.ts';
import { alertsOfLook } from '../domain/alert-of-look.ts';
import { completedAlert, endedAlert, plannedAlert, startedAlert } from '../domain/alert-of-move.ts';
import { planFailover } from '../domain/failover.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Change, Plan } from '../domain/plan.ts';
import type { FailoverPolicy } from '../domain/policy.ts';
import type { Report } from '../domain/report.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Trigger } from '../domain/trigger.ts';
import { Recollection } from './recollection.ts';

/** What the loop works with; the world is behind `observe` and `perform`. */
export interface Reconciler {
  readonly clock: Clock;
  readonly mode: 'act' | 'observe';
  readonly policy: FailoverPolicy;
  /** When the invocation must have ended. */
  readonly deadline: number;
  /** Reads the fleet whole, or rejects. */
  observe(): Promise<Snapshot>;
  /** Carries out the changes of one group; never rejects. */
  perform(changes: readonly Change[]): Promise<readonly Outcome[]>;
  /** Resolves when EC2's rate allows that another group is begun. */
  readyToBegin(): Promise<void>;
  announce(alert: Alert): void;
  /** One line for each change and its reason. */
  record(message: string, details: Readonly<Record<string, unknown>>): void;
}

/** No group is begun on a decision older than this: others may have been at work. */
const freshMs = 5_000;
/** While changes are under way, we look again at least this often. */
const lookEveryMs = 15_000;
const lookAgainFirstMs = 500;
const lookAgainMaxMs = 5_000;
/** A loop that has looked so often is not getting anywhere. */
const looksMax = 200;

/**
 * Looks, decides, acts, and looks again, until a fresh look finds nothing to do: the second look is the proof. Groups
 * move side by side, so that one that is stuck holds up no other. When time runs out, the report says what is left.
 */
export async function reconcile(trigger: Trigger, reconciler: Reconciler): Promise<Report> {
  return new Reconciliation(trigger, reconciler).run();
}

class Reconciliation {
  readonly #trigger: Trigger;
  readonly #to: Reconciler;
  readonly #recollection = new Recollection();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #outcomes: Outcome[] = [];
  /** What was moved and is not yet announced as completed, by group. */
  readonly #moved = new Map<string, { readonly outcomes: readonly Outcome[]; readonly snapshot: Snapshot }>();
  readonly #startedAt: number;
  #looks = 0;
  #idleLooks = 0;
  #plan: Plan | undefined;

  constructor(trigger: Trigger, reconciler: Reconciler) {
    this.#trigger = trigger;
    this.#to = reconciler;
    this.#startedAt = reconciler.clock.now();
  }

  async run(): Promise<Report> {
    let settled = false;
    try {
      while (!settled && this.#hasTime()) settled = await this.#look();
    } finally {
      await Promise.all(this.#underWay.values());
      this.#announceTheRest();
    }
    return {
      trigger: this.#trigger,
      startedAt: this.#startedAt,
      endedAt: this.#to.clock.now(),
      looks: this.#looks,
      ...(this.#plan !== undefined && { plan: this.#plan }),
      outcomes: this.#outcomes,
      unfinished: settled ? [] : this.#whatIsLeft(),
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
      this.#to.clock.now(),
      this.#recollection.earlier(),
    );
    this.#plan = plan;
    this.#recollection.remember(snapshot, plan);
    this.#announceLook(plan, snapshot);
    if (this.#to.mode === 'observe') return this.#reportOnly(plan, snapshot);
    const all = await this.#beginAll(plan, snapshot);
    if (this.#underWay.size > 0) {
      this.#idleLooks = 0;
      if (all) await this.#waitForSome();
      return false;
    }
    if (!all) return false;
    if (plan.lookAgain.length === 0 && plan.changes.length === 0) return true;
    await this.#waitBeforeLookingAgain();
    return false;
  }

  /** Begins the groups in their order; false where the decision grew old before all were begun. */
  async #beginAll(plan: Plan, snapshot: Snapshot): Promise<boolean> {
    for (const changes of groupsToBegin(plan, this.#underWay)) {
      await this.#to.readyToBegin();
      if (this.#to.clock.now() - plan.decidedAt > freshMs || !this.#hasTime()) return false;
      this.#begin(changes, snapshot);
    }
    return true;
  }

  #begin(changes: readonly Change[], snapshot: Snapshot): void {
    const group = changes[0]?.group ?? '';
    for (const change of changes) this.#to.record('change begun', { ...change });
    const started = startedAlert(changes, snapshot, this.#trigger);
    this.#underWay.set(
      group,
      this.#to.perform(changes).then((outcomes) => this.#end(group, outcomes, snapshot)),
    );
    this.#tell(started);
  }

  #end(group: string, performed: readonly Outcome[], snapshot: Snapshot): void {
    this.#underWay.delete(group);
    const outcomes = this.#recollection.learn(performed);
    this.#outcomes.push(...outcomes);
    for (const outcome of outcomes) this.#to.record('change ended', { ...outcome });
    const moved = this.#moved.get(group)?.outcomes ?? [];
    const now = outcomes.filter(({ change, result }) => change.to !== undefined && result === 'done');
    this.#moved.set(group, { outcomes: [...moved, ...now], snapshot });
    const alert = endedAlert(outcomes, [...moved, ...now], snapshot, this.#trigger, this.#to.clock.now());
    if (alert === undefined) return;
    this.#to.announce(alert);
    if (alert.kind === 'failover-completed') this.#moved.delete(group);
  }

  /** What was moved in a story that somebody else ended: it is announced all the same. */
  #announceTheRest(): void {
    for (const { outcomes, snapshot } of this.#moved.values()) {
      this.#tell(completedAlert(outcomes, snapshot, this.#trigger, this.#to.clock.now()));
    }
  }

  #announceLook(plan: Plan, snapshot: Snapshot): void {
    for (const alert of alertsOfLook(plan, snapshot, this.#trigger)) {
      if (alert.group === undefined || !this.#underWay.has(alert.group)) this.#to.announce(alert);
    }
  }

  /** A dry run is a plan that is not carried out. */
  #reportOnly(plan: Plan, snapshot: Snapshot): boolean {
    for (const changes of groupsToBegin(plan, this.#underWay)) {
      for (const change of changes) this.#to.record('change planned, not made (observe)', { ...change });
      this.#tell(plannedAlert(changes, snapshot, this.#trigger));
    }
    return true;
  }

  async #waitForSome(): Promise<void> {
    const allEnded = Promise.all(this.#underWay.values());
    await Promise.race([allEnded, this.#to.clock.sleep(Math.min(lookEveryMs, this.#timeLeftMs()))]);
  }

  async #waitBeforeLookingAgain(): Promise<void> {
    const waitMs = Math.min(lookAgainMaxMs, lookAgainFirstMs * 1.5 ** this.#idleLooks);
    this.#idleLooks += 1;
    await this.#to.clock.sleep(Math.min(waitMs, this.#timeLeftMs()));
  }

  #tell(alert: Alert | undefined): void {
    if (alert !== undefined) this.#to.announce(alert);
  }

  #timeLeftMs(): number {
    return Math.max(0, this.#to.deadline - this.#to.clock.now());
  }

  #hasTime(): boolean {
    return this.#timeLeftMs() > 0 && this.#looks < looksMax;
  }

  #whatIsLeft(): readonly string[] {
    if (this.#plan === undefined) return ['the fleet could not be read'];
    const { changes, lookAgain } = this.#plan;
    return [...changes.map(({ eniId, because }) => `${eniId}: ${because}`), ...lookAgain];
  }
}

/** The plan's changes by group, in its order, without the groups that are under way. */
function groupsToBegin(plan: Plan, underWay: ReadonlyMap<string, unknown>): readonly (readonly Change[])[] {
  const groups = new Map<string, Change[]>();
  for (const change of plan.changes) {
    if (underWay.has(change.group)) continue;
    const known = groups.get(change.group);
    if (known === undefined) groups.set(change.group, [change]);
    else known.push(change);
  }
  return [...groups.values()];
}
