import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { Queue, type QueueSettings } from './queue.ts';

/** The queues of the account. SQS's own API is not served: only services of AWS read and write here. */
export interface Sqs {
  /** By name. */
  readonly queues: ReadonlyMap<string, Queue>;
  /** Throws when there is a queue of this name. */
  createQueue(settings: QueueSettings): Queue;
  /** The queue of this name, made with the defaults if it does not exist. */
  queue(name: string): Queue;
  /** What lies in the queues that no function reads, by their names: what failed, and waits for a person. */
  unread(): ReadonlyMap<string, readonly unknown[]>;
  /** Hidden messages stay hidden. */
  stop(): void;
}

export function createSqs({ clock, random }: { readonly clock: Clock; readonly random: Random }): Sqs {
  const queues = new Map<string, Queue>();

  const createQueue = (settings: QueueSettings): Queue => {
    const { name, redrive } = settings;
    if (queues.has(name)) throw new Error(`There is a queue ${name} already.`);
    const made = new Queue(settings, clock, random.stream(`queue ${name}`), (message) => {
      if (redrive !== undefined) queue(redrive.queueName).put(message);
    });
    queues.set(name, made);
    return made;
  };

  const queue = (name: string): Queue => queues.get(name) ?? createQueue({ name });

  return {
    queues,
    createQueue,
    queue,
    unread: () =>
      new Map(
        [...queues]
          .filter(([, { hasReader }]) => !hasReader)
          .map(([name, unread]) => [name, unread.contents()]),
      ),
    stop() {
      for (const each of queues.values()) each.stop();
    },
  };
}
