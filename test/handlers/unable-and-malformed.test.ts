import { createStory, minutes } from './story.ts';
import { pair } from './story-pair.ts';

describe('when EC2 cannot be read', () => {
  test('for lack of permission, on-call is told and the invocation fails', async () => {
    const { story } = pair();
    const failure = { code: 'UnauthorizedOperation', status: 403, times: 100 };
    story.stage.sandbox.faults.failNext({ action: 'DescribeInstances', ...failure });
    await expect(story.handle(story.events.tick())).rejects.toThrow();
    expect(story.told('unable-to-look')).toHaveLength(1);
    expect(story.told()[0]).toMatchObject({ severity: 'critical' });
    expect(story.told()[0]?.text).toContain('UnauthorizedOperation');
  });

  test.each(['DescribeNetworkInterfaces', 'DescribeInstances', 'DescribeInstanceStatus'])(
    'because %s fails until the deadline, on-call is told before Lambda ends the invocation',
    async (action) => {
      const { story } = pair();
      story.stage.sandbox.faults.failNext({ action, times: 10_000 });
      const endsAt = story.stage.clock.now() + minutes(2);
      await expect(story.handle(story.events.tick(), { timeoutMs: minutes(2) })).rejects.toThrow();
      expect(story.stage.clock.now()).toBeLessThan(endsAt);
      expect(story.kindsTold()).toEqual(['unable-to-look']);
    },
  );

  test('at every tick, it is told once an hour', async () => {
    const { story } = pair();
    story.stage.sandbox.faults.failNext({
      action: 'DescribeInstances',
      code: 'AuthFailure',
      status: 401,
      times: 70,
    });
    for (let minute = 0; minute < 65; minute++) {
      await story.handle(story.events.tick()).catch(() => undefined);
      await story.stage.clock.advance(minutes(1));
    }
    expect(story.told('unable-to-look')).toHaveLength(2);
  });
});

test('hundreds of unreadable tags are told, and do not make every invocation fail', async () => {
  const story = createStory();
  const a = story.member('fw-a');
  story.eni({ on: a });
  for (let count = 0; count < 500; count++) story.eni({ group: `fw ${count}` });
  await story.handle(story.events.tick());
  expect(story.told('finding')).toHaveLength(1);
});

describe('a malformed event', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'instance i-1 is down'],
    ['a number', 5],
    ['a list', [{}]],
    ['an empty object', {}],
    ['an object that contains itself', circular],
    ['a big integer', 10n],
    ['a function', () => 1],
    ['a foreign event', { source: 'aws.s3', 'detail-type': 'Object Created' }],
    [
      'a state change without an instance',
      { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification', detail: {} },
    ],
    ['an event that goes by a name of the prototype', { source: 'constructor', 'detail-type': '__proto__' }],
    ['an event of a megabyte', { source: 'x'.repeat(1_000_000) }],
  ])('such as %s is told once, acknowledged, and reads and moves nothing', async (_what, event) => {
    const { story } = pair();
    await story.handle(event);
    await story.handle(event);
    expect(story.kindsTold()).toEqual(['malformed']);
    expect(story.stage.sandbox.log.calls.filter(({ service }) => service === 'ec2')).toEqual([]);
  });

  test('that Lambda delivers is never retried and never reaches the on-failure queue', async () => {
    const story = createStory();
    story.stage.lambda.invokeAsync('failover', { source: 'aws.ec2', 'detail-type': 'Something New' });
    await story.stage.clock.advance(minutes(10));
    expect(story.stage.lambda.invocations.map(({ outcome }) => outcome)).toEqual(['succeeded']);
    expect(story.stage.lambda.queues.size).toBe(0);
    expect(story.told('malformed')[0]?.text).toContain('Something New');
  });
});
