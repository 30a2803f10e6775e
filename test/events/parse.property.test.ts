import fc from 'fast-check';
import { instancesNamedBy } from '../../domain/trigger.ts';
import { parseEvent } from '../../events/parse.ts';
import { fixture, fixtureNames } from './fixtures.ts';

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});
const junk = fc.oneof(
  anything,
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'ALARM', 'i-1234567890abcdef0', '2026-10-02T17:04:40.989+0000', Number.NaN),
);

type Path = readonly (string | number)[];

/** The paths of everything inside a value, the value itself left out. */
function pathsIn(value: unknown, base: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...base, key], ...pathsIn(inner, [...base, key])]);
}

/** A sample event in which a few random places are deleted or replaced by anything at all. */
const mutated = fc
  .constantFrom(...fixtureNames)
  .chain((name) => {
    const paths = pathsIn(fixture(name));
    const mutation = fc.record({
      path: fc.constantFrom(...paths),
      replacement: fc.option(junk, { nil: undefined }),
      isDeletion: fc.boolean(),
    });
    return fc.tuple(fc.constant(name), fc.array(mutation, { minLength: 1, maxLength: 3 }));
  })
  .map(([name, mutations]) => mutations.reduce(mutate, fixture(name)));

function mutate(
  event: unknown,
  { path, replacement, isDeletion }: { path: Path; replacement: unknown; isDeletion: boolean },
) {
  let holder = event as Record<string | number, unknown> | undefined;
  for (const key of path.slice(0, -1)) holder = holder?.[key] as typeof holder;
  const last = path.at(-1) ?? '';
  if (typeof holder !== 'object' || holder === null || Object.isFrozen(holder)) return event;
  if (isDeletion) Reflect.deleteProperty(holder, last);
  else Reflect.set(holder, last, replacement);
  return event;
}

function expectAnswer(raw: unknown): void {
  const parsed = parseEvent(raw);
  switch (parsed.kind) {
    case 'trigger':
      expect(parsed.trigger.eventId).not.toBe('');
      expect(Number.isSafeInteger(parsed.trigger.at)).toBe(true);
      for (const id of instancesNamedBy(parsed.trigger)) expect(id).toMatch(/^i-[0-9a-f]{8,17}$/);
      break;
    case 'ignored':
      expect(parsed.because).not.toBe('');
      expect(parsed.what).not.toBe('');
      break;
    case 'malformed':
      expect(parsed.issues.length).toBeGreaterThan(0);
      for (const text of [...parsed.issues, parsed.excerpt]) {
        expect(text).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,1500}$/u);
      }
      break;
    default:
      throw new Error(`not one of the three: ${parsed satisfies never}`);
  }
}

describe('whatever comes is a trigger, ignored or malformed, and never an error', () => {
  test('for any value at all', () => {
    fc.assert(fc.property(junk, expectAnswer), { numRuns: 1_000 });
  });

  test('for any JSON', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), expectAnswer), { numRuns: 500 });
  });

  test('for every sample event as it is', () => {
    for (const name of fixtureNames) expectAnswer(fixture(name));
  });

  test('for a sample event of which parts are gone or replaced', () => {
    fc.assert(fc.property(mutated, expectAnswer), { numRuns: 3_000 });
  });

  test('and the same event always means the same', () => {
    fc.assert(fc.property(mutated, (event) => expect(parseEvent(event)).toEqual(parseEvent(event))));
  });
});
