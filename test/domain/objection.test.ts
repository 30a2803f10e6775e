import { type Earlier, nothingEarlier } from '../../domain/earlier.ts';
import { objectionTo } from '../../domain/objection.ts';
import type { Change } from '../../domain/plan.ts';
import { defaultFailoverPolicy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Trigger } from '../../domain/trigger.ts';
import {
  eni,
  fleet,
  groups,
  held,
  impairedSince,
  inGroup,
  longAgo,
  member,
  noon,
  on,
  pair,
  second,
  seconds,
  unreadable,
} from '../support/domain-fleet.ts';
import { alarm, look, stateChange, switchover, tick } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;
const later = noon + seconds(60);

interface Now {
  readonly trigger?: Trigger;
  readonly now?: number;
  readonly earlier?: Partial<Earlier>;
}

/** What a later look objects to in the one change of the ENI that the plan had, by kind of action. */
function objections(change: Change | undefined, snapshot: Snapshot, circumstances: Now = {}) {
  const { trigger = tick(), now = later, earlier = {} } = circumstances;
  const evidence = {
    snapshot: { ...snapshot, takenAt: now },
    trigger,
    policy: defaultFailoverPolicy,
    now,
    earlier: { ...nothingEarlier, ...earlier },
  };
  if (change === undefined) throw new Error('the plan has no such change');
  return Object.fromEntries(
    change.actions.map((action) => [action.kind, objectionTo(action, change, evidence)] as const),
  );
}

const changeOf = (plan: ReturnType<typeof look>, eniId = 'eni-1') =>
  plan.changes.find((change) => change.eniId === eniId);

describe('A failover from a stopped member, looked at again', () => {
  const before = fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped), member('i-b')]);
  const change = changeOf(look(before));
  const free = fleet([eni('eni-1')], [member('i-a', stopped), member('i-b')]);

  test('goes on while nothing has changed, and while its ENI is free', () => {
    expect(objections(change, before)).toEqual({ detach: undefined, attach: undefined });
    expect(objections(change, free).attach).toBeUndefined();
  });

  test.each([
    ['is stopped', member('i-b', stopped), 'it is stopped'],
    ['is stopping', member('i-b', { state: 'stopping' }), 'it is stopping'],
    ['is pending', member('i-b', { state: 'pending' }), 'it is pending'],
    ['has just begun to fail status checks', member('i-b', impairedSince(later - 1)), 'fails the instance'],
    ['is on hold', member('i-b', held('patching')), 'on hold: patching'],
    ['has left the group', member('i-b', groups('other')), 'not a member of group db'],
    ['has lost its group tag', member('i-b', { groups: { kind: 'absent' } }), 'not a member of group db'],
    ['has an unreadable priority', member('i-b', { priority: unreadable('first') }), 'priority tag'],
    ['is not shown', undefined, 'i-b is not shown'],
  ])('does not attach when its target %s', (_what, target, because) => {
    const members = [member('i-a', stopped), ...(target === undefined ? [] : [target])];
    expect(objections(change, fleet([eni('eni-1')], members)).attach).toContain(because);
  });

  test('still detaches when its target has gone down: the next look chooses another', () => {
    const lost = fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped), member('i-b', stopped)]);
    expect(objections(change, lost).detach).toBeUndefined();
  });

  test('does not mind that the target is full: this very change may have taken the room', () => {
    const others = [1, 2].map((n) =>
      eni(`eni-${n + 1}`, { ...on('i-b', { deviceIndex: n }), ...inGroup('x') }),
    );
    const full = fleet([eni('eni-1'), ...others], [member('i-a', stopped), member('i-b')]);
    expect(objections(change, full).attach).toBeUndefined();
  });

  test('does not attach where EC2 has refused it meanwhile', () => {
    const earlier = { refusals: new Map([['eni-1@i-b', 'AttachmentLimitExceeded']]) };
    expect(objections(change, free, { earlier }).attach).toContain('AttachmentLimitExceeded');
  });

  test.each([
    ['is running again', member('i-a'), 'not down'],
    ['is starting again', member('i-a', { state: 'pending' }), 'not down'],
    ['is on hold', member('i-a', { ...stopped, ...held('forensics') }), 'on hold: forensics'],
    ['has left the group', member('i-a', { ...stopped, ...groups('other') }), 'not a member'],
  ])('does not detach when its holder %s', (_what, holder, because) => {
    const again = fleet([eni('eni-1', on('i-a'))], [holder, member('i-b')]);
    expect(objections(change, again).detach).toContain(because);
  });

  test('attaches a freed ENI although its old holder has come back', () => {
    const back = fleet([eni('eni-1')], [member('i-a'), member('i-b')]);
    expect(objections(change, back).attach).toBeUndefined();
  });

  test('does not detach when the events contradict the reads', () => {
    const trigger = stateChange('i-a', 'running', later);
    expect(objections(change, before, { trigger }).detach).toContain('DescribeInstances says stopped');
  });

  test.each([
    ['is on hold', eni('eni-1', { ...on('i-a'), ...held('hands off') }), 'on hold: hands off'],
    ['has left the group', eni('eni-1', { ...on('i-a'), ...inGroup('other') }), 'not shown in group db'],
  ])('neither detaches nor attaches when the ENI %s', (_what, now, because) => {
    const found = objections(change, fleet([now], [member('i-a', stopped), member('i-b')]));
    expect([found.detach, found.attach]).toEqual([
      expect.stringContaining(because),
      expect.stringContaining(because),
    ]);
  });

  test('neither detaches nor attaches an ENI that EC2 does not show', () => {
    const found = objections(change, fleet([], [member('i-a', stopped), member('i-b')]));
    expect([found.detach, found.attach]).toEqual([expect.any(String), expect.any(String)]);
  });

  test('does not detach what is attached anew, or not at all', () => {
    const anew = eni('eni-1', on('i-a', { id: 'eni-attach-new' }));
    const members = [member('i-a', stopped), member('i-b')];
    expect(objections(change, fleet([anew], members)).detach).toContain('another attachment');
    expect(objections(change, free).detach).toContain('attached to nothing');
  });
});

