import { type Alert, textOf } from '../../domain/alert.ts';
import { endedAlert } from '../../domain/alert-of-end.ts';
import { plannedAlert, startedAlert } from '../../domain/alert-of-start.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Trigger } from '../../domain/trigger.ts';
import { eni, fleet, member, noon, on, second } from '../support/domain-fleet.ts';
import { alarm, look, spotWarning, stateChange, switchover, tick } from '../support/domain-look.ts';
import { outcomeOf } from '../support/domain-outcome.ts';

/** An e-mail as it is read, with an empty line before it so that it can stand below its test. */
const mail = (alert: Alert | undefined): string => (alert === undefined ? '' : `\n${textOf(alert)}`);

const stopped = stateChange('i-a', 'stopped', noon - 1_500);
const failover = fleet(
  [eni('eni-1', { ...on('i-a'), publicIp: '192.0.2.7' }), eni('eni-2', second('i-a'))],
  [member('i-a', { name: 'primary', state: 'stopped' }), member('i-b', { name: 'spare' })],
);
const healthy = fleet([eni('eni-1', on('i-a'))], [member('i-a'), member('i-b')]);

/** What a look changes in the fleet, with these outcomes, and what is told of it. */
function ended(snapshot: Snapshot, trigger: Trigger, ...differences: Partial<Outcome>[]) {
  const outcomes = look(snapshot, { trigger }).changes.map((change, n) => outcomeOf(change, differences[n]));
  const moved = outcomes.filter(({ result }) => result === 'done');
  return endedAlert(outcomes, moved, snapshot, trigger);
}

const eniOne = { networkInterfaceId: 'eni-1', privateIpAddress: '10.0.0.10', publicIp: '192.0.2.7' };
const eniTwo = { networkInterfaceId: 'eni-2', privateIpAddress: '10.0.0.10', publicIp: undefined };
const why = 'primary (i-a) is stopped; spare (i-b) is the only candidate';
const move = { kind: 'failover', from: 'i-a', to: 'i-b', because: why };

describe('The e-mail that a failover has started', () => {
  const alert = startedAlert(look(failover, { trigger: stopped }).changes, failover, stopped);

  test('reads as a whole', () => {
    expect(mail(alert)).toBe(`
Group db: failover started, 2 ENIs primary -> spare [warning]
Runbook: docs/runbook.md#failover-started

Why
  primary (i-a) is stopped; spare (i-b) is the only candidate

What moves
  eni-1 (10.0.0.10, 192.0.2.7) primary (i-a) -> spare (i-b)
  eni-2 (10.0.0.10) primary (i-a) -> spare (i-b)

What to do
  Nothing yet: you will be told when it is completed or has failed.
`);
  });

  test('has the moves for machines, and is other news for other ENIs or another target', () => {
    expect(alert).toMatchObject({
      kind: 'failover-started',
      severity: 'warning',
      group: 'db',
      data: {
        trigger: stopped,
        moves: [
          { ...eniOne, ...move },
          { ...eniTwo, ...move },
        ],
      },
      fingerprint: 'failover-started/db/eni-1:eni-attach-i-a-1,eni-2:eni-attach-i-a-2/i-b',
    });
  });

  test('names no attachment where the ENI has none', () => {
    const unattached = fleet([eni('eni-1')], [member('i-b')]);
    const { fingerprint } = startedAlert(look(unattached).changes, unattached, tick()) ?? {};
    expect(fingerprint).toBe('failover-started/db/eni-1:unattached/i-b');
  });
});

test('The e-mail of observe mode reads as a whole', () => {
  const alert = plannedAlert(look(failover, { trigger: stopped }).changes, failover, stopped);
  expect(alert).toMatchObject({ kind: 'failover-planned', severity: 'warning' });
  expect(mail(alert)).toBe(`
Group db: observe mode, nothing is changed: failover of 2 ENIs primary -> spare [warning]
Runbook: docs/runbook.md#failover-planned

Why
  primary (i-a) is stopped; spare (i-b) is the only candidate

What moves
  eni-1 (10.0.0.10, 192.0.2.7) primary (i-a) -> spare (i-b)
  eni-2 (10.0.0.10) primary (i-a) -> spare (i-b)

What to do
  Move it by hand, or set ENI_WARDEN_MODE=act and let ENI Warden do it.
`);
});

