import type { Clock } from '../clock.ts';
import { newUuid } from '../ids.ts';
import { Pending } from '../pending.ts';
import type { Random } from '../random.ts';

export interface QueueSettings {
  readonly name: string;
  /** How long a message that was received stays hidden; 30 seconds when omitted, as SQS has it. */
  readonly visibilityTimeoutMs?: number;
  /** How long a message is kept, from when it was first sent, whatever queue it is in by then; for ever when omitted. */
  readonly retentionMs?: number;
  /** Where a message goes that was received so often and never deleted. */
  readonly redrive?: { readonly queueName: string; readonly maxReceiveCount: number };
}

export interface Message {
  readonly messageId: string;
  /** What was sent, before it became the text of the body. */
  readonly content: unknown;
  readonly body: string;
  /** In milliseconds since the epoch. */
  readonly sentAt: number;
}

export interface ReceivedMessage extends Message {
  /** Belongs to this reception: with it the message is deleted, unless it was received again since. */
  readonly receiptHandle: string;
  /** 1 for the first time. */
  readonly receiveCount: number;
  /** In milliseconds since the epoch. */
  readonly firstReceivedAt: number;
}

interface Held {
  readonly message: Message;
  receiveCount: number;
  firstReceivedAt: number | undefined;
}

const defaultVisibilityTimeoutMs = 30_000;

/** A standard queue of SQS, for one reader: every message at least once, and hidden while somebody works on it. */
export class Queue {
  readonly settings: QueueSettings;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #redrive: (message: Message) => void;
  readonly #visible = new Map<string, Held>();
  /** By receipt handle. */
  readonly #hidden = new Map<string, Held>();
  readonly #returns: Pending;
  #reader: (() => void) | undefined;
  #deletesToForget = 0;

  /** `redrive` takes the messages that were received too often. */
  constructor(settings: QueueSettings, clock: Clock, random: Random, redrive: (message: Message) => void) {
    this.settings = settings;
    this.#clock = clock;
    this.#random = random;
    this.#redrive = redrive;
    this.#returns = new Pending(clock);
  }

  get hasReader(): boolean {
    return this.#reader !== undefined;
  }

  /** What was sent and is not deleted, whether it is hidden or not. */
  contents(): unknown[] {
    return [...this.#hidden.values(), ...this.#visible.values()]
      .filter((held) => !this.#isExpired(held))
      .map(({ message }) => message.content);
  }

  send(content: unknown): void {
    const messageId = newUuid(this.#random);
    this.put({ messageId, content, body: JSON.stringify(content), sentAt: this.#clock.now() });
  }

  /** Takes a message with the history that it has: what another queue gave up. */
  put(message: Message): void {
    this.#show({ message, receiveCount: 0, firstReceivedAt: undefined });
  }

  /** Calls `reader` whenever there is something to receive. Throws when the queue has a reader already. */
  readBy(reader: () => void): void {
    if (this.#reader !== undefined) throw new Error(`The queue ${this.settings.name} has a reader already.`);
    this.#reader = reader;
    if (this.#visible.size > 0) reader();
  }

  /** One message that nobody works on, hidden from now on until its visibility timeout is over. */
  receive(): ReceivedMessage | undefined {
    const { redrive, visibilityTimeoutMs = defaultVisibilityTimeoutMs } = this.settings;
    for (const held of this.#visible.values()) {
      this.#visible.delete(held.message.messageId);
      if (this.#isExpired(held)) continue;
      if (redrive !== undefined && held.receiveCount >= redrive.maxReceiveCount) {
        this.#redrive(held.message);
        continue;
      }
      held.receiveCount += 1;
      held.firstReceivedAt ??= this.#clock.now();
      const receiptHandle = this.#random.hex(40);
      this.#hidden.set(receiptHandle, held);
      this.#returns.set(receiptHandle, visibilityTimeoutMs, () => {
        this.#hidden.delete(receiptHandle);
        this.#show(held);
      });
      const { receiveCount, firstReceivedAt } = held;
      return { ...held.message, receiptHandle, receiveCount, firstReceivedAt };
    }
    return undefined;
  }

  /** Has no effect when the message has become visible since it was received, as SQS may have it too. */
  delete(receiptHandle: string): void {
    if (!this.#hidden.has(receiptHandle)) return;
    if (this.#deletesToForget > 0) {
      this.#deletesToForget -= 1;
      return;
    }
    this.#hidden.delete(receiptHandle);
    this.#returns.cancel(receiptHandle);
  }

  /** The next `times` messages that are deleted come again: a server of SQS with a copy of its own missed it. */
  forgetDeletes(times: number): void {
    this.#deletesToForget += times;
  }

  /** Nothing that is hidden comes back. */
  stop(): void {
    this.#returns.cancelAll();
  }

  #show(held: Held): void {
    this.#visible.set(held.message.messageId, held);
    this.#reader?.();
  }

  #isExpired({ message }: Held): boolean {
    return this.#clock.now() - message.sentAt >= (this.settings.retentionMs ?? Number.POSITIVE_INFINITY);
  }
}