describe('A failover from an impaired member, looked at again', () => {
  const impaired = member('i-a', impairedSince(longAgo));
  const detaching = eni('eni-1', on('i-a', { status: 'detaching' }));
  const change = changeOf(look(fleet([eni('eni-1', on('i-a'))], [impaired, member('i-b')])));

  test('may use Force while the member is impaired', () => {
    expect(objections(change, fleet([detaching], [impaired, member('i-b')])).detach).toBeUndefined();
  });

  test('may not use Force once the member has recovered', () => {
    const recovered = fleet([detaching], [member('i-a'), member('i-b')]);
    expect(objections(change, recovered).detach).toContain('able to hold it');
  });

  test('by an alarm goes on as long as the alarm is believed', () => {
    const trigger = alarm('i-a');
    const snapshot = fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b')]);
    const byAlarm = changeOf(look(snapshot, { trigger }));
    expect(objections(byAlarm, snapshot, { trigger }).detach).toBeUndefined();
    expect(objections(byAlarm, snapshot, { trigger, now: noon + seconds(601) }).detach).toContain('not down');
  });
});

describe('A switchover, looked at again', () => {
  const trigger = switchover('i-b', noon);
  const members = [member('i-a'), member('i-b')];
  const before = pair(on('i-a'), second('i-a'), ...members);
  const change = changeOf(look(before, { trigger }), 'eni-2');

  test('goes on while all is as it was, and when its holder goes down', () => {
    expect(objections(change, before, { trigger }).detach).toBeUndefined();
    const down = pair(on('i-a'), second('i-a'), member('i-a', stopped), member('i-b'));
    expect(objections(change, down, { trigger }).detach).toBeUndefined();
  });

  test('goes on while the leader is on its way', () => {
    const half = pair({}, second('i-a'), ...members);
    expect(objections(change, half, { trigger })).toMatchObject({ detach: undefined, attach: undefined });
  });

  test('does not take the ENI from its holder when the target has gone down', () => {
    const lost = pair(on('i-a'), second('i-a'), member('i-a'), member('i-b', stopped));
    expect(objections(change, lost, { trigger }).detach).toContain('it is stopped');
  });

  test('takes nothing when another ENI of the group is on hold', () => {
    const holding = pair({ ...on('i-a'), ...held('no') }, second('i-a'), ...members);
    expect(objections(change, holding, { trigger }).detach).toContain('eni-1: it is on hold: no');
  });

  test('takes nothing from a holder on hold, nor what is being attached to it', () => {
    const holding = pair(on('i-a'), second('i-a'), member('i-a', held('no')), member('i-b'));
    expect(objections(change, holding, { trigger }).detach).toContain('on hold: no');
    const arriving = pair(on('i-a'), second('i-a', { status: 'attaching' }), ...members);
    expect(objections(change, arriving, { trigger }).detach).toContain('being attached');
  });

  test('takes nothing any more when the request has grown old, but attaches what is free', () => {
    const now = noon + seconds(600);
    expect(objections(change, before, { trigger, now }).detach).toContain('10 min');
    expect(objections(change, pair({}, {}, ...members), { trigger, now }).attach).toBeUndefined();
  });
});

