import type { AwsEvent } from '../../sandbox/events/aws-events.ts';
import { detachedWithCause } from './invariants/detached-with-cause.ts';
import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

describe('detached-with-cause', () => {
  const detach = async () => made.judgeCall(detachedWithCause, await made.detach(made.eni));

  test('is broken by a detach from a holder that runs and passes its checks', async () => {
    expect(await detach()).toHaveLength(1);
  });

  test('is kept where the holder is stopping, or was it a moment ago', async () => {
    made.world.stop(made.a);
    expect(await detach()).toEqual([]);
  });

  test('is kept where a check has been impaired for two minutes, and broken before', async () => {
    await made.impair(made.a);
    await made.wait(minuteMs);
    const call = await made.detach(made.eni);
    expect(made.judgeCall(detachedWithCause, call)).toHaveLength(1);
    expect(made.judgeCall(detachedWithCause, { ...call, at: call.at + minuteMs })).toEqual([]);
  });

  test('is kept where a status alarm says the same as a check that is impaired', async () => {
    made.arrive(made.events.alarm(made.a));
    expect(await detach()).toHaveLength(1);
    made = new HandMadeHistory();
    await made.impair(made.a);
    made.arrive(made.events.alarm(made.a));
    expect(await detach()).toEqual([]);
  });

  test('is kept for ten minutes after a heartbeat alarm, unless the ENI came there after it', async () => {
    made.arrive(made.events.alarm(made.a, { namespace: 'Firewall', metricName: 'Heartbeat' }));
    const call = await made.detach(made.eni);
    expect(made.judgeCall(detachedWithCause, call)).toEqual([]);
    expect(made.judgeCall(detachedWithCause, { ...call, at: call.at + 11 * minuteMs })).toHaveLength(1);
    const attachment = call.before?.attachment;
    if (call.before === undefined || attachment === undefined) throw new Error('It was attached.');
    const cameLater = { ...call.before, attachment: { ...attachment, attachTime: made.now } };
    expect(made.judgeCall(detachedWithCause, { ...call, before: cameLater })).toHaveLength(1);
  });

  test('is broken by a detach for a muted alarm, for one about another instance and for one that is over', async () => {
    const heartbeat = { namespace: 'Firewall', metricName: 'Heartbeat' };
    const alarm = made.events.alarm(made.a, heartbeat);
    made.arrive({ ...alarm, detail: { ...alarm.detail, muteDetail: { mutedByArn: 'x' } } });
    made.arrive(made.events.alarm(made.b, heartbeat));
    made.arrive({ ...alarm, detail: { ...alarm.detail, state: { ...stateIn(alarm), value: 'OK' } } });
    expect(await detach()).toHaveLength(1);
  });

  test('is kept for three minutes after a Spot warning', async () => {
    made.arrive(made.events.spotWarning(made.a));
    const call = await made.detach(made.eni);
    expect(made.judgeCall(detachedWithCause, call)).toEqual([]);
    expect(made.judgeCall(detachedWithCause, { ...call, at: call.at + 4 * minuteMs })).toHaveLength(1);
  });

  test('is kept where somebody asked for a switchover of the group, and broken where it was another group', async () => {
    made.arrive(made.events.switchover({ group: 'h' }));
    const call = await made.detach(made.eni);
    expect(made.judgeCall(detachedWithCause, call)).toHaveLength(1);
    made.arrive(made.events.switchover({ group: ' g ' }));
    expect(made.judgeCall(detachedWithCause, call)).toEqual([]);
    expect(made.judgeCall(detachedWithCause, { ...call, at: call.at + 16 * minuteMs })).toHaveLength(1);
  });

  test('is broken where the leader came to its holder after the switchover was asked for', async () => {
    made.arrive(made.events.switchover());
    await made.wait(10_000);
    const call = await made.detach(made.eni);
    expect(made.judgeCall(detachedWithCause, call)).toEqual([]);
    const attachment = call.before?.attachment;
    if (call.before === undefined || attachment === undefined) throw new Error('It was attached.');
    const cameLater = { ...call.before, attachment: { ...attachment, attachTime: made.now - 5_000 } };
    expect(made.judgeCall(detachedWithCause, { ...call, before: cameLater })).toHaveLength(1);
  });

  describe('with a leader on one member and a follower on the other', () => {
    async function split({ leaderSince, followerSince }: Readonly<Record<string, number>>) {
      made.world.removeTag(made.eni, 'eni-warden:group');
      const [leader = '', follower = ''] = [made.addEni(), made.addEni()].sort();
      made.put(leader, made.b, { since: made.now - (leaderSince ?? 0) });
      made.put(follower, made.a, { since: made.now - (followerSince ?? 0) });
      await made.wait(minuteMs);
      return { leader, follower };
    }

    test('is kept by a follower that follows its leader', async () => {
      const { follower } = await split({ leaderSince: minuteMs, followerSince: 5 * minuteMs });
      expect(made.judgeCall(detachedWithCause, await made.detach(follower))).toEqual([]);
    });

    test('is broken by a leader that goes to its follower', async () => {
      const { leader } = await split({ leaderSince: 5 * minuteMs, followerSince: minuteMs });
      expect(made.judgeCall(detachedWithCause, await made.detach(leader))).toHaveLength(1);
    });

    test('is broken where the follower came later, and where the leader came long ago', async () => {
      const later = await split({ leaderSince: 5 * minuteMs, followerSince: minuteMs });
      expect(made.judgeCall(detachedWithCause, await made.detach(later.follower))).toHaveLength(1);
      made = new HandMadeHistory();
      const longAgo = await split({ leaderSince: 16 * minuteMs, followerSince: 30 * minuteMs });
      expect(made.judgeCall(detachedWithCause, await made.detach(longAgo.follower))).toHaveLength(1);
    });
  });

  test('does not judge what EC2 refused', async () => {
    const call = await made.call('DetachNetworkInterface', { AttachmentId: 'eni-attach-00000000000000000' });
    expect(call.errorCode).toBe('InvalidAttachmentID.NotFound');
    expect(made.judgeCall(detachedWithCause, call)).toEqual([]);
  });
});

function stateIn({ detail }: AwsEvent): object {
  return typeof detail.state === 'object' && detail.state !== null ? detail.state : {};
}