describe('The e-mail that a failover is completed', () => {
  const slow = { startedAt: noon + 500, endedAt: noon + 8_500, detachMs: 6_000, attachMs: 900, forced: true };
  const alert = ended(failover, stopped, {}, slow);

  test('reads as a whole', () => {
    expect(mail(alert)).toBe(`
Group db: failover completed in 8.5 s, 2 ENIs primary -> spare [info]
Runbook: docs/runbook.md#failover-completed

Why
  primary (i-a) is stopped; spare (i-b) is the only candidate

What moved
  eni-1 (10.0.0.10, 192.0.2.7) primary (i-a) -> spare (i-b)
  eni-2 (10.0.0.10) primary (i-a) -> spare (i-b)

How long it took
  event age when we began  1.5 s (instance-state-change at 2026-11-23T11:59:58Z)
  detach                   6.0 s
  attach                   2.5 s
  total since the event    10.0 s

What to do
  Check that spare (i-b) answers on the addresses: the guest must configure a hot-plugged ENI.
  Find out what happened to primary (i-a); until it is back or replaced, the group has one standby less.
  Stop and start primary (i-a) before it is used again: Force was needed for eni-2.
`);
  });

  test('has the moves and their times for machines', () => {
    expect(alert).toMatchObject({
      kind: 'failover-completed',
      severity: 'info',
      group: 'db',
      data: {
        trigger: stopped,
        moves: [
          { ...eniOne, ...move, detachMs: 4_000, attachMs: 2_500, forced: false },
          { ...eniTwo, ...move, detachMs: 6_000, attachMs: 900, forced: true },
        ],
        eventAgeMs: 1_500,
        moveMs: 8_500,
        totalSinceEventMs: 10_000,
      },
      fingerprint: `completed/db/i-b/${noon}`,
    });
  });

  test('reads as a whole where an ENI was attached to nothing', () => {
    const unattached = fleet([eni('eni-1')], [member('i-b')]);
    expect(mail(ended(unattached, tick()))).toBe(`
Group db: placement completed in 7.0 s, 1 ENI to i-b [info]
Runbook: docs/runbook.md#failover-completed

Why
  it is attached to nothing; i-b is the only candidate

What moved
  eni-1 (10.0.0.10) to i-b

How long it took
  event age when we began  0 ms (tick at 2026-11-23T12:00:00Z)
  detach                   4.0 s
  attach                   2.5 s
  total since the event    7.0 s

What to do
  Check that i-b answers on the addresses: the guest must configure a hot-plugged ENI.
`);
  });
});

describe('The e-mail that a failover has failed', () => {
  const alert = ended(failover, stopped, { result: 'failed', because: 'UnauthorizedOperation' });

  test('reads as a whole', () => {
    expect(mail(alert)).toBe(`
Group db: failover FAILED for 1 ENI: UnauthorizedOperation [critical]
Runbook: docs/runbook.md#failover-failed

What failed
  eni-1 (10.0.0.10, 192.0.2.7) primary (i-a) -> spare (i-b): UnauthorizedOperation

What became of the others
  eni-2 (10.0.0.10) primary (i-a) -> spare (i-b): done

Why it was tried
  primary (i-a) is stopped; spare (i-b) is the only candidate

What to do
  Mend the cause named above. It is tried again once a minute, as long as EC2 shows that it has to move.
  To attach by hand: aws ec2 attach-network-interface --network-interface-id … --instance-id … --device-index …
`);
  });

  test('has what became of each ENI for machines', () => {
    expect(alert).toMatchObject({
      kind: 'failover-failed',
      severity: 'critical',
      group: 'db',
      data: {
        trigger: stopped,
        outcomes: [
          { ...eniOne, result: 'failed', because: 'UnauthorizedOperation' },
          { ...eniTwo, result: 'done', because: 'it is so' },
        ],
      },
      fingerprint: 'failed/db/eni-1:i-b',
    });
  });

  test('says of what was not finished in time that it is not finished', () => {
    const unfinished = { result: 'unfinished', because: 'time is up' } as const;
    const both = ended(failover, stopped, unfinished, unfinished);
    expect(both?.summary).toBe('failover NOT FINISHED for 2 ENIs: time is up');
    expect(both?.fingerprint).toBe('failed/db/eni-1:i-b,eni-2:i-b');
    const one = ended(failover, stopped, unfinished, { result: 'failed' });
    expect(one?.summary).toBe('failover FAILED for 2 ENIs: time is up');
  });

  test.each([
    [switchover(), 'Mend the cause named above, and ask for the switchover again.'],
    [spotWarning('i-a'), 'Mend the cause named above. It is tried again when EC2 takes the instance.'],
    [
      alarm('i-a'),
      'Mend the cause named above. It is tried again once a minute, as long as EC2 shows that it has to move.',
    ],
  ])('says when it is tried again after %j', (trigger, remedy) => {
    const text = mail(ended(healthy, trigger, { result: 'failed', because: 'denied' }));
    expect(text).toContain(`\nWhat to do\n  ${remedy}\n`);
  });

  test('reads as a whole where only the protection has failed', () => {
    const doomed = fleet([eni('eni-1', on('i-a', { deleteOnTermination: true }))], [member('i-a')]);
    expect(mail(ended(doomed, tick(), { result: 'failed', because: 'denied' }))).toBe(`
Group db: protection FAILED for 1 ENI: denied [critical]
Runbook: docs/runbook.md#failover-failed

What failed
  eni-1 (10.0.0.10) protection: denied

Why it was tried
  DeleteOnTermination is true: it would be deleted, with its addresses, when i-a is terminated

What to do
  Mend the cause named above, or set it by hand: aws ec2 modify-network-interface-attribute
    --network-interface-id … --attachment AttachmentId=…,DeleteOnTermination=false
`);
  });
});
