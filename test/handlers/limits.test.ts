import { createStory, minutes, type Story } from './story.ts';
import { lose, pair } from './story-pair.ts';

/** Group after group, each with an active member that holds an ENI, and a standby. */
function fleetOf(count: number): Story {
  const story = createStory();
  for (let index = 0; index < count; index++) {
    const group = `g${String(index).padStart(4, '0')}`;
    story.eni({ group, on: story.member(`${group}-a`, { group }) });
  }
  return story;
}

async function callsOfALook(count: number): Promise<Record<string, number>> {
  const story = fleetOf(count);
  await story.handle(story.events.tick());
  const calls: Record<string, number> = {};
  for (const { action } of story.stage.sandbox.log.calls) calls[action] = (calls[action] ?? 0) + 1;
  return calls;
}

test('a look takes as many calls for 1,000 protected ENIs as for 10, less than ten', async () => {
  const [small, large] = [await callsOfALook(10), await callsOfALook(1_000)];
  const total = (calls: Record<string, number>) =>
    Object.values(calls).reduce((sum, count) => sum + count, 0);
  expect(total(small)).toBeLessThan(10);
  // A large account is asked for the impaired instances alone, once for each of three checks; that is learnt once.
  expect({ ...large, DescribeInstanceStatus: 0 }).toEqual({ ...small, DescribeInstanceStatus: 0 });
  expect(large.DescribeInstanceStatus).toBeLessThanOrEqual(4);
});

test('a fleet of more than one page is read whole: an ENI on the last page fails over', async () => {
  const story = fleetOf(1_050);
  const a = story.member('last-a', { group: 'zz' });
  story.member('last-b', { group: 'zz' });
  const eni = story.eni({ group: 'zz', on: a });
  await lose(story, a);
  expect(story.whereIs(eni)).toBe('last-b');
});

describe('an invocation ends before Lambda ends it', () => {
  const hurdles: [string, (story: Story, a: string, eni: string) => void][] = [
    [
      'a detach is stuck',
      ({ stage }, _a, eni) => stage.sandbox.faults.stickDetach({ networkInterfaceId: eni, ms: 1e7 }),
    ],
    [
      'attach is throttled for good',
      ({ stage }) => stage.sandbox.faults.throttle('AttachNetworkInterface', { callsPerSecond: 1e3 }),
    ],
    [
      'detach answers errors for good',
      ({ stage }) => stage.sandbox.faults.failNext({ action: 'DetachNetworkInterface', times: 1e6 }),
    ],
    [
      'attach answers errors for good',
      ({ stage }) => stage.sandbox.faults.failNext({ action: 'AttachNetworkInterface', times: 1e6 }),
    ],
    [
      'every read is throttled',
      ({ stage }) => stage.sandbox.faults.throttle('DescribeNetworkInterfaces', { callsPerSecond: 1e3 }),
    ],
    ['SNS is down', ({ stage }) => stage.sns.down(1e7)],
    [
      'a holder is neither shown nor gone',
      ({ stage }, a) => {
        const flicker = () => {
          stage.sandbox.faults.hideInstance(a, 3_000);
          stage.clock.after(6_000, flicker);
        };
        flicker();
      },
    ],
  ];

  describe.each([15_000, 60_000, 300_000])('after %i ms', (timeoutMs) => {
    test.each(hurdles)('although %s', async (_name, arrange) => {
      const { story, a, eni } = pair();
      const { clock } = story.stage;
      arrange(story, a, eni);
      const endsAt = clock.now() + timeoutMs;
      const ended = story.handle(story.events.heartbeatAlarm(a), { timeoutMs }).catch(() => undefined);
      await ended;
      expect(clock.now()).toBeLessThan(endsAt);
    });
  });

  test('and with no time left at all it fails at once, having changed nothing', async () => {
    const { story, a, eni } = pair();
    await expect(story.handle(story.events.heartbeatAlarm(a), { timeoutMs: 4_000 })).rejects.toThrow(
      /time ran out/,
    );
    expect(story.whereIs(eni)).toBe('fw-a');
  });
});

test('an attach that was throttled until time ran out is told as not finished', async () => {
  const { story, a, eni } = pair();
  story.stage.sandbox.faults.throttle('AttachNetworkInterface', { callsPerSecond: 1e3 });
  await expect(story.handle(story.events.heartbeatAlarm(a))).rejects.toThrow(eni);
  expect(story.told('failover-failed')[0]?.subject).toContain('NOT FINISHED');
});

test('what an invocation leaves is in its error, so that the on-failure queue shows it', async () => {
  const story = createStory({ timeoutMs: 60_000 });
  const a = story.member('fw-a');
  story.member('fw-b');
  const eni = story.eni({ on: a });
  story.stage.sandbox.faults.stickDetach({ networkInterfaceId: eni, ms: minutes(60) });
  story.stage.lambda.invokeAsync('failover', story.events.heartbeatAlarm(a));
  await story.stage.clock.advance(minutes(15));
  expect(story.stage.lambda.invocations.map(({ outcome }) => outcome)).toEqual([
    'failed',
    'failed',
    'failed',
  ]);
  expect(JSON.stringify(story.stage.lambda.queues.get('on-failure'))).toContain(eni);
});
