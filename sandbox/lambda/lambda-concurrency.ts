import type { LambdaFunction } from './lambda-types.ts';

/**
 * How many runs of which function are under way. A reserved concurrency belongs to its function alone, and the
 * functions without one share the rest of the account (facts 6).
 */
export class Concurrency {
  readonly #accountMax: number;
  readonly #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #running = new Map<string, number>();

  constructor(accountMax: number, functions: ReadonlyMap<string, LambdaFunction>) {
    this.#accountMax = accountMax;
    this.#functions = functions;
  }

  hasRoomFor(fn: LambdaFunction): boolean {
    if (fn.reservedConcurrency !== undefined) return this.#runningOf(fn) < fn.reservedConcurrency;
    let reserved = 0;
    let used = 0;
    for (const other of this.#functions.values()) {
      if (other.reservedConcurrency === undefined) used += this.#runningOf(other);
      else reserved += other.reservedConcurrency;
    }
    return used < this.#accountMax - reserved;
  }

  begin(fn: LambdaFunction): void {
    this.#running.set(fn.name, this.#runningOf(fn) + 1);
  }

  end(fn: LambdaFunction): void {
    this.#running.set(fn.name, this.#runningOf(fn) - 1);
  }

  #runningOf(fn: LambdaFunction): number {
    return this.#running.get(fn.name) ?? 0;
  }
}
