import type { Chance, Clock } from './clock.ts';
import { DeadlinePassed } from './ec2.ts';
import { classify } from './failures.ts';

/** What a call of S3 came to. */
export type S3Reply<T> = { readonly value: T } | { readonly error: unknown };

/** What waiting for S3 needs. */
export interface S3Patience {
  readonly clock: Clock;
  readonly chance: Chance;
}

/** The look that a deletion rests on must not grow old while its manifest is stored. */
const patienceMs = 8_000;
const backoffBaseMs = 200;
const backoffMaxMs = 2_000;

/**
 * Calls S3, and for eight seconds tries what may yet succeed again and again, throttles too: S3's limits are nothing that
 * a failover needs. `lostReply` is called when a try ended without saying whether it had its effect. Throws
 * DeadlinePassed when there is no time left.
 */
export async function callS3<T>(
  { clock, chance }: S3Patience,
  deadline: number,
  send: () => Promise<T>,
  lostReply?: () => void,
): Promise<S3Reply<T>> {
  const patienceEndsAt = clock.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    if (clock.now() >= deadline) throw new DeadlinePassed('no time was left to call S3');
    try {
      return { value: await send() };
    } catch (error) {
      const failure = classify(error);
      if (failure !== 'throttled' && failure !== 'retryable') return { error };
      if (failure === 'retryable') lostReply?.();
      const waitMs = (0.5 + chance() / 2) * Math.min(backoffMaxMs, backoffBaseMs * 2 ** attempt);
      if (clock.now() + waitMs >= Math.min(patienceEndsAt, deadline)) return { error };
      await clock.sleep(waitMs);
    }
  }
}
