import fc from 'fast-check';
import { overlap, parseRange } from '../../../domain/cidr.ts';
import { type AddressClaim, indexClaims } from '../../../domain/cleanup/address-claims.ts';
import { addressesAndPrefixesOf, type SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { orphan } from './orphan.ts';

const someAddress = fc.oneof(
  fc.nat(40).map((host) => `10.0.0.${host}`),
  fc.nat(40).map((host) => `2001:db8::${host.toString(16)}`),
);
const someVpc = fc.constantFrom('vpc-1', 'vpc-2', undefined);
const claims: fc.Arbitrary<readonly AddressClaim[]> = fc
  .array(
    fc.record({
      cidr: fc.oneof(
        { weight: 12, arbitrary: someAddress },
        fc.constantFrom('10.0.0.16/28', '10.0.0.0/30', '2001:db8::/122', 'soon', ''),
      ),
      vpcId: someVpc,
      by: fc.nat(99).map((n) => `eni-${n}`),
    }),
    { maxLength: 6 },
  )
  .map((each) => each.map(({ vpcId, ...claim }) => ({ ...claim, ...(vpcId !== undefined && { vpcId }) })));
const enis: fc.Arbitrary<SweptEni> = fc
  .record({
    vpcId: someVpc,
    addresses: fc.array(fc.oneof({ weight: 12, arbitrary: someAddress }, fc.constant('?')), { maxLength: 2 }),
    ipv4Prefixes: fc.subarray(['10.0.0.16/28']),
  })
  .map(({ addresses, ...more }) =>
    orphan('eni-1', {
      ...more,
      privateIpv4Addresses: addresses.map((address) => ({ address, primary: false })),
    }),
  );

function touches(claim: AddressClaim, eni: SweptEni): boolean {
  if (claim.vpcId !== undefined && claim.vpcId !== eni.vpcId) return false;
  const claimed = parseRange(claim.cidr);
  return addressesAndPrefixesOf(eni).some((address) => {
    const own = parseRange(address);
    return own === undefined || claimed === undefined || overlap(own, claimed);
  });
}

test('a claim is found exactly where comparing all with all finds one, whatever their order', () => {
  fc.assert(
    fc.property(claims, enis, (all, eni) => {
      const found = indexClaims(all)(eni);
      expect(found !== undefined).toBe(all.some((claim) => touches(claim, eni)));
      if (found !== undefined) expect(touches(found, eni)).toBe(true);
      expect(indexClaims(all.toReversed())(eni)?.by).toBe(found?.by);
    }),
    { numRuns: 500 },
  );
});
