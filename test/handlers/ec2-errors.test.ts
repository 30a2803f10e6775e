import { createStory, minutes } from './story.ts';
import { lose, pair } from './story-pair.ts';

const actions = [
  'DescribeNetworkInterfaces',
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeInstanceTypes',
  'DetachNetworkInterface',
  'AttachNetworkInterface',
] as const;

describe.each(actions)('while %s', (action) => {
  test('is throttled by a noisy neighbour, the failover slows down and succeeds', async () => {
    const { story, a, eni } = pair();
    const { faults } = story.stage.sandbox;
    faults.throttle(action, { callsPerSecond: action.startsWith('Describe') ? 19 : 4 });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.told('failover-failed')).toEqual([]);
  });

  test.each([
    ['InternalError', 500],
    ['Unavailable', 503],
    ['ServiceUnavailable', 503],
    ['Nameless', 502],
  ])('answers %s for a while, the failover succeeds', async (code, status) => {
    const { story, a, eni } = pair();
    story.stage.sandbox.faults.failNext({ action, code, status, times: 5 });
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  });

  test.each([1, 2, 3])(
    'loses %i replies after the effect, the failover is done once and told',
    async (times) => {
      const { story, a, eni } = pair();
      story.stage.sandbox.faults.loseReplyNext({ action, times });
      await lose(story, a);
      expect(story.whereIs(eni)).toBe('fw-b');
      expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
    },
  );
});

test.each(['UnauthorizedOperation', 'AuthFailure', 'OperationNotPermitted'])(
  'a detach that EC2 refuses with %s is told as failed, with what EC2 said',
  async (code) => {
    const { story, a, eni } = pair();
    story.stage.sandbox.faults.failNext({ action: 'DetachNetworkInterface', code, status: 403, times: 100 });
    await story.handle(story.events.heartbeatAlarm(a)).catch(() => undefined);
    expect(story.whereIs(eni)).toBe('fw-a');
    expect(story.told('failover-failed')).toHaveLength(1);
    expect(story.told('failover-failed')[0]?.text).toContain(code);
  },
);

test('a failure is told once, not at every tick, and its repair at the next', async () => {
  const { story, a, eni } = pair();
  const { faults, world } = story.stage.sandbox;
  const detach = { action: 'DetachNetworkInterface', code: 'OperationNotPermitted', status: 400 };
  faults.impair(a, 'system');
  await story.stage.clock.advance(minutes(5));
  for (let tick = 0; tick < 3; tick++) {
    faults.failNext(detach);
    await story.handle(story.events.tick()).catch(() => undefined);
    expect(story.whereIs(eni)).toBe('fw-a');
  }
  expect(story.told('failover-failed')).toHaveLength(1);

  await story.handle(story.events.tick());
  expect(story.whereIs(eni)).toBe('fw-b');
  expect(world.instance(a).state).toBe('running');
});

test('a target that EC2 refuses for a reason that no Describe shows is passed over for the next one', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  story.member('fw-b', { priority: '1' });
  story.member('fw-c', { priority: '2' });
  const eni = story.eni({ on: a });
  const code = 'AttachmentLimitExceeded';
  story.stage.sandbox.faults.failNext({ action: 'AttachNetworkInterface', code, status: 400 });
  await lose(story, a);
  expect(story.whereIs(eni)).toBe('fw-c');
  expect(story.told('failover-completed')).toHaveLength(1);
});

test('a target that dies between the look and the attach is passed over', async () => {
  const story = createStory({ timings: { detach: { medianMs: 8_000, p99Ms: 8_001 } } });
  const a = story.member('fw-a');
  const b = story.member('fw-b', { priority: '1' });
  story.member('fw-c', { priority: '2' });
  const eni = story.eni({ on: a });
  const { world } = story.stage.sandbox;
  world.terminate(a);
  const handling = story.stage.begin(story.events.stateChange(a, 'shutting-down'));
  await story.stage.clock.advance(3_000);
  world.terminate(b);
  await story.stage.clock.run(handling);
  expect(story.whereIs(eni)).toBe('fw-c');
});

test('a device index that somebody else takes between the look and the attach is replaced by another', async () => {
  const { story, a, b, eni } = pair({ timings: { detach: { medianMs: 8_000, p99Ms: 8_001 } } });
  const handling = story.stage.begin(story.events.heartbeatAlarm(a));
  await story.stage.clock.advance(3_000);
  story.eni({ on: b, group: '' });
  await story.stage.clock.run(handling);
  expect(story.whereIs(eni)).toBe('fw-b');
  expect(story.record(eni).attachment?.deviceIndex).toBe(2);
});

describe('an ENI that somebody moves by hand while we move it', () => {
  test('stays where they put it, if that can hold it', async () => {
    const { story, a, eni } = pair({ timings: { detach: { medianMs: 8_000, p99Ms: 8_001 } } });
    const c = story.member('fw-c');
    const handling = story.stage.begin(story.events.heartbeatAlarm(a));
    await story.stage.clock.advance(3_000);
    story.stage.sandbox.world.attach(eni, { instanceId: c, deviceIndex: 1 });
    await story.stage.clock.run(handling);
    expect(story.whereIs(eni)).toBe('fw-c');
  });
});

// The detach answers that there is no such attachment, which counts as somebody else's success.
test('an ENI that is deleted with its instance before we can protect it is told as a failure', async () => {
  const { story, a, eni } = pair({ timings: { terminate: { medianMs: 2_000, p99Ms: 2_001 } } });
  const { world, faults } = story.stage.sandbox;
  world.attach(eni, { instanceId: a, deviceIndex: 1, deleteOnTermination: true });
  const throttled = { code: 'RequestLimitExceeded', status: 503, times: 3 };
  faults.failNext({ action: 'ModifyNetworkInterfaceAttribute', ...throttled });
  await lose(story, a).catch(() => undefined);
  expect(story.whereIs(eni)).toBe('deleted');
  expect(story.told('failover-failed')).toHaveLength(1);
});

test('a stuck detach of four minutes is told as not finished, thrown, and finished by the retry', async () => {
  const { story, a, eni } = pair();
  story.stage.sandbox.faults.stickDetach({ networkInterfaceId: eni, ms: minutes(4) });
  const event = story.events.heartbeatAlarm(a);
  await expect(story.handle(event, { timeoutMs: 120_000 })).rejects.toThrow(eni);
  expect(story.whereIs(eni)).toBe('fw-a (detaching)');
  expect(story.told('failover-failed')[0]?.subject).toContain('NOT FINISHED');

  await story.stage.clock.advance(minutes(1));
  await story.handle(event).catch(() => undefined);
  await story.stage.clock.advance(minutes(1));
  await story.handle(story.events.tick());
  expect(story.whereIs(eni)).toBe('fw-b');
});
