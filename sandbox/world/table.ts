/** How long the past can be looked up, in milliseconds. */
const remembersMs = 10 * 60_000;

export interface TableView<T> {
  get(id: string): T | undefined;
  values(): Iterable<T>;
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
    this.#remember(id);
    this.#records.set(id, record);
    return record;
  }

  delete(id: string): void {
    this.#remember(id);
    this.#records.delete(id);
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

  #remember(id: string): void {
    const now = this.#now();
    this.#undo.push({ at: now, id, before: this.#records.get(id) });
    const oldest = this.#undo[0];
    // Forgetting in large steps keeps the cost of it small.
    if (this.#undo.length % 1024 === 0 && oldest !== undefined && oldest.at < now - remembersMs) {
      const keepFrom = this.#undo.findIndex((undo) => undo.at >= now - remembersMs);
      this.#undo.splice(0, keepFrom);
    }
  }
}
