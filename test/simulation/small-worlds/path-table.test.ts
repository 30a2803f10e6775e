import fc from 'fast-check';
import { PathTable } from './path-table.ts';

const states = fc.array(fc.tuple(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.nat(), fc.nat()), {
  maxLength: 500,
});

test('what is remembered of a state is what was said of it last', () => {
  fc.assert(
    fc.property(states, (said) => {
      // So few slots and so many states that it has to grow, several times.
      const [table, expected] = [new PathTable(4), new Map<number, object>()];
      for (const [state, withoutCrash, all] of said) {
        table.set(state, { withoutCrash, all });
        expected.set(state, { withoutCrash, all });
      }
      expect(table.size).toBe(expected.size);
      for (const [state, paths] of expected) expect(table.get(state)).toEqual(paths);
      const unknown = said.map(([state]) => state + 1).filter((state) => !expected.has(state));
      for (const state of unknown) expect(table.get(state)).toBeUndefined();
    }),
  );
});
