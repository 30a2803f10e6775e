import { type Alert, textOf } from '../../domain/alert.ts';
import { foundAlerts } from '../../domain/alert-of-found.ts';
import { alertsOfLook } from '../../domain/alert-of-look.ts';
import { malformedAlert, unableToLookAlert } from '../../domain/alert-of-trouble.ts';
import { arrivalsToTell } from '../../domain/arrival.ts';
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
  second,
  unreadable,
} from '../support/domain-fleet.ts';
import { look, spotWarning, stateChange, switchover, tick } from '../support/domain-look.ts';

/** E-mails as they are read, with an empty line before each so that it can stand below its test. */
const mails = (...alerts: readonly Alert[]): string => alerts.map((alert) => `\n${textOf(alert)}`).join('');

const stopped = { state: 'stopped' } as const;
const alone = fleet([eni('eni-1', on('i-a'))], [member('i-a')]);

function alertsIn(snapshot: Snapshot, trigger: Trigger = tick()): readonly Alert[] {
  return alertsOfLook(look(snapshot, { trigger }), snapshot, trigger);
}

describe('The e-mail about an ENI that ought to move and does not reads as a whole', () => {
  test('where no standby can take it', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a')), eni('eni-2', second('i-a'))],
      [member('i-a', stopped), member('i-b', { name: 'spare', availabilityZone: 'eu-west-1b' })],
    );
    const [alert, ...more] = alertsIn(snapshot);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      severity: 'critical',
      fingerprint: 'no-standby/db/eni-1,eni-2',
      troubleOf: 'db',
    });
    expect(alert).not.toHaveProperty('calm');
    expect(alert?.data).toMatchObject({
      trigger: tick(),
      reason: 'no-standby',
      spared: [{ eniId: 'eni-1' }, { eniId: 'eni-2' }],
    });
    expect(mails(...alertsIn(snapshot))).toBe(`
Group db: NO STANDBY: eni-1, eni-2 [critical]
Runbook: docs/runbook.md#no-standby

What and why
  eni-1 (10.0.0.10): i-a is stopped; no standby can take it (spare (i-b): it is in eu-west-1b, eni-1 in eu-west-1a)
  eni-2 (10.0.0.10): i-a is stopped; no standby can take it (spare (i-b): it is in eu-west-1b, eni-1 in eu-west-1a)

What to do
  Start or launch a member in the same Availability Zone (tag eni-warden:group), or mend what is named above.
  Where only its leader has no room for it, a switchover to a member with room brings the whole group there.
  As soon as a member is able to take it, it is attached, unless only a heartbeat alarm says that its holder is down:
  nothing comes back to such an alarm by itself, so ask for a switchover then.
`);
  });

  test('where it is on hold', () => {
    const snapshot = fleet(
      [eni('eni-1', { ...on('i-a'), ...held('forensics') })],
      [member('i-a', stopped), member('i-b')],
    );
    expect(mails(...alertsIn(snapshot))).toBe(`
Group db: ON HOLD, though it ought to move: eni-1 [critical]
Runbook: docs/runbook.md#held

What and why
  eni-1 (10.0.0.10): i-a is stopped; it is on hold: forensics

What to do
  If the hold is not meant to last, remove the tag eni-warden:hold; the next look then moves it,
  unless only a heartbeat alarm says that its holder is down: in that case, ask for a switchover.
`);
  });

  test('within the block period', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-a', { attachTime: noon - 60_000 }))],
      [member('i-a', impairedSince(longAgo)), member('i-b')],
    );
    expect(mails(...alertsIn(snapshot))).toBe(`
Group db: BLOCKED: its holder is impaired, and it came there only a short while ago: eni-1 [critical]
Runbook: docs/runbook.md#blocked

What and why
  eni-1 (10.0.0.10): i-a fails the instance status check since 2026-11-23T11:00:00Z; the group was attached to i-a at 2026-11-23T11:59:00Z, and an impaired holder is not left again before 2026-11-23T12:04:00Z

What to do
  Look at both members: a standby that is impaired right after a failover often shares the cause.
  When the block period is over and the holder is still impaired, it is moved.
`);
  });

  test('where it can never move, with what to mend', () => {
    const snapshot = fleet([eni('eni-1', { ...on('i-a'), interfaceType: 'efa' })], [member('i-a', stopped)]);
    expect(mails(...alertsIn(snapshot))).toBe(`
Group db: BLOCKED: it ought to move, but cannot or may not be moved: eni-1 [critical]
Runbook: docs/runbook.md#blocked

What and why
  eni-1 (10.0.0.10): i-a is stopped; it is an Elastic Fabric Adapter, which EC2 attaches only to a stopped instance

What to do
  Move it by hand, or mend what is named above.

1 thing to mend before the next failover [warning]
Runbook: docs/runbook.md#finding

What
  eni-1: it is enrolled in group db, but can never be moved: it is an Elastic Fabric Adapter, which EC2 attaches only to a stopped instance

What to do
  Remove the tag eni-warden:group of eni-1, and protect its addresses in another way.
`);
  });

  test('where the group is split, and that can wait', () => {
    const snapshot = fleet(
      [eni('eni-1', on('i-b')), eni('eni-2', on('i-a'))],
      [member('i-a'), member('i-b')],
    );
    expect(alertsIn(snapshot)).toMatchObject([{ severity: 'warning', calm: true, troubleOf: 'db' }]);
    expect(mails(...alertsIn(snapshot))).toBe(`
Group db: SPLIT: the group is on two members: eni-2 [warning]
Runbook: docs/runbook.md#blocked

What and why
  eni-2 (10.0.0.10): it is on i-a, and its leader eni-1 is on i-b

What to do
  Nothing is moved off a healthy member unasked. Detach the ENI named above: it then joins its leader.
  If the split is meant, give each part a group of its own.
`);
  });
});

