import type { Draw } from './draw.ts';
import type { Weather as Odds, Recipe } from './recipe.ts';

type OddsOf = { [K in keyof Odds]: Odds[K] extends number ? K : never }[keyof Odds];

/** Decides, each time something might go wrong around the function, whether it does, and counts how often it did. */
export class Weather {
  readonly #odds: Odds;
  readonly #draw: Draw;
  readonly #counts = new Map<string, number>();
  readonly #outages = new Map<string, number>();
  readonly #denials = new Map<string, number>();
  readonly #disguised = new Map<string, number>();
  readonly #now: () => number;
  #over = false;

  constructor({ weather }: Recipe, draw: Draw, now: () => number) {
    this.#odds = weather;
    this.#draw = draw;
    this.#now = now;
  }

  /** How often each fault struck. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Whether reads may lag now. */
  get staleReads(): boolean {
    return !this.#over && this.#odds.staleReadsMs > 0;
  }

  /** For so long Describe does not say which instance holds the ENI. */
  disguise(networkInterfaceId: string, ms: number): void {
    this.#disguised.set(networkInterfaceId, this.#now() + ms);
  }

  get disguised(): readonly string[] {
    return [...this.#disguised].filter(([, until]) => until > this.#now()).map(([id]) => id);
  }

  /** The most items that Describe gives in a page: always, since a small page is no fault. */
  get pageMax(): number | undefined {
    return this.#odds.pageMax;
  }

  get odds(): Odds {
    return this.#odds;
  }

  /** From now on nothing goes wrong. */
  clearUp(): void {
    this.#over = true;
    this.#outages.clear();
    this.#denials.clear();
    this.#disguised.clear();
  }

  strikes(fault: OddsOf): boolean {
    const odds = this.#odds[fault];
    const struck = !this.#over && odds > 0 && this.#draw.chance(odds);
    if (struck) this.count(fault);
    return struck;
  }

  /** How long a slow call is under way: less than the 6 s after which the function gives it up. */
  slownessMs(): number {
    return this.#draw.whole(1_000, 4_500);
  }

  count(fault: string): void {
    this.#counts.set(fault, (this.#counts.get(fault) ?? 0) + 1);
  }

  /** Every call of the action fails until then. */
  breakDown(action: string, ms: number): void {
    this.#outages.set(action, this.#now() + ms);
  }

  isBroken(action: string): boolean {
    return (this.#outages.get(action) ?? 0) > this.#now();
  }

  /** The role lacks the permission for the action until then. */
  deny(action: string, ms: number): void {
    this.#denials.set(action, this.#now() + ms);
  }

  isDenied(action: string): boolean {
    return (this.#denials.get(action) ?? 0) > this.#now();
  }
}
