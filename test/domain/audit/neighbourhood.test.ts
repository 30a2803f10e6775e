import { neighbourhoodOf } from '../../../domain/audit/neighbourhood.ts';
import { eni, fleet, groups, inGroup, member, on } from '../../support/domain-fleet.ts';

/**
 * Groups a and b share i-2; c has an ENI on i-3, a member of b; d is alone on i-5; e is there too, by its ENI; f has no
 * instance at all. i-9 is a member of nothing, and eni-x on i-5 carries a tag that cannot be read.
 */
const whole = fleet(
  [
    eni('eni-a', { ...inGroup('a'), ...on('i-1') }),
    eni('eni-b', { ...inGroup('b'), ...on('i-2') }),
    eni('eni-c', { ...inGroup('c'), ...on('i-3') }),
    eni('eni-d', { ...inGroup('d'), ...on('i-5') }),
    eni('eni-e', { ...inGroup('e'), ...on('i-5') }),
    eni('eni-f', inGroup('f')),
    eni('eni-x', { ...on('i-5'), group: { kind: 'absent' } }),
    eni('eni-y', { group: { kind: 'absent' } }),
  ],
  [
    member('i-1', groups('a')),
    member('i-2', groups('a', 'b')),
    member('i-3', groups('b')),
    member('i-4', groups('c')),
    member('i-5', groups('d')),
    member('i-6', groups('e')),
    member('i-9', { groups: { kind: 'absent' } }),
  ],
);

const part = (group: string, of = whole) => {
  const { networkInterfaces, instances, ...rest } = neighbourhoodOf(group, of);
  expect(rest).toEqual({ takenAt: whole.takenAt, instanceTypes: whole.instanceTypes });
  return [networkInterfaces.map(({ id }) => id), [...instances.keys()]];
};

test.each([
  ['a', ['eni-a', 'eni-b', 'eni-c'], ['i-1', 'i-2', 'i-3', 'i-4']],
  ['b', ['eni-a', 'eni-b', 'eni-c'], ['i-1', 'i-2', 'i-3', 'i-4']],
  ['c', ['eni-a', 'eni-b', 'eni-c'], ['i-1', 'i-2', 'i-3', 'i-4']],
  ['d', ['eni-d', 'eni-e', 'eni-x'], ['i-5', 'i-6']],
  ['e', ['eni-d', 'eni-e', 'eni-x'], ['i-5', 'i-6']],
  ['f', ['eni-f'], []],
])(
  'The neighbourhood of %s is what shares instances with it, and what shares them with that',
  (group, enis, instances) => {
    expect(part(group)).toEqual([enis, instances]);
  },
);

test('The neighbourhood of a group that is not there is the whole fleet', () => {
  expect(neighbourhoodOf('z', whole)).toBe(whole);
  const again = fleet([], []);
  expect(neighbourhoodOf('z', again)).toBe(again);
});

test('The parts of a fleet are made once, and of another fleet anew', () => {
  expect(neighbourhoodOf('a', whole)).toBe(neighbourhoodOf('b', whole));
  const other = { ...whole, networkInterfaces: whole.networkInterfaces.filter(({ id }) => id !== 'eni-c') };
  expect(part('a', other)).toEqual([
    ['eni-a', 'eni-b'],
    ['i-1', 'i-2', 'i-3'],
  ]);
});
