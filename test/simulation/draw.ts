import type { Random } from '../../sandbox/random.ts';

/** Words for drawing lots: everything random of a history comes from its seed, by named streams. */
export class Draw {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  stream(name: string): Draw {
    return new Draw(this.#random.stream(name));
  }

  /** True with this chance, from 0 to 1. */
  chance(probability: number): boolean {
    return this.#random.unit() < probability;
  }

  /** A number from `from` up to `to`. */
  between(from: number, to: number): number {
    return from + this.#random.unit() * (to - from);
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + this.#random.integer(to - from + 1);
  }

  /** One of them; throws for none. */
  of<T>(items: readonly T[]): T {
    const item = items[this.#random.integer(items.length)];
    if (items.length === 0) throw new Error('There is nothing to draw from.');
    return item as T;
  }

  /** One of the keys, each as often as its weight says; undefined where none has any. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K | undefined {
    const entries = Object.entries<number>(weights).filter(([, weight]) => weight > 0);
    let left = this.#random.unit() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key as K;
    }
    return undefined;
  }

  hex(digits: number): string {
    return this.#random.hex(digits);
  }
}
