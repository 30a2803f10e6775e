import type { Clock } from '../clock.ts';
import { newUuid } from '../ids.ts';
import type { Random } from '../random.ts';
import { createSqs, type Sqs } from '../sqs/sqs.ts';
import { Concurrency } from './lambda-concurrency.ts';
import { failureRecord } from './lambda-failure.ts';
import { type Run, runOnce } from './lambda-run.ts';
import type { FailureRecord, FunctionError, Invocation, LambdaFunction } from './lambda-types.ts';

/** Lambda's invocations: the asynchronous ones with their queue, retries and on-failure destinations (facts 6). */
export interface Lambda {
  /** Every run that is over, in order of completion. */
  readonly invocations: readonly Invocation[];
  /** The messages of each queue that no function reads, by its name; on-failure records come here. */
  readonly queues: ReadonlyMap<string, readonly unknown[]>;
  /** All the queues. */
  readonly sqs: Sqs;
  /** Throws when there is a function of this name. */
  addFunction(fn: LambdaFunction): void;
  /** New events go to this function in place of the one of its name; throws when there is none. */
  replaceFunction(fn: LambdaFunction): void;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** When each function was made or replaced, by its name. */
  readonly modifiedAt: ReadonlyMap<string, number>;
  /** Takes an event, as EventBridge hands it over, and returns the request id. Throws for an unknown function. */
  invokeAsync(functionName: string, event: unknown): string;
  /**
   * Runs a function once, and waits for it: nothing is retried. Undefined when the call is throttled. Rejects for an
   * unknown function.
   */
  invoke(functionName: string, event: unknown): Promise<Invocation | undefined>;
  /** Puts a message into a queue; a queue is there as soon as it is named. */
  sendToQueue(name: string, ...messages: readonly unknown[]): void;
  /** The next `times` events are run twice, which Lambda may do to any event. */
  duplicateNext(times: number): void;
  /** Calls `listener` with every run that is over from now on. */
  watch(listener: (invocation: Invocation) => void): void;
  /** Takes no more events and drops those that wait. What runs goes on. */
  stop(): void;
}

export interface LambdaOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly account: string;
  /** How many functions can run at once in the account; 1,000 when omitted, 10 in a new account. */
  readonly accountConcurrency?: number;
  /** Its own when omitted. */
  readonly sqs?: Sqs;
}

/** Waits before the second and the third attempt after a function error (facts 6). */
const retryDelaysMs = [60_000, 120_000];
/** A throttled event is tried again after 1 second, then after ever longer, up to 5 minutes (facts 6). */
const throttleBackoffMs = 1_000;
const throttleBackoffMaxMs = 300_000;
const defaultEventAgeMs = 6 * 3_600_000;
const defaultAccountConcurrency = 1_000;

interface QueuedEvent {
  readonly fn: LambdaFunction;
  readonly requestId: string;
  readonly event: unknown;
  readonly enqueuedAt: number;
  attempts: number;
  throttles: number;
  lastError: FunctionError | undefined;
}

