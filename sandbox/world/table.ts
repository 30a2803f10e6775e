/** How long the past can be looked up, in milliseconds. */
const remembersMs = 10 * 60_000;

export interface TableView<T> {
  get(id: string): T | undefined;
  values(): Iterable<T>;
}

/** One change, as it happened; `before` is absent for what is new, `after` for what is gone. */
export interface Change<T> {
  readonly id: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

interface Undo<T> {
  readonly at: number;
  readonly id: string;
  readonly before: T | undefined;
}

/**
 * Records by id, with enough history to answer as of some moments ago: a stale read is the present with the
 * latest changes undone.
 */
export class Table<T> implements TableView<T> {
  readonly #records = new Map<string, T>();
  readonly #undo: Undo<T>[] = [];
  readonly #listeners: ((change: Change<T>) => void)[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  values(): IterableIterator<T> {
    return this.#records.values();
  }

  put(id: string, record: T): T {
    const before = this.#remember(id);
    this.#records.set(id, record);
    this.#tell({ id, before, after: record });
    return record;
  }

  delete(id: string): void {
    const before = this.#remember(id);
    this.#records.delete(id);
    this.#tell({ id, before, after: undefined });
  }

  /** Calls `listener` with every change from now on, in the moment in which it happens. */
  watch(listener: (change: Change<T>) => void): void {
    this.#listeners.push(listener);
  }

  /** The records as they were at `time`, in milliseconds since the epoch. */
  asOf(time: number): TableView<T> {
    const earlier = new Map<string, T | undefined>();
    for (let index = this.#undo.length - 1; index >= 0; index--) {
      const undo = this.#undo[index];
      if (undo === undefined || undo.at <= time) break;
      earlier.set(undo.id, undo.before);
    }
    if (earlier.size === 0) return this;
    const records = this.#records;
    return {
      get: (id) => (earlier.has(id) ? earlier.get(id) : records.get(id)),
      *values() {
        for (const [id, record] of records) {
          const before = earlier.has(id) ? earlier.get(id) : record;
          if (before !== undefined) yield before;
        }
        for (const [id, before] of earlier) {
          if (before !== undefined && !records.has(id)) yield before;
        }
      },
    };
  }

  #tell(change: Change<T>): void {
    for (const listener of this.#listeners) listener(change);
  }

  #remember(id: string): T | undefined {
    const now = this.#now();
    const before = this.#records.get(id);
    this.#undo.push({ at: now, id, before });
    const oldest = this.#undo[0];
    // Forgetting in large steps keeps the cost of it small.
    if (this.#undo.length % 1024 === 0 && oldest !== undefined && oldest.at < now - remembersMs) {
      const keepFrom = this.#undo.findIndex((undo) => undo.at >= now - remembersMs);
      this.#undo.splice(0, keepFrom);
    }
    return before;
  }
}
