/** Records to read, of the present or of some moments ago. */
export interface TableView<T> {
  get(id: string): T | undefined;
  values(): Iterable<T>;
  /** The records made after this ordinal, in the order of creation; reading the first few of them costs little. */
  after(ordinal: number): Iterable<T>;
}

/** How to take back one change: what the id had `before`, if anything. */
export interface Undo<T> {
  readonly at: number;
  readonly id: string;
  readonly before: T | undefined;
}

/** The present with every change after `time` undone; `undo` is in the order of the changes. */
export function asOf<T extends { readonly ordinal: number }>(
  present: TableView<T>,
  undo: readonly Undo<T>[],
  time: number,
): TableView<T> {
  const earlier = new Map<string, T | undefined>();
  const byOrdinal = new Map<number, T | undefined>();
  for (let index = undo.length - 1; index >= 0; index--) {
    const { at, id, before } = undo[index] ?? { at: time, id: '', before: undefined };
    if (at <= time) break;
    earlier.set(id, before);
  }
  if (earlier.size === 0) return present;
  for (const [id, before] of earlier) {
    const ordinal = (before ?? present.get(id))?.ordinal;
    if (ordinal !== undefined) byOrdinal.set(ordinal, before);
  }
  const gone = [...earlier]
    .flatMap(([id, before]) => (before === undefined || present.get(id) !== undefined ? [] : [before]))
    .sort((left, right) => left.ordinal - right.ordinal);
  const after = (ordinal: number) => merged(present.after(ordinal), byOrdinal, since(gone, ordinal));
  return {
    get: (id) => (earlier.has(id) ? earlier.get(id) : present.get(id)),
    values: () => after(Number.NEGATIVE_INFINITY),
    after,
  };
}

function since<T extends { readonly ordinal: number }>(gone: readonly T[], ordinal: number): T[] {
  return gone.filter((record) => record.ordinal > ordinal);
}

/** The records there are, each as it was, and between them those that are gone. */
function* merged<T extends { readonly ordinal: number }>(
  records: Iterable<T>,
  earlier: ReadonlyMap<number, T | undefined>,
  gone: T[],
): Iterable<T> {
  for (const record of records) {
    while (gone[0] !== undefined && gone[0].ordinal < record.ordinal) yield gone.shift() as T;
    const before = earlier.has(record.ordinal) ? earlier.get(record.ordinal) : record;
    if (before !== undefined) yield before;
  }
  yield* gone;
}
