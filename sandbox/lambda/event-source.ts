import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Queue, ReceivedMessage } from '../sqs/queue.ts';
import { queueEvent } from '../sqs/queue-event.ts';
import type { Lambda } from './lambda.ts';

/** How a function reads a queue. */
export interface EventSourceSettings {
  readonly functionName: string;
  /** The most messages of one invocation. */
  readonly batchSize: number;
  /** How long messages are gathered, from the first one of a batch; 0 for no longer than is needed. */
  readonly batchingWindowMs: number;
  /** The most invocations at once that this queue causes; 5 when omitted, with which Lambda begins. */
  readonly maximumConcurrency?: number;
}

export interface EventSourceSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly account: string;
  readonly lambda: Lambda;
  readonly queue: Queue;
}

export interface EventSource {
  /**
   * From now on so many pollers share the messages by chance, each with a batch and a window of its own; 1 from the
   * start. AWS has several and promises nothing, so that calls which came together may come in several batches.
   */
  spread(pollers: number): void;
  /** Receives nothing more. */
  stop(): void;
}

interface Batch {
  readonly messages: ReceivedMessage[];
  bytes: number;
  cancelWindow(): void;
}

const defaultConcurrency = 5;
/** A synchronous invocation takes 6 MB; a batch ends where one more message, of up to 1 MiB, might not fit. */
const batchBytesMax = 5 * 1024 * 1024;

/**
 * Lambda's event source mapping: gathers messages until the window is over or the batch is full, and invokes the
 * function with all of them. Success deletes them. After an error, a timeout or a throttle they come back when their
 * visibility timeout is over (Lambda Developer Guide, "Using Lambda with Amazon SQS").
 */
export function addEventSource(
  settings: EventSourceSettings,
  surroundings: EventSourceSurroundings,
): EventSource {
  const { functionName, batchSize, batchingWindowMs, maximumConcurrency = defaultConcurrency } = settings;
  const { clock, region, account, lambda, queue } = surroundings;
  const random = surroundings.random.stream(`event source ${queue.settings.name}`);
  /** What is gathered, by poller. */
  const open = new Map<number, Batch>();
  let pollers = 1;
  let running = 0;
  let stopped = false;

  /** Who receives the next message. A poller that begins a batch needs room for the invocation that will follow. */
  const nextPoller = (): number | undefined => {
    const drawn = pollers === 1 ? 0 : random.integer(pollers);
    if (open.has(drawn) || open.size + running < maximumConcurrency) return drawn;
    return [...open.keys()][0];
  };

  const poll = () => {
    while (!stopped) {
      const poller = nextPoller();
      const message = poller === undefined ? undefined : queue.receive();
      if (poller === undefined || message === undefined) return;
      gather(poller, message);
    }
  };

  const gather = (poller: number, message: ReceivedMessage) => {
    const batch = open.get(poller) ?? begin(poller);
    batch.messages.push(message);
    batch.bytes += Buffer.byteLength(message.body);
    if (batch.messages.length >= batchSize || batch.bytes >= batchBytesMax) finish(poller, batch);
  };

  const begin = (poller: number): Batch => {
    const cancelWindow = clock.after(batchingWindowMs, () => finish(poller, batch));
    const batch = { messages: [], bytes: 0, cancelWindow };
    open.set(poller, batch);
    return batch;
  };

  const finish = (poller: number, batch: Batch) => {
    batch.cancelWindow();
    open.delete(poller);
    void invoke(batch.messages);
  };

  const invoke = async (messages: readonly ReceivedMessage[]) => {
    running += 1;
    const place = { name: queue.settings.name, region, account };
    const invocation = await lambda.invoke(functionName, queueEvent(shuffled(messages, random), place));
    running -= 1;
    if (invocation?.outcome === 'succeeded') {
      for (const { receiptHandle } of messages) queue.delete(receiptHandle);
    }
    poll();
  };

  queue.readBy(poll);
  return {
    spread(count) {
      pollers = count;
    },
    stop() {
      stopped = true;
      for (const { cancelWindow } of open.values()) cancelWindow();
      open.clear();
    },
  };
}

/** A standard queue promises no order. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(random.integer(rest.length), 1));
}
