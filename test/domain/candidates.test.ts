import type { Instance } from '../../domain/instance.ts';
import {
  eni,
  fleet,
  groups,
  held,
  impairedSince,
  inGroup,
  member,
  noon,
  on,
  priority,
  unreadable,
} from '../support/domain-fleet.ts';
import { fateOf, look, placesOf } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;

/** A group whose holder i-a is stopped. */
function without(...standbys: readonly Instance[]) {
  return fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped), ...standbys]);
}

const slots = (...indexes: readonly number[]) => ({
  slots: indexes.map((deviceIndex) => ({
    networkInterfaceId: `other-${deviceIndex}`,
    deviceIndex,
    networkCardIndex: 0,
  })),
});

describe('No candidate', () => {
  test.each([
    ['in another Availability Zone', { availabilityZone: 'eu-west-1b' }, 'it is in eu-west-1b'],
    ['in another VPC', { vpcId: 'vpc-2' }, 'it is in vpc-2'],
    ['in no VPC that EC2 tells of', { vpcId: '' }, 'it is in no VPC, eni-1 in vpc-1'],
    ['pending', { state: 'pending' }, 'it is pending'],
    ['stopped', stopped, 'it is stopped'],
    ['in an unknown state', { state: 'unknown' }, 'it is unknown'],
    ['impaired, however shortly', impairedSince(noon), 'fails the instance status check'],
    ['on hold', held('kernel debugging'), 'it is on hold: kernel debugging'],
    ['on a hold that cannot be read', { hold: unreadable('') }, 'it is on hold'],
    ['of a priority that cannot be read', { priority: unreadable('high') }, 'its priority tag'],
    ['full', slots(0, 1, 2), 'it has 0 free network interface slots of m5.large, 1 needed'],
    ['of a type that EC2 did not describe', { type: 'x9.huge' }, 'EC2 did not describe its type x9.huge'],
  ] as const)('is a standby that is %s, and the reason is told', (_, differences, reason) => {
    const plan = look(without(member('i-b', differences)));
    expect(fateOf(plan, 'eni-1')).toMatchObject({
      reason: 'no-standby',
      because: expect.stringContaining(reason),
    });
    expect(plan.candidateCounts).toEqual(new Map([['db', 0]]));
  });

  test('is an instance that is not a member of the group', () => {
    const plan = look(without(member('i-b', groups('web'))));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'no-standby' });
  });

  test('is a standby that EC2 has refused in this invocation, for the reason that EC2 gave', () => {
    const plan = look(without(member('i-b'), member('i-c')), {
      earlier: { refusals: new Map([['eni-1@i-b', 'AttachmentLimitExceeded']]) },
    });
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-c' });
    const alone = look(without(member('i-b')), {
      earlier: { refusals: new Map([['eni-1@i-b', 'AttachmentLimitExceeded']]) },
    });
    expect(fateOf(alone, 'eni-1')).toMatchObject({
      because: expect.stringContaining('AttachmentLimitExceeded'),
    });
  });

  test('is a standby with room for some ENIs of the group but not for all', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', on('i-a', { deviceIndex: 2 }))],
        [member('i-a', stopped), member('i-b', { type: 't3.micro' })],
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'no-standby' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'no-standby' });
  });

  test('is a standby with free slots on its second network card only', () => {
    const plan = look(without(member('i-b', { type: 'two-cards', ...slots(0, 1, 2) })));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'no-standby' });
  });

  test('every reason of every standby is told at once', () => {
    const plan = look(
      without(
        member('i-b', { availabilityZone: 'eu-west-1b', ...held('x') }),
        member('i-c', { name: 'spare', ...stopped }),
      ),
    );
    expect(fateOf(plan, 'eni-1').because).toMatch(
      /i-b: it is in eu-west-1b.*it is on hold: x.*spare \(i-c\): it is stopped/,
    );
  });
});

describe('The best candidate', () => {
  test('holds ENIs of the group already, whatever its priority', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', on('i-c'))],
        [member('i-a', stopped), member('i-b', priority(1)), member('i-c', priority(900))],
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-c' });
  });

  test('has the lowest priority, where one without the tag counts as 100', () => {
    const chosen = (...standbys: readonly Instance[]) => fateOf(look(without(...standbys)), 'eni-1').to;
    expect(chosen(member('i-b'), member('i-c', priority(99)))).toBe('i-c');
    expect(chosen(member('i-b'), member('i-c', priority(101)))).toBe('i-b');
    expect(chosen(member('i-b', priority(0)), member('i-c', priority(-1)))).toBe('i-c');
  });

  test('has the fewest protected ENIs among those of one priority', () => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-9', { ...inGroup('web'), ...on('i-b') })],
        [member('i-a', stopped), member('i-b', groups('db', 'web')), member('i-c')],
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-c' });
  });

  test('comes first in id order where all else is equal', () => {
    const plan = look(without(member('i-c'), member('i-b')));
    expect(fateOf(plan, 'eni-1')).toMatchObject({ to: 'i-b' });
    expect(plan.candidateCounts).toEqual(new Map([['db', 2]]));
  });
});

describe('The device index', () => {
  test('is kept where it is free', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { deviceIndex: 2 }))],
      [member('i-a', stopped), member('i-b')],
    );
    expect(placesOf(look(snapshot))).toEqual({ 'eni-1': 'i-b:2' });
  });

  test('is the lowest free one where the old one is taken', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { deviceIndex: 2 }))],
      [member('i-a', stopped), member('i-b', { type: 'm5.xlarge', ...slots(0, 2, 3) })],
    );
    expect(placesOf(look(snapshot))).toEqual({ 'eni-1': 'i-b:1' });
  });

  test('of an ENI that was attached to nothing is the lowest free one', () => {
    const snapshot = fleet([eni('eni-1')], [member('i-b', slots(0, 1))]);
    expect(placesOf(look(snapshot))).toEqual({ 'eni-1': 'i-b:2' });
  });

  test('is never 0, even where nothing is known to be there', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { deviceIndex: 0, networkCardIndex: 1 }))],
      [member('i-a', stopped), member('i-b', { slots: [] })],
    );
    expect(placesOf(look(snapshot))).toEqual({ 'eni-1': 'i-b:1' });
  });

  test('that is taken on another network card only is free', () => {
    const taken = { networkInterfaceId: 'other', deviceIndex: 1, networkCardIndex: 1 };
    const primary = { networkInterfaceId: 'primary', deviceIndex: 0, networkCardIndex: 0 };
    const snapshot = fleet([eni('eni-1')], [member('i-b', { type: 'two-cards', slots: [primary, taken] })]);
    expect(placesOf(look(snapshot))).toEqual({ 'eni-1': 'i-b:1' });
  });
});

test('A device index that EC2 has called taken in this invocation is not asked for again', () => {
  const plan = look(fleet([eni('eni-1')], [member('i-b')]), {
    earlier: { takenIndexes: new Map([['i-b', new Set([1, 2])]]) },
  });
  expect(fateOf(plan, 'eni-1')).toMatchObject({ actions: [{ kind: 'attach', deviceIndex: 3 }] });
});
