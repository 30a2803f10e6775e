import type { Unknowns } from '../../sandbox/unknowns.ts';
import { callAs } from '../simulation/operator.ts';
import { createStory, minutes, type Story } from './story.ts';
import { hang, lose } from './story-pair.ts';
import { seconds, trio } from './story-trio.ts';

/** An attach takes so long that whoever looks next sees it, and a stop longer than any story. */
const timingsOf = (attachMs: number) => ({
  attach: { medianMs: attachMs, p99Ms: attachMs },
  stop: { medianMs: minutes(10), p99Ms: minutes(10) },
});

interface Attaching {
  readonly attachMs?: number;
  readonly unknowns?: Partial<Unknowns>;
}

/** Group `fw` with three members and two ENIs, which somebody attaches to the first of them; gives the ENIs. */
async function justAttached({ attachMs = seconds(8), unknowns = {} }: Attaching = {}) {
  const story = createStory({ timings: timingsOf(attachMs), unknowns });
  const instanceType = 'm5.4xlarge';
  const a = story.member('fw-a', { instanceType });
  story.member('fw-b', { instanceType, priority: '1' });
  story.member('fw-c', { instanceType, priority: '2' });
  const ids = [story.eni(), story.eni()].sort();
  for (const [n, id] of ids.entries()) await attachByHand(story, id, a, n + 1);
  await story.stage.clock.advance(seconds(1));
  expect(ids.map(story.whereIs)).toEqual(['fw-a (attaching)', 'fw-a (attaching)']);
  return { story, a, ids };
}

async function attachByHand({ stage }: Story, eniId: string, instanceId: string, deviceIndex: number) {
  const place = { NetworkInterfaceId: eniId, InstanceId: instanceId, DeviceIndex: `${deviceIndex}` };
  const call = callAs('operator', stage.sandbox, 'AttachNetworkInterface', {
    ...place,
    NetworkCardIndex: '0',
  });
  expect(await stage.clock.run(call)).toBeUndefined();
}

describe('A holder that dies a second after the attach', () => {
  test.each<Unknowns['detachWhileAttaching']>(['IncorrectState', 'success'])(
    'is left as soon as EC2 lets it, and nobody is told of a failure (EC2 answers %s)',
    async (detachWhileAttaching) => {
      const { story, a, ids } = await justAttached({ unknowns: { detachWhileAttaching } });
      await lose(story, a);
      expect(ids.map(story.whereIs)).toEqual(['fw-b', 'fw-b']);
      expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
    },
  );

  test('costs few calls until EC2 lets it go', async () => {
    const { story, a } = await justAttached();
    await lose(story, a);
    expect(story.calls('DetachNetworkInterface')).toBeLessThanOrEqual(5);
    expect(story.calls('DescribeInstances')).toBeLessThanOrEqual(5);
  });

  test('is left by one of many handlers, as ever', async () => {
    const { story, a, ids } = await justAttached();
    story.stage.sandbox.world.terminate(a);
    const events = [1, 2, 3, 4].map(() => story.events.stateChange(a, 'shutting-down'));
    expect(await story.handleAtOnce(events)).toEqual([]);
    expect(ids.map(story.whereIs)).toEqual(['fw-b', 'fw-b']);
    expect(story.told('failover-failed')).toEqual([]);
  });

  test('keeps an ENI that is put on hold before EC2 lets it go', async () => {
    const { story, a, ids } = await justAttached({ attachMs: seconds(40) });
    const [leader = '', follower = ''] = ids;
    const { world } = story.stage.sandbox;
    world.stop(a);
    story.stage.clock.after(seconds(15), () => world.setTag(follower, 'eni-warden:hold', 'looking'));
    await story.handle(story.events.stateChange(a, 'stopping'));
    expect([leader, follower].map(story.whereIs)).toEqual(['fw-b', 'fw-a']);
    expect(story.told('held')).toHaveLength(1);
  });
});

