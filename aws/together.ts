import type { Clock } from './clock.ts';

/** How far apart the reads that one picture is made of may have ended. */
export const apartMaxMs = 5_000;

interface Part<T> {
  readonly value: T;
  readonly endedAt: number;
}

/**
 * Reads side by side, and reads again what was read long before the slowest: one API that fails for a minute must not make
 * a picture of which half is a minute old. Rejects as soon as one of the reads does.
 */
export async function readTogether<Values extends readonly unknown[]>(
  clock: Clock,
  ...reads: { readonly [K in keyof Values]: () => Promise<Values[K]> }
): Promise<Values> {
  const begin = async (read: () => Promise<unknown>): Promise<Part<unknown>> => ({
    value: await read(),
    endedAt: clock.now(),
  });
  let parts = await Promise.all(reads.map(begin));
  for (;;) {
    const now = clock.now();
    const isOld = ({ endedAt }: Part<unknown>) => now - endedAt > apartMaxMs;
    if (!parts.some(isOld)) return parts.map(({ value }) => value) as unknown as Values;
    parts = await Promise.all(
      parts.map((part, index) => (isOld(part) ? begin(reads[index] as () => Promise<unknown>) : part)),
    );
  }
}