describe('A follower that travels with its leader, looked at again', () => {
  const members = [member('i-a', stopped), member('i-b'), member('i-c')];
  const change = changeOf(look(pair(on('i-a'), second('i-a'), ...members)), 'eni-2');

  test('goes on while the leader is still on its old holder, on its way, or there', () => {
    for (const leader of [on('i-a'), on('i-a', { status: 'detaching' }), {}, on('i-b')])
      expect(objections(change, pair(leader, {}, ...members)).attach).toBeUndefined();
  });

  test('goes on though its leader leaves another member than it does', () => {
    const trigger = switchover('i-b', noon);
    const before = pair(on('i-a'), {}, member('i-a'), member('i-b'));
    const joining = changeOf(look(before, { trigger }), 'eni-2');
    expect(objections(joining, before, { trigger }).attach).toBeUndefined();
  });

  test('does not go alone where the leader was taken away and put on hold', () => {
    const taken = pair(held('wanted elsewhere'), {}, ...members);
    expect(objections(change, taken).attach).toContain('its leader eni-1 is not on i-b: it is on hold');
  });

  test('does not go alone where another ENI leads by now, wherever that goes', () => {
    const other = eni('eni-0', on('i-a'));
    expect(
      objections(change, fleet([other, eni('eni-1', on('i-b')), eni('eni-2')], members)).attach,
    ).toContain('eni-0 leads the group by now');
  });

  test('does not go alone where the leader has come to another member', () => {
    expect(objections(change, pair(on('i-c'), {}, ...members)).attach).toContain(
      'its leader eni-1 is on i-c',
    );
  });
});

describe('An ENI on its way to its leader, looked at again', () => {
  const moved = noon - seconds(30);
  const before = pair(on('i-b', { attachTime: moved }), second('i-a'), member('i-a'), member('i-b'));
  const change = changeOf(look(before), 'eni-2');

  test('follows it while it is there', () => {
    expect(objections(change, before)).toEqual({ detach: undefined, attach: undefined });
  });

  test('does not follow it to where it is not any more', () => {
    const back = pair(on('i-a'), second('i-a'), member('i-a'), member('i-b'));
    expect(objections(change, back)).toEqual({
      detach: expect.stringContaining('its leader eni-1 is not on i-b'),
      attach: expect.stringContaining('its leader eni-1 is not on i-b'),
    });
  });

  test('does not leave a member that can hold it for one that is down', () => {
    const lost = pair(on('i-b', { attachTime: moved }), second('i-a'), member('i-a'), member('i-b', stopped));
    expect(objections(change, lost).detach).toContain('it is stopped');
  });

  test('is attached although an alarm from before the leader came names its target', () => {
    const trigger = alarm('i-b', 'heartbeat', moved - 1);
    expect(objections(change, before, { trigger }).attach).toBeUndefined();
  });
});

describe('A protection, looked at again', () => {
  const doomed = eni('eni-1', on('i-a', { deleteOnTermination: true }));
  const change = changeOf(look(fleet([doomed], [member('i-a')])));
  const kind = 'set-delete-on-termination';

  test('is made while all is as it was', () => {
    expect(objections(change, fleet([doomed], [member('i-a')]))[kind]).toBeUndefined();
  });

  test('is not made when the ENI or its holder is on hold, or the attachment is another one', () => {
    const heldEni = { ...doomed, ...held('hands off') };
    const anew = eni('eni-1', on('i-a', { id: 'eni-attach-new', deleteOnTermination: true }));
    expect(objections(change, fleet([heldEni], [member('i-a')]))[kind]).toContain('hands off');
    expect(objections(change, fleet([doomed], [member('i-a', held('no'))]))[kind]).toContain('on hold: no');
    expect(objections(change, fleet([anew], [member('i-a')]))[kind]).toContain('another attachment');
  });
});
