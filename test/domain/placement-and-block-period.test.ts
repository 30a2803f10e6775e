import { eni, fleet, impairedSince, longAgo, member, noon, on, seconds } from '../support/domain-fleet.ts';
import { fateOf, look, stateChange } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;
const impaired = impairedSince(longAgo);

describe('An ENI that is attached to nothing', () => {
  test('goes to a member as soon as there is one', () => {
    const plan = look(fleet([eni('eni-1')], [member('i-b')]), { trigger: stateChange('i-b', 'running') });
    expect(fateOf(plan, 'eni-1')).toMatchObject({
      kind: 'placement',
      to: 'i-b',
      actions: [{ kind: 'attach', instanceId: 'i-b', deviceIndex: 1 }],
    });
  });

  test('waits for a member where there is none', () => {
    expect(fateOf(look(fleet([eni('eni-1')], [])), 'eni-1')).toMatchObject({ reason: 'no-standby' });
  });

  test.each(['in-use', 'pending', 'detaching', 'unknown'] as const)('but %s is looked at again', (status) => {
    const plan = look(fleet([eni('eni-1', { status })], [member('i-b')]));
    expect(plan.changes).toEqual([]);
    expect(plan.lookAgain).not.toEqual([]);
  });
});

describe('An ENI between two places', () => {
  test.each(['attaching', 'detaching'] as const)(
    '%s on an instance that can hold it is looked at again',
    (status) => {
      const plan = look(fleet([eni('eni-1', on('i-a', { status }))], [member('i-a'), member('i-b')]));
      expect(plan.changes).toEqual([]);
      expect(plan.lookAgain).not.toEqual([]);
    },
  );
});

test('An ENI that is still attaching to an instance that is down moves: EC2 says when it lets it go', () => {
  const attaching = on('i-a', { status: 'attaching', attachTime: noon - seconds(1) });
  const plan = look(fleet([eni('eni-1', attaching)], [member('i-a', stopped), member('i-b')]));
  expect(fateOf(plan, 'eni-1')).toMatchObject({
    kind: 'failover',
    to: 'i-b',
    actions: [{ kind: 'detach', begun: false }, { kind: 'attach' }],
  });
});

describe('The block period', () => {
  const movedAt = noon - seconds(300);
  const holding = (attachTime: number, holder: Parameters<typeof member>[1]) =>
    fleet([eni('eni-1', on('i-a', { attachTime }))], [member('i-a', holder), member('i-b')]);

  test('keeps an ENI on an impaired holder until its last millisecond', () => {
    expect(fateOf(look(holding(movedAt + 1, impaired)), 'eni-1')).toMatchObject({
      reason: 'block-period',
      because: expect.stringContaining('i-a'),
    });
  });

  test('is over five minutes after AttachTime', () => {
    expect(fateOf(look(holding(movedAt, impaired)), 'eni-1')).toMatchObject({ kind: 'failover', to: 'i-b' });
  });

  test('does not keep an ENI on a gone holder', () => {
    expect(fateOf(look(holding(noon, stopped)), 'eni-1')).toMatchObject({ kind: 'failover', to: 'i-b' });
  });

  test('counts from the last arrival of the group', () => {
    const plan = look(
      fleet(
        [
          eni('eni-1', on('i-a')),
          eni('eni-2', on('i-a', { deviceIndex: 2, attachTime: noon - seconds(10) })),
        ],
        [member('i-a', impaired), member('i-b')],
      ),
    );
    expect(fateOf(plan, 'eni-1')).toMatchObject({ reason: 'block-period' });
    expect(fateOf(plan, 'eni-2')).toMatchObject({ reason: 'block-period' });
  });
});

test('an ENI whose change has failed for good in this invocation is not tried again', () => {
  const plan = look(fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped), member('i-b')]), {
    earlier: { failed: new Map([['eni-1', 'UnauthorizedOperation']]) },
  });
  expect(fateOf(plan, 'eni-1')).toMatchObject({
    reason: 'failed',
    because: expect.stringContaining('UnauthorizedOperation'),
  });
});