describe('The e-mail about a refused switchover reads as a whole', () => {
  test('where a target was asked for', () => {
    const trigger = switchover('i-z');
    expect(alertsIn(alone, trigger)).toMatchObject([
      {
        severity: 'warning',
        group: 'db',
        data: { trigger, because: 'i-z is not a member of group db' },
        fingerprint: 'switchover-refused/event-1',
      },
    ]);
    expect(mails(...alertsIn(alone, trigger))).toBe(`
Group db: switchover refused: i-z is not a member of group db [warning]
Runbook: docs/runbook.md#switchover-refused

Why
  i-z is not a member of group db

What was asked
  alice asked: kernel upgrade
  target: i-z

What to do
  Mend what is named above, or wait until it has passed, and ask again. Nothing was moved for this request.
`);
  });

  test('where any standby would have done', () => {
    expect(mails(...alertsIn(alone, switchover()))).toBe(`
Group db: switchover refused: no standby can take it (group db has no other member) [warning]
Runbook: docs/runbook.md#switchover-refused

Why
  no standby can take it (group db has no other member)

What was asked
  alice asked: kernel upgrade
  target: any standby

What to do
  Mend what is named above, or wait until it has passed, and ask again. Nothing was moved for this request.
`);
  });
});

test('The e-mail about tags to mend reads as a whole', () => {
  const snapshot = fleet(
    [eni('eni-1', { ...on('i-a'), group: unreadable('a b') })],
    [member('i-a', { hold: unreadable('') })],
  );
  expect(alertsIn(snapshot)).toMatchObject([
    {
      severity: 'warning',
      calm: true,
      data: { findings: [{ resourceId: 'eni-1' }, { resourceId: 'i-a' }] },
      fingerprint:
        'finding/eni-1:tag eni-warden:group="a b" cannot be read,i-a:tag eni-warden:hold="" cannot be read',
    },
  ]);
  expect(mails(...alertsIn(snapshot))).toBe(`
2 things to mend before the next failover [warning]
Runbook: docs/runbook.md#finding

What
  eni-1: tag eni-warden:group="a b" cannot be read
  i-a: tag eni-warden:hold="" cannot be read

What to do
  Correct or remove the tag eni-warden:group of eni-1; until then it is not protected.
  Correct or remove the tag eni-warden:hold of i-a; until then it is held.
`);
});

