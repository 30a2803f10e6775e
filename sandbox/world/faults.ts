import type { Throttle } from '../ec2/throttle.ts';
import type { Core } from './core.ts';
import { prolongDetach } from './lifecycle-attachment.ts';
import { recoverGuest } from './lifecycle-instance.ts';
import type { CheckName, Instance } from './records.ts';
import { scheduleStatusChecks } from './status-checks.ts';

export interface PlannedFailure {
  /** The API action, such as `AttachNetworkInterface`; any action when omitted. */
  readonly action?: string;
  /** How many of the next calls fail; 1 when omitted. */
  readonly times?: number;
  /** `InternalError` when omitted. */
  readonly code?: string;
  /** The HTTP status; 500 when omitted. */
  readonly status?: number;
  readonly message?: string;
}

interface Countdown {
  readonly action: string | undefined;
  left: number;
}

/** What goes wrong, on demand. Nothing here goes through the API, and nothing is logged as a call. */
export class Faults {
  readonly #core: Core;
  readonly #throttle: Throttle;
  readonly #failures: (Omit<PlannedFailure, 'action'> & Countdown)[] = [];
  readonly #lostReplies: Countdown[] = [];
  #staleReadsMs: number;

  constructor(core: Core, throttle: Throttle, staleReadsMs: number) {
    this.#core = core;
    this.#throttle = throttle;
    this.#staleReadsMs = staleReadsMs;
  }

  /** The guest stops to react: a plain detach or stop never ends, and the instance status check will fail. */
  hang(instanceId: string): void {
    this.#change(instanceId, { hung: true });
    scheduleStatusChecks(this.#core, instanceId);
  }

  /** The guest reacts again, and every status check will pass. */
  recover(instanceId: string): void {
    recoverGuest(this.#core, instanceId);
  }

  /** The check will fail at its next run. */
  impair(instanceId: string, check: CheckName): void {
    const broken = new Set([...this.#instance(instanceId).broken, check]);
    this.#change(instanceId, { broken: [...broken] });
    scheduleStatusChecks(this.#core, instanceId);
  }

  /**
   * Empties the bucket of an action. With `callsPerSecond`, a noisy neighbour in the account goes on to take so
   * many tokens each second, until it is set to 0.
   */
  throttle(action: string, options: { readonly callsPerSecond?: number } = {}): void {
    this.#throttle.drain(action, options.callsPerSecond ?? 0);
  }

  /** The next calls of the action are refused and have no effect. */
  failNext(failure: PlannedFailure): void {
    this.#failures.push({ ...failure, action: failure.action, left: failure.times ?? 1 });
  }

  /** The next calls of the action have their effect, but the caller's connection breaks before the answer. */
  loseReplyNext(options: { readonly action?: string; readonly times?: number }): void {
    this.#lostReplies.push({ action: options.action, left: options.times ?? 1 });
  }

  /** What `failNext` and `loseReplyNext` have planned, and no call has met yet, will not happen. */
  forgetPlanned(): void {
    this.#failures.length = 0;
    this.#lostReplies.length = 0;
  }

  /** The detachment under way, or else the next one, takes `ms` milliseconds from now or from its start. */
  stickDetach(options: { readonly networkInterfaceId: string; readonly ms: number }): void {
    const { networkInterfaceId, ms } = options;
    const record = this.#core.tables.networkInterfaces.get(networkInterfaceId);
    if (record?.attachment?.status === 'detaching') prolongDetach(this.#core, networkInterfaceId, ms);
    else this.#core.stuckDetachMs.set(networkInterfaceId, ms);
  }

  /** From now on a Describe may answer with the state of up to `ms` milliseconds ago. */
  staleReads(ms: number): void {
    this.#staleReadsMs = ms;
  }

  /** For `ms` milliseconds no Describe shows the instance, and by its id it is not found. */
  hideInstance(instanceId: string, ms: number): void {
    this.#core.hiddenUntil.set(instanceId, this.#core.clock.now() + ms);
  }

  get staleReadsMs(): number {
    return this.#staleReadsMs;
  }

  /** Takes one planned failure of this action, if there is one. */
  takeFailure(action: string): { code: string; status: number; message: string } | undefined {
    const failure = take(this.#failures, action);
    if (failure === undefined) return undefined;
    const { code = 'InternalError', status = 500, message = 'An internal error has occurred' } = failure;
    return { code, status, message };
  }

  takeLostReply(action: string): boolean {
    return take(this.#lostReplies, action) !== undefined;
  }

  #change(instanceId: string, changes: Partial<Instance>): void {
    this.#core.tables.instances.put(instanceId, { ...this.#instance(instanceId), ...changes });
  }

  #instance(instanceId: string): Instance {
    const found = this.#core.tables.instances.get(instanceId);
    if (found === undefined) throw new Error(`There is no instance ${instanceId}.`);
    return found;
  }
}

function take<T extends Countdown>(planned: T[], action: string): T | undefined {
  const index = planned.findIndex((entry) => entry.action === undefined || entry.action === action);
  const entry = planned[index];
  if (entry === undefined) return undefined;
  entry.left -= 1;
  if (entry.left <= 0) planned.splice(index, 1);
  return entry;
}
