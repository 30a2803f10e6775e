import type { Side, State } from './state.ts';

const sidesMax = 2 ** 20;
const situationsMax = 2 ** 13;

/**
 * Numbers states so that two histories with the same number have the same futures. Of two handlers with the same event, who
 * is called the first makes no difference: `alike`.
 */
export class StateNumbers {
  readonly #alike: boolean;
  readonly #sides: readonly [SideNumbers, SideNumbers];
  /** By state of EC2, and by time. */
  readonly #situations: Map<number, number>[] = [];
  #situationCount = 0;

  constructor(alike: boolean) {
    this.#alike = alike;
    const first = new SideNumbers();
    this.#sides = [first, alike ? first : new SideNumbers()];
  }

  /** From 1 on. */
  of({ sides, ec2, time }: State): number {
    const one = this.#sides[0].of(sides[0]);
    const two = this.#sides[1].of(sides[1]);
    const both = this.#alike && two < one ? two * sidesMax + one : one * sidesMax + two;
    return this.#situationOf(ec2.id, time) * sidesMax * sidesMax + both + 1;
  }

  #situationOf(ec2: number, time: number): number {
    this.#situations[ec2] ??= new Map();
    const times = this.#situations[ec2];
    const known = times.get(time);
    if (known !== undefined) return known;
    const number = checked(this.#situationCount++, situationsMax);
    times.set(time, number);
    return number;
  }
}

class SideNumbers {
  /** By the handler's own state, where all of its calls are awake. */
  readonly #awake: number[] = [];
  /** By the handler's own state and those that sleep. */
  readonly #drowsy = new Map<string, number>();
  /** By what it has told. */
  readonly #crashed = new Map<readonly string[], number>();
  #count = 0;

  of(side: Side): number {
    if (side.kind === 'crashed') return this.#numberIn(this.#crashed, side.told);
    const { process, asleep } = side;
    if (asleep.length > 0) return this.#numberIn(this.#drowsy, `${process.id} ${asleep.join()}`);
    this.#awake[process.id] ??= this.#next();
    return this.#awake[process.id] ?? 0;
  }

  #numberIn<Key>(numbers: Map<Key, number>, key: Key): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#next();
    numbers.set(key, number);
    return number;
  }

  #next(): number {
    return checked(this.#count++, sidesMax);
  }
}

/** Beyond these, two states would get the same number. */
function checked(number: number, max: number): number {
  if (number >= max)
    throw new Error(`A world with more than ${max} sides or situations has no numbers left.`);
  return number;
}
