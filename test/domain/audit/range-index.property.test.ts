import fc from 'fast-check';
import { compareRanges, indexRanges } from '../../../domain/audit/range-index.ts';
import { type AddressRange, overlap } from '../../../domain/cidr.ts';

const range: fc.Arbitrary<AddressRange> = fc
  .tuple(fc.constantFrom(4 as const, 6 as const), fc.nat(60), fc.nat(20))
  .map(([family, first, more]) => ({ family, first: BigInt(first), last: BigInt(first + more) }));

describe('An index of ranges', () => {
  test('finds what going through all of them finds, nested and overlapping ones too, in address order', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), range, (ranges, wanted) => {
        const index = indexRanges(ranges.map((each) => ({ range: each, item: each })));
        expect(index.overlapping(wanted)).toEqual(
          ranges.filter((each) => overlap(each, wanted)).toSorted(compareRanges),
        );
      }),
      { numRuns: 500 },
    );
  });
});
