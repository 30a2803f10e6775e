import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import { drawMs, type Timing } from '../timings.ts';
import type { AwsEvent } from './aws-events.ts';
import { BusFaults } from './bus-faults.ts';
import { compilePattern } from './event-pattern.ts';
import { rateMs, scheduledEvent } from './schedule.ts';

/** Where a rule sends an event. EventBridge counts it as delivered as soon as the target has taken it. */
export interface Target {
  readonly id: string;
  deliver(event: AwsEvent): void;
}

/** A rule has a pattern or a schedule. */
export interface Rule {
  readonly name: string;
  readonly pattern?: unknown;
  /** `rate(1 minute)` and the like. */
  readonly schedule?: string;
  readonly targets: readonly Target[];
}

/** One event that was sent to the bus, and what became of it. */
export interface BusRecord {
  /** When it was sent, in milliseconds since the epoch. */
  readonly at: number;
  readonly event: AwsEvent;
  /** The names of the rules that fire for it; empty for a lost event. */
  readonly matchedRules: readonly string[];
  /** 0: lost; 2: every matching rule fires twice. */
  readonly copies: 0 | 1 | 2;
}

/** The default event bus: every event to the targets of every rule that matches it. */
export interface EventBus {
  readonly faults: BusFaults;
  readonly records: readonly BusRecord[];
  /** Throws InvalidEventPatternException, or an Error for a schedule that is not a rate. */
  addRule(rule: Rule): void;
  send(event: AwsEvent): void;
  /** Calls `listener` with every record from now on. */
  watch(listener: (record: BusRecord) => void): void;
  /** Ends the schedules, drops what is under way, and delivers nothing more. */
  stop(): void;
}

/** From the bus to the target, after AWS's own figures of p90 80 ms and p99 129 ms (facts 4.1). */
export const deliveryTiming: Timing = { medianMs: 40, p99Ms: 130 };

/** Takes what EC2 emits from the sandbox's own stream of events. Classic EventBridge: no order is promised. */
export function createEventBus(sandbox: Sandbox): EventBus {
  const { clock, region, account } = sandbox;
  const random = sandbox.random.stream('event bus');
  const ids = random.stream('ids');
  const faults = new BusFaults(random.stream('faults'));
  const rules: { readonly rule: Rule; matches(event: AwsEvent): boolean }[] = [];
  const records: BusRecord[] = [];
  const listeners: ((record: BusRecord) => void)[] = [];
  const pending = new Set<() => void>();
  let stopped = false;

  const later = (ms: number, callback: () => void) => {
    if (stopped) return;
    const cancel = clock.after(ms, () => {
      pending.delete(cancel);
      callback();
    });
    pending.add(cancel);
  };

  const pass = (event: AwsEvent, matching: readonly Rule[]) => {
    const { copies, delayMs } = faults.fateOf(event);
    for (let copy = 0; copy < copies; copy++) {
      for (const { name, targets } of matching) {
        for (const target of targets) {
          const drawn = drawMs(random, deliveryTiming, `${event.id}/${name}/${target.id}/${copy}`);
          later(delayMs + drawn, () => target.deliver(event));
        }
      }
    }
    const record = {
      at: clock.now(),
      event,
      matchedRules: copies === 0 ? [] : matching.map((rule) => rule.name),
      copies,
    };
    records.push(record);
    for (const listener of listeners) listener(record);
  };

  const tick = (rule: Rule, everyMs: number) => {
    later(everyMs, () => {
      tick(rule, everyMs);
      pass(scheduledEvent({ id: newUuid(ids), account, region, at: clock.now() }, rule.name), [rule]);
    });
  };

  const bus: EventBus = {
    faults,
    records,
    addRule(rule) {
      if ((rule.pattern === undefined) === (rule.schedule === undefined)) {
        throw new Error(`The rule ${rule.name} needs a pattern or a schedule, and not both.`);
      }
      if (rule.schedule !== undefined) tick(rule, rateMs(rule.schedule));
      else rules.push({ rule, matches: compilePattern(rule.pattern) });
    },
    send(event) {
      pass(
        event,
        rules.filter(({ matches }) => matches(event)).map(({ rule }) => rule),
      );
    },
    watch: (listener) => void listeners.push(listener),
    stop() {
      stopped = true;
      for (const cancel of pending) cancel();
      pending.clear();
    },
  };
  sandbox.events.subscribe((event) => bus.send(event));
  return bus;
}
