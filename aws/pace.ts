import type { Chance, Clock } from './clock.ts';

/** The rate at which an API may be called, and how it is found when others call it too. */
export interface PaceSettings {
  /** Calls allowed at once at the start. */
  readonly burst: number;
  /** Calls a second after that, at the start. */
  readonly initialPerSecond: number;
  readonly minPerSecond: number;
  /** EC2's published refill rate for a whole account (facts 3). */
  readonly maxPerSecond: number;
  /** The bucket's published size: what may be spent on a quick start. */
  readonly bucket: number;
}

const fasterPerSecond = 1.045;
const slowerBy = 0.5;
const oneSignMs = 1_000;

/**
 * Keeps a process under EC2's request rate without knowing who else shares it. EC2's token buckets belong to the whole
 * account, so that the fair share of one handler is unknown: it starts with a burst that grows while nothing is
 * refused, and then adapts: a little faster with each second, a good deal slower with each throttle. What all of them leave
 * unused for a moment is not lost, since EC2's bucket keeps it.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #settings: PaceSettings;
  #perSecond: number;
  #tokens: number;
  #quickStart: number;
  #at: number;
  #slowedAt = Number.NEGATIVE_INFINITY;
  /** Who comes next waits for who came before. */
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(clock: Clock, chance: Chance, settings: PaceSettings) {
    this.#clock = clock;
    this.#chance = chance;
    this.#settings = settings;
    this.#perSecond = settings.initialPerSecond;
    this.#tokens = settings.burst;
    this.#quickStart = settings.bucket - settings.burst;
    this.#at = clock.now();
  }

  /** In how many milliseconds a call could go out; 0: at once. It takes no turn. */
  get readyInMs(): number {
    this.#refill();
    const missing = 1 + this.#waiting - this.#tokens;
    return missing <= 0 ? 0 : Math.ceil((missing / this.#perSecond) * 1_000);
  }

  /** Resolves when the next call may go out. */
  async turn(): Promise<void> {
    this.#waiting += 1;
    const before = this.#turn;
    const mine = before.then(() => this.#take());
    this.#turn = mine;
    await mine;
    this.#waiting -= 1;
  }

  succeeded(): void {
    if (this.#quickStart === 0) return;
    this.#quickStart -= 1;
    this.#tokens += 1;
  }

  /** Calls that were under way together are refused together: that is one sign, not many. */
  throttled(): void {
    this.#refill();
    this.#quickStart = 0;
    this.#tokens = Math.min(this.#tokens, -this.#chance());
    if (this.#at - this.#slowedAt < oneSignMs) return;
    this.#slowedAt = this.#at;
    this.#perSecond = Math.max(this.#settings.minPerSecond, this.#perSecond * slowerBy);
  }

  async #take(): Promise<void> {
    this.#refill();
    while (this.#tokens < 1) {
      await this.#clock.sleep(Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1_000));
      this.#refill();
    }
    this.#tokens -= 1;
  }

  #refill(): void {
    const now = this.#clock.now();
    const seconds = (now - this.#at) / 1_000;
    const full = Math.max(this.#settings.burst, this.#tokens);
    this.#tokens = Math.min(full, this.#tokens + seconds * this.#perSecond);
    this.#perSecond = Math.min(this.#settings.maxPerSecond, this.#perSecond * fasterPerSecond ** seconds);
    this.#at = now;
  }
}
