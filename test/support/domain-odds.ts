import fc from 'fast-check';
import type { TagReading } from '../../domain/tags.ts';

/** Mostly absent, as holds and the like are in life. */
export function rarely<T>(value: fc.Arbitrary<T>): fc.Arbitrary<TagReading<T>> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.constant({ kind: 'absent' } as const) },
    { weight: 1, arbitrary: value.map((read) => ({ kind: 'read', value: read }) as const) },
    {
      weight: 1,
      arbitrary: fc.constant({ kind: 'unreadable', raw: '?', problem: 'cannot be read' } as const),
    },
  );
}

/** The first value in most cases. */
export function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 15, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

/** The first value in half of the cases. */
export function usually<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(fc.constant(usual), fc.constantFrom(usual, ...others));
}

/** Present and absent at the odds given. */
export function maybe<T>(
  present: number,
  absent: number,
  value: fc.Arbitrary<T>,
): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: present, arbitrary: value },
    { weight: absent, arbitrary: fc.constant(undefined) },
  );
}
