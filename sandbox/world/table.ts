import { asOf, type TableView, type Undo } from './table-history.ts';

export type { TableView } from './table-history.ts';

/** How long the past can be looked up, in milliseconds. */
const remembersMs = 10 * 60_000;

/** One change, as it happened; `before` is absent for what is new, `after` for what is gone. */
export interface Change<T> {
  readonly id: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/**
 * Records by id and in the order of creation, with enough history to answer as of some moments ago: a stale read
 * is the present with the latest changes undone.
 */
export class Table<T extends { readonly ordinal: number }> implements TableView<T> {
  readonly #records = new Map<string, T>();
  /** The same records by ordinal, so that a page can begin in the middle without a look at what comes before it. */
  readonly #order: T[] = [];
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

  *after(ordinal: number): Iterable<T> {
    for (let place = this.#placeAfter(ordinal); place < this.#order.length; place++) {
      const record = this.#order[place];
      if (record !== undefined) yield record;
    }
  }

  put(id: string, record: T): T {
    const before = this.#remember(id);
    this.#records.set(id, record);
    this.#order.splice(this.#placeAfter(record.ordinal - 1), before === undefined ? 0 : 1, record);
    this.#tell({ id, before, after: record });
    return record;
  }

  delete(id: string): void {
    const before = this.#remember(id);
    this.#records.delete(id);
    if (before !== undefined) this.#order.splice(this.#placeAfter(before.ordinal - 1), 1);
    this.#tell({ id, before, after: undefined });
  }

  /** Calls `listener` with every change from now on, in the moment in which it happens. */
  watch(listener: (change: Change<T>) => void): void {
    this.#listeners.push(listener);
  }

  /** The records as they were at `time`, in milliseconds since the epoch. */
  asOf(time: number): TableView<T> {
    return asOf(this, this.#undo, time);
  }

  /** The first place whose record was made after this ordinal. */
  #placeAfter(ordinal: number): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#order[middle]?.ordinal ?? 0) > ordinal) high = middle;
      else low = middle + 1;
    }
    return low;
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