export function createLambda(options: LambdaOptions): Lambda {
  const { clock, region, account } = options;
  const ids = options.random.stream('lambda');
  const functions = new Map<string, LambdaFunction>();
  const modifiedAt = new Map<string, number>();
  const concurrency = new Concurrency(options.accountConcurrency ?? defaultAccountConcurrency, functions);
  const sqs = options.sqs ?? createSqs(options);
  const invocations: Invocation[] = [];
  const listeners: ((invocation: Invocation) => void)[] = [];
  const waiting = new Set<() => void>();
  let duplicates = 0;
  let stopped = false;

  const arnOf = (fn: LambdaFunction) => `arn:aws:lambda:${region}:${account}:function:${fn.name}`;

  const later = (ms: number, callback: () => void) => {
    const cancel = clock.after(ms, () => {
      waiting.delete(cancel);
      callback();
    });
    waiting.add(cancel);
  };

  const giveUp = (queued: QueuedEvent, condition: FailureRecord['requestContext']['condition']) => {
    const { fn } = queued;
    if (fn.onFailureQueue === undefined) return;
    const givenUp = { ...queued, at: clock.now(), functionArn: arnOf(fn) };
    sendToQueue(fn.onFailureQueue, failureRecord(givenUp, condition));
  };

  const run = async (fn: LambdaFunction, asked: Run): Promise<Invocation> => {
    concurrency.begin(fn);
    const invocation = await runOnce(clock, fn, asked);
    concurrency.end(fn);
    invocations.push(invocation);
    for (const listener of listeners) listener(invocation);
    return invocation;
  };

  const attempt = async (queued: QueuedEvent): Promise<void> => {
    const { fn } = queued;
    if (stopped) return;
    // The facts: no concurrency at all means straight to the destination, without any retry.
    if (fn.reservedConcurrency === 0) return giveUp(queued, 'RetriesExhausted');
    if (clock.now() - queued.enqueuedAt > (fn.maximumEventAgeMs ?? defaultEventAgeMs)) {
      return giveUp(queued, 'EventAgeExceeded');
    }
    if (!concurrency.hasRoomFor(fn)) {
      const backoffMs = Math.min(throttleBackoffMs * 2 ** queued.throttles++, throttleBackoffMaxMs);
      return later(backoffMs, () => void attempt(queued));
    }
    queued.attempts += 1;
    const { requestId, event, attempts } = queued;
    const invocation = await run(fn, { requestId, event, attempt: attempts, functionArn: arnOf(fn) });
    if (invocation.outcome !== 'succeeded') retry(queued, invocation.error);
  };

  const retry = (queued: QueuedEvent, error: FunctionError | undefined) => {
    if (stopped) return;
    queued.lastError = error;
    const delayMs = retryDelaysMs[queued.attempts - 1];
    if (delayMs === undefined || queued.attempts > (queued.fn.maximumRetryAttempts ?? 2)) {
      return giveUp(queued, 'RetriesExhausted');
    }
    later(delayMs, () => void attempt(queued));
  };

  const sendToQueue = (name: string, ...messages: readonly unknown[]) => {
    const queue = sqs.queue(name);
    for (const message of messages) queue.send(message);
  };

  const existing = (functionName: string): LambdaFunction => {
    const fn = functions.get(functionName);
    if (fn === undefined) throw new Error(`There is no function ${functionName}.`);
    return fn;
  };

  return {
    invocations,
    functions,
    modifiedAt,
    get queues() {
      return sqs.unread();
    },
    sqs,
    sendToQueue,
    addFunction(fn) {
      if (functions.has(fn.name)) throw new Error(`There is a function ${fn.name} already.`);
      functions.set(fn.name, fn);
      modifiedAt.set(fn.name, clock.now());
    },
    replaceFunction(fn) {
      functions.set(existing(fn.name).name, fn);
      modifiedAt.set(fn.name, clock.now());
    },
    invokeAsync(functionName, event) {
      const fn = existing(functionName);
      const requestId = newUuid(ids);
      const copies = duplicates > 0 ? 2 : 1;
      duplicates = Math.max(0, duplicates - 1);
      const queued = { fn, requestId, event, enqueuedAt: clock.now(), attempts: 0, throttles: 0 };
      for (let copy = 0; copy < copies; copy++) void attempt({ ...queued, lastError: undefined });
      return requestId;
    },
    async invoke(functionName, event) {
      const fn = existing(functionName);
      if (stopped || !concurrency.hasRoomFor(fn)) return undefined;
      return run(fn, { requestId: newUuid(ids), event, attempt: 1, functionArn: arnOf(fn) });
    },
    duplicateNext(times) {
      duplicates += times;
    },
    watch: (listener) => void listeners.push(listener),
    stop() {
      stopped = true;
      for (const cancel of waiting) cancel();
      waiting.clear();
      sqs.stop();
    },
  };
}
