import { changesByGroup, type Plan, settledGroups, whatIsLeft } from '../../domain/plan.ts';
import { eni, fleet, groups, inGroup, member, noon, on, second } from '../support/domain-fleet.ts';
import { look, stateChange } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;
const nothing: Plan = {
  decidedAt: noon,
  changes: [],
  spared: [],
  lookAgain: [],
  findings: [],
  candidateCounts: new Map(),
};

describe('A group is settled', () => {
  const settled = (plan: Plan) => [...settledGroups(plan)];
  test('where each of its ENIs is where it should be, and nothing is to be done', () => {
    const at = (eniId: string, group: string, reason: 'settled' | 'held') => ({
      eniId,
      group,
      reason,
      because: '',
    });
    expect(settled({ ...nothing, spared: [at('eni-1', 'a', 'settled'), at('eni-2', 'b', 'held')] })).toEqual([
      'a',
    ]);
    expect(settled({ ...nothing, spared: [at('eni-1', 'a', 'settled'), at('eni-2', 'a', 'held')] })).toEqual(
      [],
    );
    const alone = { eniId: 'eni-3', reason: 'refused', because: '' } as const;
    expect(settled({ ...nothing, spared: [at('eni-1', 'a', 'settled'), alone] })).toEqual(['a']);
  });

  test('no longer where an ENI of it is to be changed', () => {
    const both = look(
      fleet([eni('eni-1', on('i-b')), eni('eni-2', second('i-a'))], [member('i-a', stopped), member('i-b')]),
    );
    expect(both.spared).toMatchObject([{ reason: 'settled' }]);
    expect(settled(both)).toEqual([]);
    expect(settled(look(fleet([eni('eni-1', on('i-b'))], [member('i-b')])))).toEqual(['db']);
  });
});

test('The changes of a plan are grouped in the order in which it begins them', () => {
  const plan = look(
    fleet(
      [eni('eni-1'), eni('eni-2'), eni('eni-3', inGroup('web'))],
      [member('i-a', groups('db')), member('i-b', groups('web'))],
    ),
    { trigger: stateChange('i-b', 'running') },
  );
  const found = [...changesByGroup(plan)].map(([name, changes]) => [name, changes.map(({ eniId }) => eniId)]);
  expect(found).toEqual([
    ['web', ['eni-3']],
    ['db', ['eni-1', 'eni-2']],
  ]);
});

describe('What is left when the time is up', () => {
  test('is unknown where the fleet could not be read', () => {
    expect(whatIsLeft(undefined)).toEqual(['the fleet could not be read']);
  });

  test('is what was planned, and what was to be looked at again', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', { ...inGroup('web'), status: 'pending' })],
        [member('i-a', stopped), member('i-b')],
      ),
    );
    expect(whatIsLeft(plan).toSorted()).toEqual([
      'eni-1: i-a is stopped; i-b is the only candidate',
      'eni-2: its status is pending, without an attachment',
    ]);
  });

  test('is the proof, where nothing else is', () => {
    expect(whatIsLeft(nothing)).toEqual(['what was done last has not been looked at again']);
  });
});
