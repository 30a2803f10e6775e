import { eni, fleet, member, noon, on, second, seconds } from '../support/domain-fleet.ts';
import { alarm, look, switchover } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;
const { instanceId: _, ...onService } = second('i-a').attachment;

describe('Within the block period', () => {
  const young = fleet(
    [eni('eni-1', on('i-a', { attachTime: noon - seconds(60) }))],
    [member('i-a'), member('i-b')],
  );

  test('what only an alarm says is looked at again, since no later look could see it', () => {
    const plan = look(young, { trigger: alarm('i-a') });
    expect(plan.spared).toMatchObject([{ reason: 'block-period' }]);
    expect(plan.lookAgain).toEqual([`eni-1: ${plan.spared[0]?.because}`]);
  });

  test('what DescribeInstanceStatus says too is not: the next tick sees it', () => {
    const impaired = { impairment: { checks: ['instance'], since: noon - seconds(300) } } as const;
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a', { attachTime: noon - seconds(60) }))],
        [member('i-a', impaired), member('i-b')],
      ),
    );
    expect(plan.spared).toMatchObject([{ reason: 'block-period' }]);
    expect(plan.lookAgain).toEqual([]);
  });
});

describe('A standby is judged by what it is to take', () => {
  test('a refusal of any ENI of the group counts', () => {
    const plan = look(
      fleet([eni('eni-1', on('i-a')), eni('eni-2', second('i-a'))], [member('i-a', stopped), member('i-b')]),
      { earlier: { refusals: new Map([['eni-2@i-b', 'AttachmentLimitExceeded']]) } },
    );
    expect(plan.spared[0]?.because).toContain('i-b: EC2 refused it: AttachmentLimitExceeded');
  });

  test.each([
    ['can never move', { interfaceType: 'efa' }],
    ['is in another VPC', { vpcId: 'vpc-2' }],
    ['is in another Availability Zone', { availabilityZone: 'eu-west-1b' }],
  ])('an ENI of the group that %s needs no room', (_, differences) => {
    const plan = look(
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', { ...second('i-a'), ...differences })],
        [member('i-a', stopped), member('i-b', { type: 't3.micro' })],
      ),
    );
    expect(plan.changes).toMatchObject([{ eniId: 'eni-1', to: 'i-b' }]);
  });
});

test('What a standby has on its second network card takes no room on the first', () => {
  const slot = (networkInterfaceId: string, deviceIndex: number, networkCardIndex: number) => ({
    networkInterfaceId,
    deviceIndex,
    networkCardIndex,
  });
  const slots = [slot('other-0', 0, 0), slot('other-1', 1, 0), slot('other-2', 1, 1)];
  const plan = look(fleet([eni('eni-1')], [member('i-b', { type: 'two-cards', slots })]));
  expect(plan.changes).toMatchObject([{ eniId: 'eni-1', to: 'i-b' }]);
});

describe('A plan says of a switchover', () => {
  const healthy = fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b'), member('i-c')]);
  test('where it goes, and why there', () => {
    const any = look(healthy, { trigger: switchover() });
    expect(any.switchover).toEqual({ kind: 'accepted', target: 'i-b' });
    expect(any.changes[0]?.because).toBe(
      'a switchover was asked for; alice asked for it: kernel upgrade; i-b comes first of 2 candidates (priority 100)',
    );
    expect(look(healthy, { trigger: switchover('i-c') }).changes[0]?.because).toBe(
      'a switchover was asked for; alice asked for it: kernel upgrade',
    );
  });

  test('that it waits where another handler may be at it', () => {
    const underWay = fleet([eni('eni-1')], [member('i-a'), member('i-b')]);
    expect(look(underWay, { trigger: switchover() }).switchover).toEqual({ kind: 'waiting' });
    const arriving = fleet(
      [eni('eni-1', on('i-a')), eni('eni-2', second('i-a', { status: 'attaching' }))],
      [member('i-a'), member('i-b')],
    );
    expect(look(arriving, { trigger: switchover() }).switchover).toEqual({ kind: 'waiting' });
    const leaving = fleet(
      [eni('eni-1', on('i-a')), eni('eni-2', second('i-a', { status: 'detaching' }))],
      [member('i-a'), member('i-b')],
    );
    expect(look(leaving, { trigger: switchover() }).switchover).toEqual({ kind: 'waiting' });
  });

  test('that it goes on with a failover, to its target, by Force if need be', () => {
    const down = fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped), member('i-b'), member('i-c')]);
    const plan = look(down, { trigger: switchover('i-c') });
    expect(plan.switchover).toEqual({ kind: 'accepted', target: 'i-c' });
    expect(plan.changes).toMatchObject([{ kind: 'failover', to: 'i-c' }]);
    expect(look(down, { trigger: switchover('i-a') }).switchover).toMatchObject({ kind: 'refused' });
  });

  test('nothing where it is not about a switchover', () => {
    expect(look(healthy)).not.toHaveProperty('switchover');
  });

  test.each([
    [
      'an ENI of the group serves something else',
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', { status: 'associated' })],
        [member('i-a'), member('i-b')],
      ),
      'eni-2: it is associated with a trunk (branch)',
    ],
    [
      'an ENI of the group is on something that is no instance',
      fleet(
        [eni('eni-1', on('i-a')), eni('eni-2', { attachment: onService })],
        [member('i-a'), member('i-b')],
      ),
      'eni-2: it is attached to something that is not an instance of this account',
    ],
    [
      'the target has two things against it',
      fleet(
        [eni('eni-1', on('i-a'))],
        [member('i-a'), member('i-b', { availabilityZone: 'eu-west-1b', vpcId: 'vpc-2', name: 'spare' })],
      ),
      'spare (i-b) cannot take it: it is in eu-west-1b, eni-1 in eu-west-1a, it is in vpc-2, eni-1 in vpc-1',
    ],
    [
      'the group is on two members',
      fleet([eni('eni-1', on('i-a')), eni('eni-2', on('i-b'))], [member('i-a'), member('i-b')]),
      'the group is not together: eni-2 is on i-b, its leader eni-1 on i-a',
    ],
  ])('why it is refused where %s', (_, snapshot, because) => {
    expect(look(snapshot, { trigger: switchover('i-b') }).switchover).toEqual({ kind: 'refused', because });
  });

  test('how old it is where it is too old', () => {
    expect(look(healthy, { trigger: switchover(undefined, noon - seconds(700)) }).switchover).toEqual({
      kind: 'refused',
      because: 'the request is 11 min 40 s old, older than 10 min 0 s',
    });
  });
});
