import { minutes } from './story.ts';
import { lose, pair } from './story-pair.ts';

/** How long the ENI was without its home, counted from now. */
async function timeToAttach(set: ReturnType<typeof pair>): Promise<number> {
  const { story, a, eni } = set;
  const from = story.stage.clock.now();
  await lose(story, a).catch(() => undefined);
  expect(story.whereIs(eni)).toBe('fw-b');
  const attach = story.stage.sandbox.log.transitions.findLast(({ kind }) => kind === 'attach');
  return (attach?.at ?? Number.POSITIVE_INFINITY) - from;
}

test('the start of a failover is told while the detach is under way, before anything is attached', async () => {
  const { story, a, eni } = pair();
  await lose(story, a);
  const [started, completed] = story.told();
  expect([started?.kind, completed?.kind]).toEqual(['failover-started', 'failover-completed']);
  const detach = story.stage.sandbox.log.transitions.find(({ kind, id }) => kind === 'detach' && id === eni);
  expect(started?.at).toBeLessThan(detach?.at ?? 0);
});

test('the end is told with the age of the event and the time of each phase', async () => {
  const { story, a } = pair();
  await lose(story, a);
  const [completed] = story.told('failover-completed');
  for (const phase of ['event age', 'detach', 'attach', 'total']) expect(completed?.text).toContain(phase);
  expect(completed?.data).toMatchObject({
    version: 1,
    kind: 'failover-completed',
    region: 'eu-west-1',
    data: { moves: [{ from: a, forced: false, detachMs: expect.any(Number), attachMs: expect.any(Number) }] },
  });
});

test('subscribers can filter by severity, kind and group', async () => {
  const { story, a } = pair();
  await lose(story, a);
  const [topic] = story.stage.sns.topics.values();
  const attributes = topic?.map((message) =>
    Object.entries(message.attributes)
      .map(([name, { value }]) => `${name}=${value}`)
      .toSorted(),
  );
  expect(attributes).toEqual([
    ['group=fw', 'kind=failover-started', 'severity=warning'],
    ['group=fw', 'kind=failover-completed', 'severity=info'],
  ]);
});

describe('while SNS is down', () => {
  test.each([20_000, minutes(10)])('for %i ms, a failover takes no longer', async (ms) => {
    const [usual, other] = [pair(), pair()];
    other.story.stage.sns.down(ms);
    expect(await timeToAttach(other)).toBe(await timeToAttach(usual));
  });

  test('for 20 seconds, every alert is delivered by the same invocation', async () => {
    const { story, a } = pair();
    story.stage.sns.down(20_000);
    await lose(story, a);
    expect(story.kindsTold().toSorted()).toEqual(['failover-completed', 'failover-started']);
  });

  test('for 10 minutes, the invocation fails, and the next one in this process delivers what is owed', async () => {
    const { story, a } = pair();
    story.stage.sns.down(minutes(10));
    await expect(lose(story, a)).rejects.toThrow(/2 alerts could not be delivered/);
    expect(story.kindsTold()).toEqual([]);

    await story.stage.clock.advance(minutes(10));
    await story.handle(story.events.tick());
    expect(story.kindsTold().toSorted()).toEqual(['failover-completed', 'failover-started']);
  });

  test('an alert that SNS refuses for good makes the invocation fail at once, not at the deadline', async () => {
    const { story, a, eni } = pair();
    story.stage.sns.failNext(100, 'AuthorizationError');
    const from = story.stage.clock.now();
    await expect(lose(story, a)).rejects.toThrow(/AuthorizationError/);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.stage.clock.now() - from).toBeLessThan(60_000);
  });
});

describe('a move that stops halfway and is begun again by the same invocation', () => {
  const indexTaken = {
    action: 'AttachNetworkInterface',
    code: 'InvalidParameterValue',
    status: 400,
    message: "Instance 'i-1' already has an interface attached at device index '1'.",
  };

  test('to the same target is told as started once', async () => {
    const { story, a, eni } = pair();
    story.stage.sandbox.faults.failNext(indexTaken);
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.calls('AttachNetworkInterface')).toBe(2);
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  });

  test('to another target is told as started again', async () => {
    const { story, a, eni } = pair();
    story.member('fw-c', { priority: '500' });
    const refusal = { action: 'AttachNetworkInterface', code: 'AttachmentLimitExceeded', status: 400 };
    story.stage.sandbox.faults.failNext(refusal);
    await lose(story, a);
    expect(story.whereIs(eni)).toBe('fw-c');
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-started', 'failover-completed']);
  });
});

test('a move that a later invocation begins again to the same target is told as started again', async () => {
  const { story, a, eni } = pair();
  story.stage.sandbox.faults.failNext({
    action: 'AttachNetworkInterface',
    code: 'AttachmentLimitExceeded',
    status: 400,
  });
  await lose(story, a);
  expect([story.whereIs(eni), story.kindsTold()]).toEqual(['nowhere', ['failover-started', 'no-standby']]);
  await story.handle(story.events.tick());
  expect(story.whereIs(eni)).toBe('fw-b');
  expect(story.told('failover-started')).toHaveLength(2);
});

test('a second move of the same ENI to the same member is told as started, too, by the same process', async () => {
  const { story, a, b, eni } = pair();
  await lose(story, a);
  const c = story.member('fw-c');
  await story.handle(story.events.switchover({ target: c }));
  await story.handle(story.events.switchover({ target: b }));
  expect(story.whereIs(eni)).toBe('fw-b');
  expect(story.told('failover-started')).toHaveLength(3);
  expect(story.told('failover-completed')).toHaveLength(3);
});

test('a malformed event whose alert SNS did not take is told by the next attempt, though the process died', async () => {
  const { story } = pair();
  const event = { source: 'aws.ec2', 'detail-type': 'Something New' };
  story.stage.sns.down(minutes(10));
  await expect(story.handle(event, { handler: story.stage.coldStart('dying') })).rejects.toThrow(/malformed/);
  await story.stage.clock.advance(minutes(10));
  await story.handle(event, { handler: story.stage.coldStart('cold') });
  expect(story.kindsTold()).toEqual(['malformed']);
});

test('a refused switchover whose refusal SNS did not take is told by the next attempt, though the process died', async () => {
  const { story } = pair();
  const request = story.events.switchover({ target: 'i-0123456789abcdef0' });
  story.stage.sns.down(minutes(6));
  const dying = { handler: story.stage.coldStart('dying') };
  await expect(story.handle(request, dying)).rejects.toThrow(/switchover-refused/);
  await story.stage.clock.advance(minutes(1));
  await story.handle(request, { handler: story.stage.coldStart('cold') });
  expect(story.kindsTold()).toEqual(['switchover-refused']);
});
