import type { Story } from './story.ts';
import { manyGroups, seconds, stick, trio } from './story-trio.ts';

test('While many wait for their turn to attach, the target is put on hold: it gets no more of them', async () => {
  const { story, a, b, ids } = manyGroups(6);
  const { faults, world } = story.stage.sandbox;
  faults.throttle('AttachNetworkInterface', { callsPerSecond: 1_000 });
  story.stage.clock.after(seconds(60), () => faults.throttle('AttachNetworkInterface'));
  let noMoreFrom = Number.POSITIVE_INFINITY;
  story.stage.clock.after(seconds(61), () => {
    world.setTag(b, 'eni-warden:hold', 'patching');
    noMoreFrom = story.stage.clock.now() + seconds(15);
  });
  const late: string[] = [];
  world.networkInterfaces.watch(({ id }) => {
    if (story.stage.clock.now() > noMoreFrom && story.whereIs(id) === 'fw-b (attaching)') late.push(id);
  });
  world.terminate(a);
  await story.handle(story.events.stateChange(a, 'shutting-down'));
  expect(late).toEqual([]);
  expect(ids.map(story.whereIs)).toContain('fw-c');
  for (const id of ids) expect(story.whereIs(id)).toMatch(/^fw-[bc]$/);
});

test('While the request rate keeps groups from being begun, what is free is attached all the same', async () => {
  const { story, a, ids } = manyGroups(14, { environment: { ENI_WARDEN_FORCE_AFTER_SECONDS: '600' } });
  const { faults, world } = story.stage.sandbox;
  const from = story.stage.clock.now();
  const first = new Map<string, number>();
  world.networkInterfaces.watch(({ id }) => {
    const place = story.whereIs(id);
    const atMs = story.stage.clock.now() - from;
    if (ids.includes(id) && !first.has(place)) first.set(place, atMs);
    if (place === 'fw-a (detaching)' && atMs < seconds(120))
      faults.throttle('DetachNetworkInterface', { callsPerSecond: 1_000 });
  });
  story.stage.clock.after(seconds(120), () => faults.throttle('DetachNetworkInterface'));
  stick(story, ids, seconds(53));
  await story.handle(story.events.heartbeatAlarm(a));
  expect((first.get('fw-b') ?? 0) - (first.get('nowhere') ?? 0)).toBeLessThan(seconds(20));
  expect(new Set(ids.map(story.whereIs))).toEqual(new Set(['fw-b']));
});

describe('While EC2 cannot be read', () => {
  /** The detach is over long before EC2 can be read again. */
  async function blind(meanwhile: (story: Story, b: string) => void, blindMs = seconds(75)) {
    const { story, a, b, eni, history } = trio();
    const { faults, world } = story.stage.sandbox;
    const from = story.stage.clock.now();
    let attachedAt = Number.POSITIVE_INFINITY;
    world.networkInterfaces.watch(({ id }) => {
      if (id === eni && /^fw-[bc]/.test(story.whereIs(eni)))
        attachedAt = Math.min(attachedAt, story.stage.clock.now() - from);
    });
    stick(story, [eni], seconds(30));
    story.stage.clock.after(seconds(5), () =>
      faults.throttle('DescribeInstances', { callsPerSecond: 1_000 }),
    );
    story.stage.clock.after(seconds(20), () => meanwhile(story, b));
    story.stage.clock.after(seconds(5) + blindMs, () => faults.throttle('DescribeInstances'));
    const ended = await story.handle(story.events.heartbeatAlarm(a)).catch((error: unknown) => error);
    return { story, eni, history, attachedAt, ended };
  }

  test('nothing is attached; then the move goes on', async () => {
    const { story, eni, attachedAt } = await blind(() => undefined);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(attachedAt).toBeGreaterThan(seconds(80));
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  });

  test('for good, nothing is attached, the invocation ends as failed, and people are told', async () => {
    const { story, eni, ended } = await blind(() => undefined, seconds(3_600));
    expect(story.whereIs(eni)).toBe('nowhere');
    expect(ended).toBeInstanceOf(Error);
    expect(story.told('failover-failed')[0]?.subject).toContain('NOT FINISHED');
  });

  test('the target is stopped: the ENI is never attached to it', async () => {
    const { story, eni, history } = await blind(({ stage }, b) => stage.sandbox.world.stop(b));
    expect(story.whereIs(eni)).toBe('fw-c');
    expect(history.filter((place) => place.startsWith('fw-b'))).toEqual([]);
  });
});
