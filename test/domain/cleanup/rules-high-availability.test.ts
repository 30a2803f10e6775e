import { planCleanup } from '../../../domain/cleanup/plan-cleanup.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { deleting, keptBy, marked, noon, orphan, snapshotOf } from './orphan.ts';

const withTag = (key: string, value: string) => orphan('eni-1', { tags: { [key]: value } });

describe('What the failover looks after', () => {
  test.each(['db', 'a-group-without-members', '', 'two names'])(
    'an ENI with the group tag %j is kept',
    (value) => {
      expect(keptBy(withTag('eni-warden:group', value))).toEqual(['protected']);
    },
  );

  test.each(['patching', ''])('an ENI on hold (%j) is kept', (value) => {
    expect(keptBy(withTag('eni-warden:hold', value))).toEqual(['held']);
  });

  test('a priority is no protection', () => {
    expect(keptBy(withTag('eni-warden:priority', '1'))).toEqual([]);
  });
});

describe('While a failover may be under way', () => {
  const victim = marked(orphan('eni-old'));
  const protectedEni = (differences: Partial<SweptEni>): SweptEni => ({
    ...orphan('eni-db', { tags: { 'eni-warden:group': 'db' } }),
    ...differences,
  });
  const deletedBeside = (other: SweptEni) =>
    planCleanup(snapshotOf([victim, other]), deleting(), noon).delete.map(({ eni }) => eni.id);

  test.each(['attaching', 'detaching', 'unknown'])(
    'nothing is deleted in the VPC of a protected ENI that is %s',
    (status) => {
      expect(deletedBeside(protectedEni({ status: 'in-use', attachment: { status } }))).toEqual([]);
    },
  );

  test('nothing is deleted in the VPC of a protected ENI that is unattached', () => {
    expect(deletedBeside(protectedEni({}))).toEqual([]);
    expect(deletedBeside(protectedEni({ attachment: { status: 'detached' } }))).toEqual([]);
  });

  test.each([
    ['is unattached, for its group has no member', { tags: { 'eni-warden:group': 'lost' } }],
    ['is unattached, for it is on hold', { tags: { 'eni-warden:group': 'db', 'eni-warden:hold': 'look' } }],
    ['is attached', { status: 'in-use', attachment: { status: 'attached' } }],
    ['is in another VPC', { vpcId: 'vpc-2', attachment: { status: 'detaching' } }],
    ['is not protected', { tags: {}, attachment: { status: 'detaching' } }],
  ])('a deletion goes on beside an ENI that %s', (_what, differences) => {
    expect(deletedBeside(protectedEni(differences))).toEqual(['eni-old']);
  });
});
