import type { Paths } from './frame.ts';

const loadMax = 0.6;

/**
 * How many ways lead on, by the number of a state: a hash table in flat arrays, since there are millions of states, and a Map
 * of objects would need ten times the memory. Counts from 2 to the 53 on are rounded.
 */
export class PathTable {
  /** 0 where there is none. */
  #keys: Float64Array;
  #withoutCrash: Float64Array;
  #all: Float64Array;
  #size = 0;

  /** `slots`: how much room to begin with, a power of two; it grows. */
  constructor(slots = 2 ** 16) {
    this.#keys = new Float64Array(slots);
    this.#withoutCrash = new Float64Array(slots);
    this.#all = new Float64Array(slots);
  }

  get size(): number {
    return this.#size;
  }

  get(key: number): Paths | undefined {
    const slot = this.#slotOf(key);
    if (this.#keys[slot] !== key) return undefined;
    return { withoutCrash: this.#withoutCrash[slot] ?? 0, all: this.#all[slot] ?? 0 };
  }

  /** `key`: a whole number from 1 on. */
  set(key: number, { withoutCrash, all }: Paths): void {
    if (this.#size >= this.#keys.length * loadMax) this.#grow();
    const slot = this.#slotOf(key);
    if (this.#keys[slot] !== key) this.#size += 1;
    this.#keys[slot] = key;
    this.#withoutCrash[slot] = withoutCrash;
    this.#all[slot] = all;
  }

  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = hash(key) & mask;
    for (let found = this.#keys[slot]; found !== 0 && found !== key; found = this.#keys[slot])
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, withoutCrash, all] = [this.#keys, this.#withoutCrash, this.#all];
    this.#keys = new Float64Array(keys.length * 2);
    this.#withoutCrash = new Float64Array(keys.length * 2);
    this.#all = new Float64Array(keys.length * 2);
    for (const [index, key] of keys.entries()) {
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#withoutCrash[slot] = withoutCrash[index] ?? 0;
      this.#all[slot] = all[index] ?? 0;
    }
  }
}

function hash(key: number): number {
  const mixed = Math.imul(
    (key % 0x1_0000_0000) ^ Math.imul(Math.floor(key / 0x1_0000_0000), 0x85ebca6b),
    0xc2b2ae35,
  );
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
