import fc from 'fast-check';
import { Table } from '../../sandbox/world/table.ts';

interface Thing {
  readonly ordinal: number;
  readonly value: number;
}

const step = fc.record({ ordinal: fc.nat(9), value: fc.nat(99), deletes: fc.boolean(), wait: fc.nat(3) });

/** A table after these steps, and all that it held at each moment, by brute force. */
function tableAfter(steps: readonly { ordinal: number; value: number; deletes: boolean; wait: number }[]) {
  let now = 0;
  const table = new Table<Thing>(() => now);
  const plain = new Map<number, Thing>();
  const past = new Map<number, Thing[]>();
  for (const { ordinal, value, deletes, wait } of steps) {
    now += wait;
    if (deletes) {
      table.delete(`id${ordinal}`);
      plain.delete(ordinal);
    } else {
      plain.set(ordinal, table.put(`id${ordinal}`, { ordinal, value }));
    }
    past.set(
      now,
      [...plain.values()].sort((left, right) => left.ordinal - right.ordinal),
    );
  }
  return { table, past, now };
}

describe('A table', () => {
  test('gives what was made after an ordinal in the order of creation, now and of any moment before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: -1, max: 10 }), (steps, ordinal) => {
        const { table, past, now } = tableAfter(steps);
        for (const [moment, held] of past) {
          const expected = held.filter((thing) => thing.ordinal > ordinal);
          expect([...table.asOf(moment).after(ordinal)]).toEqual(expected);
          if (moment === now) expect([...table.after(ordinal)]).toEqual(expected);
        }
      }),
    );
  });

  test('knows of any moment before what was there under an id', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(9), (steps, ordinal) => {
        const { table, past } = tableAfter(steps);
        for (const [moment, held] of past) {
          const expected = held.find((thing) => thing.ordinal === ordinal);
          expect(table.asOf(moment).get(`id${ordinal}`)).toEqual(expected);
        }
      }),
    );
  });
});
