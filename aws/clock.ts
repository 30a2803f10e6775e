/** Time, as everything that waits sees it, so that a simulation can make it pass. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A number in [0, 1): Math.random in production, a seeded source in a simulation. */
export type Chance = () => number;
