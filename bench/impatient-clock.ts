import type { Clock } from '../aws/clock.ts';

/**
 * Time in which nobody waits: whoever sleeps is woken at once, and it is then as late as if they had slept. What a function
 * does is what it does on the machine's clock, without the minutes that it keeps the account's request limits.
 */
export function impatientClock(): Clock {
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  return {
    now,
    sleep: (ms) => {
      const until = now() + ms;
      return new Promise((resolve) =>
        setImmediate(() => {
          aheadMs += Math.max(0, until - now());
          resolve();
        }),
      );
    },
  };
}