describe('The e-mail about what a late look has found reads as a whole', () => {
  const since = { attachTime: noon + 5_000 };
  const foundIn = (snapshot: Snapshot, trigger: Trigger) => {
    const now = noon + 67_000;
    const arrivals = arrivalsToTell(snapshot, trigger, now, () => false);
    return foundAlerts(arrivals, () => trigger.kind !== 'tick', snapshot, trigger, now);
  };
  const moved = fleet(
    [eni('eni-1', { ...on('i-b', since), publicIp: '192.0.2.7' }), eni('eni-2', second('i-b', since))],
    [member('i-a', { name: 'primary', ...stopped }), member('i-b', { name: 'spare' })],
  );

  test('in one group', () => {
    const [alert, ...more] = foundIn(moved, stateChange('i-a', 'stopped'));
    expect(more).toEqual([]);
    expect(alert?.fingerprint).toBe('found/db/eni-attach-i-b-1,eni-attach-i-b-2');
    expect(alert?.data.moves).toEqual([
      {
        networkInterfaceId: 'eni-1',
        privateIpAddress: '10.0.0.10',
        publicIp: '192.0.2.7',
        group: 'db',
        to: 'i-b',
        attachmentId: 'eni-attach-i-b-1',
        since: noon + 5_000,
      },
      expect.objectContaining({ networkInterfaceId: 'eni-2', attachmentId: 'eni-attach-i-b-2' }),
    ]);
    expect(mails(...foundIn(moved, stateChange('i-a', 'stopped')))).toBe(`
Group db: 2 ENIs found on spare, attached after the event; perhaps not told yet [info]
Runbook: docs/runbook.md#failover-found

What was found
  eni-1 (10.0.0.10, 192.0.2.7) came to spare (i-b) at 2026-11-23T12:00:05Z
  eni-2 (10.0.0.10) came to spare (i-b) at 2026-11-23T12:00:05Z

Why you are told
  It happened after the event that primary (i-a) is stopped (2026-11-23T12:00:00Z), and this look came 1 min 7 s after that.
  So an earlier attempt at the same event may have moved it, and broken off before it could tell.
  Or you have been told already, by a handler that this one knows nothing of; or somebody else attached it.

What to do
  Nothing, if you know of it. Else, as after a completed failover:
  Check that spare (i-b) answers on the addresses: the guest must configure a hot-plugged ENI.
  Find out what happened to the member that held it before, if there was one.
  If that one hung, stop and start it before it is used again: Force may have been needed.
`);
  });

  test('after a Spot interruption warning', () => {
    expect(mails(...foundIn(moved, spotWarning('i-a')))).toContain(
      'It happened after the Spot interruption warning for primary (i-a) (2026-11-23T12:00:00Z),',
    );
  });

  test('in two groups at once', () => {
    const snapshot = fleet(
      [
        eni('eni-1', { ...on('i-1', since), ...inGroup('a') }),
        eni('eni-2', { ...on('i-2', since), ...inGroup('b') }),
      ],
      [member('i-1', groups('a')), member('i-2', groups('b'))],
    );
    expect(foundIn(snapshot, tick())).toMatchObject([
      { fingerprint: 'found//eni-attach-i-1-1,eni-attach-i-2-1' },
    ]);
    expect(mails(...foundIn(snapshot, tick()))).toBe(`
2 ENIs of 2 groups found on 2 members, attached after the event; perhaps not told yet [info]
Runbook: docs/runbook.md#failover-found

What was found
  eni-1 (10.0.0.10) came to i-1 at 2026-11-23T12:00:05Z, group a
  eni-2 (10.0.0.10) came to i-2 at 2026-11-23T12:00:05Z, group b

Why you are told
  It happened after a tick (2026-11-23T12:00:00Z), and this look came 1 min 7 s after that.
  So an earlier attempt at the same event may have moved it, and broken off before it could tell.
  Or you have been told already, by a handler that this one knows nothing of; or somebody else attached it.

What to do
  Nothing, if you know of it. Else, as after a completed failover:
  Check that i-1 and i-2 answer on the addresses: the guest must configure a hot-plugged ENI.
  Find out what happened to the member that held it before, if there was one.
  If that one hung, stop and start it before it is used again: Force may have been needed.
`);
  });
});

test('The e-mail about an event that could not be read reads as a whole', () => {
  const alert = malformedAlert(['detail.state: missing', 'id: missing'], '{"detail":\n{}}');
  expect(alert).toMatchObject({
    severity: 'warning',
    data: { issues: ['detail.state: missing', 'id: missing'], excerpt: '{"detail":\n{}}' },
    fingerprint: 'malformed/{"detail":\n{}}',
  });
  expect(mails(alert)).toBe(`
an event could not be read and was dropped [warning]
Runbook: docs/runbook.md#malformed

What is wrong with it
  detail.state: missing
  id: missing

What came
  {"detail":
  {}}

What to do
  Find its sender: only the rules of this stack should invoke the function. It is not tried again.
`);
});

test('The e-mail about EC2 that cannot be read reads as a whole, and is the same news whatever the rest of the error', () => {
  const problem = 'UnauthorizedOperation: no';
  const alert = unableToLookAlert(problem, tick());
  expect(alert).toMatchObject({
    kind: 'unable-to-look',
    severity: 'critical',
    data: { trigger: tick(), problem },
    fingerprint: 'unable-to-look/UnauthorizedOperation',
  });
  expect(mails(alert)).toBe(`
the fleet cannot be read, so nothing is watched over: UnauthorizedOperation: no [critical]
Runbook: docs/runbook.md#unable-to-look

Why
  UnauthorizedOperation: no

What to do
  UnauthorizedOperation: the function has lost a permission; deploy the stack again.
  RequestLimitExceeded or a timeout: something uses up the EC2 request rate of this account, or the way to EC2 is down.
  It is tried again at every tick, once a minute.
`);
});
