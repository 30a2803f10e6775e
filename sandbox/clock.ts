/**
 * Time, as the sandbox knows it. Everything that waits, here and in the code under test, waits on a Clock, so
 * that a test can let an hour pass in a millisecond and a failing history can be replayed exactly.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds of this clock. */
  sleep(ms: number): Promise<void>;
  /** Calls `callback` once, `ms` milliseconds from now; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** The machine's own time. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

interface Timer {
  readonly at: number;
  readonly sequence: number;
  readonly callback: () => void;
}

/**
 * Time that moves only when nothing else can happen. `run` lets the program go on until it waits for nothing but
 * timers, then jumps to the earliest one; timers that fall due together fire in the order they were set.
 */
export class VirtualClock implements Clock {
  readonly #timers: Timer[] = [];
  #now: number;
  #sequence = 0;

  constructor(startsAt: number = Date.UTC(2026, 0, 5, 9, 0, 0)) {
    this.#now = startsAt;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), sequence: this.#sequence++, callback };
    insertInOrder(this.#timers, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** Runs the program until `promise` settles, and returns its value. Throws if it can never settle. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    promise.then(settle, settle);
    for (;;) {
      await quiet(() => settled);
      if (settled) return promise;
      if (this.#fireNext(Number.POSITIVE_INFINITY)) continue;
      await realInputAndOutput(() => settled || this.#timers.length > 0);
      if (!settled && this.#timers.length === 0) {
        throw new Error(
          'The program waits for something that is not on this clock: no timer is left to fire.',
        );
      }
    }
  }

  /** Lets `ms` milliseconds pass, firing what falls due on the way. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await quiet(() => false);
    while (this.#fireNext(until)) await quiet(() => false);
    this.#now = until;
  }

  #fireNext(until: number): boolean {
    const timer = this.#timers[0];
    if (timer === undefined || timer.at > until) return false;
    this.#timers.shift();
    this.#now = timer.at;
    timer.callback();
    return true;
  }
}

/** Inserts by time, then by sequence; the list is already in order. */
function insertInOrder(timers: Timer[], timer: Timer): void {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = timers[middle];
    if (other !== undefined && other.at <= timer.at) low = middle + 1;
    else high = middle;
  }
  timers.splice(low, 0, timer);
}

/**
 * Turns of the event loop after which a program without real input or output has come to rest. One call of the
 * AWS SDK through an in-process request handler needs one or two.
 */
const quietTurns = 4;

async function quiet(stop: () => boolean): Promise<void> {
  for (let turn = 0; turn < quietTurns && !stop(); turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * With no timer left, the program may still wait for the machine itself: the first call of an SDK client loads code from
 * the disk. That gets a second of real time before it counts as waiting for ever.
 */
async function realInputAndOutput(stop: () => boolean): Promise<void> {
  for (let wait = 0; wait < 200 && !stop(); wait++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
