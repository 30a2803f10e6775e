import type { Change } from '../../sandbox/world/table.ts';

/** What a record was from a moment on; undefined where it did not exist. */
export interface Version<T> {
  readonly from: number;
  readonly record: T | undefined;
}

/** Every version of every record of one kind, so that a checker can ask what was true and when. */
export class Timeline<T> {
  readonly #versions = new Map<string, Version<T>[]>();

  note(at: number, { id, after }: Change<T>): void {
    const versions = this.#versions.get(id);
    if (versions === undefined) this.#versions.set(id, [{ from: at, record: after }]);
    else versions.push({ from: at, record: after });
  }

  ids(): readonly string[] {
    return [...this.#versions.keys()];
  }

  /** All versions, oldest first. */
  versions(id: string): readonly Version<T>[] {
    return this.#versions.get(id) ?? [];
  }

  /** The last known version; undefined where it does not exist now. */
  latest(id: string): T | undefined {
    return this.#versions.get(id)?.at(-1)?.record;
  }

  /** What was true at the moment; of several versions of one moment, the last. */
  asOf(id: string, at: number): T | undefined {
    return this.versions(id).findLast(({ from }) => from <= at)?.record;
  }

  /** Every version that was in force at some moment from `from` to `to`, both included. */
  during(id: string, from: number, to: number): readonly (T | undefined)[] {
    const versions = this.versions(id);
    return versions
      .filter(
        (version, index) =>
          version.from <= to && (versions[index + 1]?.from ?? Number.POSITIVE_INFINITY) >= from,
      )
      .map(({ record }) => record);
  }
}