test('A standby that dies while another handler is still attaching to it is left for the third member', async () => {
  const { story, a, b, ids } = trio(2, { timings: timingsOf(seconds(8)) });
  const { stage } = story;
  const died = new Promise<void>((resolve) => {
    stage.sandbox.world.networkInterfaces.watch(({ id }) => {
      if (id === ids[1] && story.whereIs(id) === 'fw-b (attaching)') stage.clock.after(seconds(1), resolve);
    });
  });
  stage.sandbox.world.terminate(a);
  const first = stage.begin(story.events.stateChange(a, 'shutting-down'));
  await stage.clock.run(died);
  stage.sandbox.world.terminate(b);
  const second = stage.begin(story.events.stateChange(b, 'shutting-down'), {
    handler: stage.coldStart('second'),
  });
  await stage.clock.run(Promise.all([first, second]));
  expect(ids.map(story.whereIs)).toEqual(['fw-c', 'fw-c']);
  expect(story.told('failover-failed')).toEqual([]);
  expect(story.told().at(-1)?.subject).toContain('fw-b -> fw-c');
});

describe('An attach that hangs at a holder that is down', () => {
  function hanging(unknowns: Partial<Unknowns> = {}) {
    const story = createStory({ unknowns, timings: timingsOf(seconds(2)) });
    const a = story.member('fw-a');
    story.member('fw-b');
    const eni = story.eni({
      on: a,
      at: { status: 'attaching', attachTime: story.stage.clock.now() - minutes(10) },
    });
    return { story, a, eni };
  }

  test('is told within about a minute, once, with what EC2 said, and the event is tried again', async () => {
    const { story, a, eni } = hanging();
    const from = story.stage.clock.now();
    story.stage.sandbox.world.stop(a);
    await expect(story.handle(story.events.stateChange(a, 'stopping'))).rejects.toThrow(eni);
    expect(story.whereIs(eni)).toBe('fw-a (attaching)');
    expect(story.kindsTold()).toEqual(['failover-failed']);
    const [told] = story.told('failover-failed');
    expect(told?.subject).toContain('NOT FINISHED');
    expect(told?.text).toContain('EC2 has been attaching it to');
    expect(told?.text).toContain('currently attaching');
    expect((told?.at ?? 0) - from).toBeGreaterThan(seconds(59));
    expect((told?.at ?? 0) - from).toBeLessThan(seconds(75));
  });

  test('is left as soon as it is over, by the invocation that has told of it', async () => {
    const { story, a, eni } = hanging();
    story.stage.sandbox.world.stop(a);
    story.stage.clock.after(minutes(2), () =>
      story.stage.sandbox.world.attach(eni, { instanceId: a, deviceIndex: 1 }),
    );
    await story.handle(story.events.stateChange(a, 'stopping'));
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.kindsTold()).toEqual(['failover-failed', 'failover-started', 'failover-completed']);
  });

  test('is told as not finished where the invocation has less time than that', async () => {
    const { story, a, eni } = hanging();
    story.stage.sandbox.world.stop(a);
    const handling = story.handle(story.events.stateChange(a, 'stopping'), { timeoutMs: seconds(30) });
    await expect(handling).rejects.toThrow(eni);
    const [told] = story.told('failover-failed');
    expect(told?.subject).toContain('NOT FINISHED');
    expect(told?.text).toContain('it is still being attached to');
  });

  test('is over when the holder has stopped: a tick moves the ENI then, and people are told so', async () => {
    const { story, a, eni } = hanging();
    story.stage.sandbox.world.stop(a);
    await story.handle(story.events.stateChange(a, 'stopping')).catch(() => undefined);
    await story.stage.clock.advance(minutes(9));
    await story.handle(story.events.tick());
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.kindsTold()).toEqual(['failover-failed', 'failover-started', 'failover-completed']);
  });

  test('at a guest that hangs gives way to Force, once EC2 has taken the detach', async () => {
    const { story, a, eni } = hanging({ detachWhileAttaching: 'success' });
    const refusal = { code: 'IncorrectState', status: 400 };
    await hang(story, a);
    story.stage.sandbox.faults.failNext({ action: 'DetachNetworkInterface', ...refusal });
    await story.handle(story.events.heartbeatAlarm(a));
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.told('failover-failed')).toEqual([]);
  });

  test('is not waited for where the detach is denied', async () => {
    const { story, a } = hanging();
    const denial = { code: 'UnauthorizedOperation', status: 403, times: 100 };
    const from = story.stage.clock.now();
    story.stage.sandbox.world.stop(a);
    story.stage.sandbox.faults.failNext({ action: 'DetachNetworkInterface', ...denial });
    await story.handle(story.events.stateChange(a, 'stopping')).catch(() => undefined);
    expect((story.told('failover-failed')[0]?.at ?? Number.POSITIVE_INFINITY) - from).toBeLessThan(
      seconds(20),
    );
  });
});
