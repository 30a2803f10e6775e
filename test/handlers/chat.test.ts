import { createAuditStory } from './audit-story.ts';
import { createCleanupStory, days } from './cleanup-story.ts';
import { minutes } from './story.ts';
import { type Chat, chatOf, withChat } from './story-chat.ts';
import { lose, pair } from './story-pair.ts';

const bothOfAMove = ['failover-started', 'failover-completed'];

function chattingPair(options: Parameters<typeof pair>[0] = {}) {
  const set = pair({ ...options, environment: withChat });
  return { ...set, chat: chatOf(set.story.stage.sns) };
}

/** What goes wrong with the chat for good, until it is mended. */
const troubles: readonly (readonly [string, (chat: Chat, messages: number) => void, (chat: Chat) => void])[] =
  [
    ['gone', (chat) => chat.lose(), (chat) => chat.mend()],
    ['refused', (chat, messages) => chat.fail(messages, 'AuthorizationError'), () => undefined],
  ];

describe('with a topic for chat', () => {
  test('a failover is told there, too, in one thread, with what may be filtered by', async () => {
    const { story, chat, a, eni } = chattingPair();
    await lose(story, a);
    expect(story.kindsTold()).toEqual(bothOfAMove);
    expect(chat.kinds()).toEqual(bothOfAMove);
    const [started, completed] = chat.inbox();
    expect(started?.metadata.threadId).toBeDefined();
    expect(completed?.metadata.threadId).toBe(started?.metadata.threadId);
    expect(completed?.content.title).toMatch(/INFO · fw: failover completed in .* 1 ENI fw-a → fw-b$/);
    expect(completed?.metadata.relatedResources).toContain(eni);
    const attributes = [...story.stage.sns.topics.values()].map((topic) =>
      topic.map((each) => each.attributes),
    );
    expect(attributes[1]).toEqual(attributes[0]);
  });

  test('a second failover is another thread', async () => {
    const { story, chat, a, b } = chattingPair();
    await lose(story, a);
    story.member('fw-c');
    await lose(story, b);
    const [first, , second, last] = chat.inbox().map(({ metadata }) => metadata.threadId);
    expect(second).not.toBe(first);
    expect(last).toBe(second);
  });

  test('nobody who can tag can mention, link or mark up anything', async () => {
    const { story, chat, a, b } = chattingPair();
    story.stage.sandbox.world.terminate(b);
    story.member('<!channel> <@U1> @here [x](https://evil.example) ```');
    await lose(story, a);
    expect(chat.kinds()).toEqual(bothOfAMove);
    for (const { content, metadata } of chat.inbox()) {
      const shown = [content.title, content.description, ...content.nextSteps, metadata.summary].join('\n');
      expect(shown).toContain('‹!channel› ‹(at)U1› (at)here (x)(https(:)//evil.example)');
      expect(shown).not.toMatch(/[<>@]|:\/\/|```/);
    }
  });

  test('trouble that lasts is told once there, and again when its reminder is due', async () => {
    const { story, chat, a, b } = chattingPair();
    story.stage.sandbox.world.terminate(b);
    await lose(story, a);
    for (let minute = 0; minute < 30; minute++) {
      await story.stage.clock.advance(minutes(1));
      await story.handle(story.events.tick());
    }
    expect(chat.kinds()).toEqual(['no-standby']);
    await story.stage.clock.advance(minutes(31));
    await story.handle(story.events.tick());
    expect(chat.kinds()).toEqual(['no-standby', 'no-standby']);
    const [first, reminder] = chat.inbox();
    expect(reminder?.id).not.toBe(first?.id);
  });

  test('a sweep and an audit are told there, too', async () => {
    const cleanup = createCleanupStory({ environment: withChat });
    const ofCleanup = chatOf(cleanup.stage.sns);
    cleanup.orphan();
    await cleanup.sweep();
    expect(ofCleanup.kinds()).toEqual(['cleanup-digest']);
    const audit = await createAuditStory({ environment: withChat });
    const ofAudit = chatOf(audit.stage.sns);
    audit.breakRoute();
    await audit.look();
    expect(ofAudit.kinds()).toEqual(audit.stage.alerts().map(({ kind }) => kind));
    expect(ofAudit.kinds()).toContain('audit-news');
  });
});

describe.each(troubles)('while the topic for chat is %s', (_what, begin, end) => {
  test('the alerts are told once, the invocation succeeds, and the chat is told once, later', async () => {
    const { story, chat, a, eni } = chattingPair();
    begin(chat, 2);
    await lose(story, a);
    expect([story.whereIs(eni), story.kindsTold(), chat.kinds()]).toEqual(['fw-b', bothOfAMove, []]);
    end(chat);
    for (let tick = 0; tick < 3; tick++) await story.handle(story.events.tick());
    expect(chat.kinds()).toEqual(bothOfAMove);
    expect(story.kindsTold()).toEqual(bothOfAMove);
  });

  test('no event is tried again, so that nobody hears anything twice from another process', async () => {
    const { story, chat, a, eni } = chattingPair({ rules: true });
    begin(chat, 2);
    story.stage.sandbox.world.terminate(a);
    await story.stage.clock.advance(minutes(10));
    end(chat);
    expect(story.whereIs(eni)).toBe('fw-b');
    expect(story.kindsTold()).toEqual(bothOfAMove);
    expect(story.stage.lambda.invocations.map(({ attempt }) => attempt)).not.toContain(2);
    await story.stage.clock.advance(minutes(2));
    expect(chat.kinds()).toEqual(bothOfAMove);
  });

  test('an audit takes its news as told, and the chat hears of it at the next audit', async () => {
    const story = await createAuditStory({ environment: withChat });
    const chat = chatOf(story.stage.sns);
    begin(chat, 1);
    story.breakRoute();
    await story.look();
    end(chat);
    const told = story.stage.alerts().length;
    expect([told > 0, chat.kinds()]).toEqual([true, []]);
    await story.wait(minutes(15));
    await story.look();
    expect(story.stage.alerts()).toHaveLength(told);
    expect(chat.kinds()).toHaveLength(told);
  });
});

test('a chat that fails for a moment is tried again by the same invocation', async () => {
  const { story, chat, a } = chattingPair();
  chat.fail(3, 'InternalError');
  await lose(story, a);
  expect(chat.kinds().toSorted()).toEqual(bothOfAMove.toSorted());
});

test('a chat that keeps failing delays no attach, and ends the invocation half a minute later at most', async () => {
  const [usual, other] = [chattingPair(), chattingPair()];
  other.chat.fail(1_000, 'InternalError');
  const times: number[] = [];
  for (const { story, a } of [usual, other]) {
    const from = story.stage.clock.now();
    await lose(story, a);
    const attach = story.stage.sandbox.log.transitions.findLast(({ kind }) => kind === 'attach');
    times.push((attach?.at ?? 0) - from, story.stage.clock.now() - from);
  }
  const [attachUsual = 0, endUsual = 0, attachOther, endOther = 0] = times;
  expect(attachOther).toBe(attachUsual);
  expect(endOther - endUsual).toBeLessThanOrEqual(31_000);
});

test('alerts that SNS refuses make the invocation fail, and what the chat has heard is not repeated there', async () => {
  const { story, chat, a } = chattingPair();
  const [alertTopicArn = ''] = story.stage.sns.topics.keys();
  story.stage.sns.failNext(2, 'AuthorizationError', alertTopicArn);
  await expect(lose(story, a)).rejects.toThrow(/2 alerts could not be delivered/);
  expect([story.kindsTold(), chat.kinds()]).toEqual([[], bothOfAMove]);
  await story.handle(story.events.tick());
  expect([story.kindsTold().toSorted(), chat.kinds()]).toEqual([bothOfAMove.toSorted(), bothOfAMove]);
});

test('an attach that waits until its alert is told does not wait for the chat', async () => {
  const [usual, other] = [chattingPair(), chattingPair()];
  other.chat.fail(1_000, 'InternalError');
  const times = [];
  for (const { story } of [usual, other]) {
    const loose = story.eni();
    const from = story.stage.clock.now();
    await story.handle(story.events.tick());
    expect(story.whereIs(loose)).toBe('fw-a');
    const { log } = story.stage.sandbox;
    const attach = log.transitions.findLast(({ kind, id }) => kind === 'attach' && id === loose);
    times.push((attach?.at ?? 0) - from);
  }
  expect(times[1]).toBe(times[0]);
});

test('trouble that is over and comes back is news again in the chat, too', async () => {
  const { story, chat, a, b } = chattingPair();
  const { world } = story.stage.sandbox;
  world.stop(b);
  await story.stage.clock.advance(minutes(2));
  world.setTag(a, 'eni-warden:hold', 'x');
  world.stop(a);
  for (const change of [undefined, () => world.start(a), () => world.stop(a)]) {
    change?.();
    await story.stage.clock.advance(minutes(2));
    await story.handle(story.events.tick());
  }
  expect(chat.kinds()).toEqual(story.kindsTold());
  expect(chat.kinds().filter((kind) => kind === chat.kinds()[0])).toHaveLength(2);
});

test('an audit whose alert SNS refuses is told in the chat by the run that tells the alert, once', async () => {
  const story = await createAuditStory({ environment: withChat });
  const chat = chatOf(story.stage.sns);
  const [alertTopicArn = ''] = story.stage.sns.topics.keys();
  story.breakRoute();
  story.stage.sns.failNext(1, 'AuthorizationError', alertTopicArn);
  await expect(story.look()).rejects.toThrow('AuthorizationError');
  expect(chat.kinds()).toEqual([]);
  await story.wait(minutes(15));
  await story.look();
  expect(chat.kinds()).toEqual(['audit-news']);
  expect(story.news()).toHaveLength(1);
});

test('a chat that cannot be reached for long is not filled with old news: the last fifty come', async () => {
  const { story, chat } = chattingPair();
  chat.lose();
  for (let request = 0; request < 60; request++)
    await story.handle(
      story.events.switchover({ target: 'i-0123456789abcdef0', reason: `request ${request}` }),
    );
  chat.mend();
  await story.handle(story.events.tick());
  expect(story.kindsTold()).toHaveLength(60);
  const asked = chat.inbox().map(({ content }) => Number(/request (\d+)/.exec(content.description)?.[1]));
  expect(asked.toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: 50 }, (_, index) => index + 10),
  );
});

test('a sweep that could not be told in the chat is told there by the next one', async () => {
  const story = createCleanupStory({ environment: withChat });
  const chat = chatOf(story.stage.sns);
  chat.lose();
  story.orphan();
  await story.sweep();
  chat.mend();
  await story.wait(days(1) / 24);
  await story.sweep();
  expect(chat.kinds()).toEqual(['cleanup-digest']);
  expect(story.stage.alerts()).toHaveLength(1);
});
