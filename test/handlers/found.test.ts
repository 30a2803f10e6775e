import type { InProcessRequestHandler } from '../../sandbox/in-process.ts';
import type { Wire } from '../support/stage.ts';
import { createStory, minutes, type Story } from './story.ts';
import { lose, pair } from './story-pair.ts';

/** The environment dies as soon as EC2 has taken its n-th attach; SNS gets no word from it any more. */
function dyingAtAttach(attachesMax: number, died: () => void): Wire {
  let attaches = 0;
  return (handler: InProcessRequestHandler): InProcessRequestHandler => ({
    ...handler,
    async handle(request, options) {
      if (attaches >= attachesMax) return new Promise(() => undefined);
      if (String(request.body).includes('Action=AttachNetworkInterface')) attaches += 1;
      const answer = await handler.handle(request, options);
      if (attaches < attachesMax) return answer;
      died();
      return new Promise(() => undefined);
    },
  });
}

/** An environment that handles the event and dies of it; then Lambda's minute passes. */
async function handleAndDie(story: Story, event: object, attaches = 1): Promise<void> {
  const { clock, sns } = story.stage;
  // Otherwise it would have told before it died.
  sns.down(minutes(1) - 1_000);
  const death = new Promise<void>((resolve) => {
    const handler = story.stage.coldStart('dying', dyingAtAttach(attaches, resolve));
    void story.stage.begin(event, { handler });
  });
  await clock.run(death.then(() => clock.sleep(minutes(1))));
}

/** Lambda's next attempt at the event, in an environment that remembers nothing. */
function handleCold(story: Story, event: object): Promise<void> {
  return story.handle(event, { handler: story.stage.coldStart('cold') });
}

/** Group `fw` with an ENI that nobody holds: its first call is an attach, and nothing is told before. */
function unattached() {
  const story = createStory();
  const b = story.member('fw-b');
  return { story, b, eni: story.eni() };
}

test('an attach of a free ENI is told before it is sent, so that a handler that dies of it has told', async () => {
  const { story, eni } = unattached();
  const death = new Promise<void>((resolve) => {
    const handler = story.stage.coldStart('dying', dyingAtAttach(1, resolve));
    void story.stage.begin(story.events.tick(), { handler });
  });
  await story.stage.clock.run(death);
  expect(story.kindsTold()).toEqual(['failover-started']);
  expect(story.told()[0]?.text).toContain(eni);
});

describe('a handler that dies when EC2 has just taken its attach is made good', () => {
  test('by the next attempt at a tick, which says what is where since when, and that it may be known', async () => {
    const { story, b, eni } = unattached();
    const tick = story.events.tick();
    await handleAndDie(story, tick);
    expect([story.whereIs(eni), story.kindsTold()]).toEqual(['fw-b', []]);

    await handleCold(story, tick);
    expect(story.kindsTold()).toEqual(['failover-found']);
    const { attachment } = story.record(eni);
    expect(story.told()[0]).toMatchObject({ severity: 'info', group: 'fw' });
    expect(story.told()[0]?.data.data).toMatchObject({
      moves: [
        {
          networkInterfaceId: eni,
          to: b,
          since: attachment?.attachTime,
          attachmentId: attachment?.attachmentId,
        },
      ],
    });
  });

  test('by the next attempt at a state change, for each ENI of the group', async () => {
    const { story, b } = unattached();
    const second = story.eni();
    const event = story.events.stateChange(b, 'running');
    await handleAndDie(story, event, 2);
    expect(story.whereIs(second)).toBe('fw-b');
    expect(story.kindsTold()).toEqual([]);
    await handleCold(story, event);
    expect(story.told('failover-found')).toHaveLength(1);
    expect(story.told()[0]?.text).toContain(second);
  });

  test('by the next attempt, though the other ENI of the group has still to move', async () => {
    const { story, b, eni: one } = unattached();
    const [eni = '', second = ''] = [one, story.eni()].sort();
    const event = story.events.stateChange(b, 'running');
    await handleAndDie(story, event, 1);
    expect([eni, second].map(story.whereIs)).toEqual(['fw-b', 'nowhere']);
    await handleCold(story, event);
    expect([eni, second].map(story.whereIs)).toEqual(['fw-b', 'fw-b']);
    expect(story.kindsTold().toSorted()).toEqual([
      'failover-completed',
      'failover-found',
      'failover-started',
    ]);
    expect(story.told('failover-found')[0]?.text).toContain(eni);
    expect(story.told('failover-found')[0]?.text).not.toContain(second);
  });

  test('by the next attempt at an event about another group, which it was helping', async () => {
    const { story, eni } = unattached();
    const other = story.member('db-a', { group: 'db' });
    const event = story.events.stateChange(other, 'running');
    await handleAndDie(story, event);
    expect([story.whereIs(eni), story.kindsTold()]).toEqual(['fw-b', []]);
    await handleCold(story, event);
    expect(story.told('failover-found')[0]?.text).toContain(eni);
  });

  test('while SNS was down during a whole failover, by the next attempt', async () => {
    const { story, a, eni } = pair();
    story.stage.sns.down(minutes(1));
    story.stage.sandbox.world.terminate(a);
    const event = story.events.stateChange(a, 'shutting-down');
    await handleAndDie(story, event);
    expect([story.whereIs(eni), story.kindsTold()]).toEqual(['fw-b', []]);
    await handleCold(story, event);
    expect(story.kindsTold()).toEqual(['failover-found']);
  });

  test('with SNS still down at the next attempt, by the one after it', async () => {
    const { story, eni } = unattached();
    const tick = story.events.tick();
    await handleAndDie(story, tick);
    story.stage.sns.down(minutes(7));
    await expect(handleCold(story, tick)).rejects.toThrow(/1 alerts could not be delivered/);
    await story.stage.clock.advance(minutes(2));
    await handleCold(story, tick);
    expect(story.kindsTold()).toEqual(['failover-found']);
    expect(story.told()[0]?.text).toContain(eni);
  });

  test('after a switchover request, whose next attempt has nothing left to do', async () => {
    const { story, b, eni } = pair();
    story.stage.sns.down(minutes(1));
    const request = story.events.switchover({ target: b });
    await handleAndDie(story, request);
    expect([story.whereIs(eni), story.kindsTold()]).toEqual(['fw-b', []]);
    await handleCold(story, request);
    expect(story.kindsTold()).toEqual(['failover-found']);
    expect(story.told()[0]?.text).toContain('maria@example.com');
  });
});

describe('nothing is found', () => {
  test('by a process that has told of the move, however late it sees the event again', async () => {
    const { story, a } = pair();
    const event = story.events.stateChange(a, 'shutting-down');
    await lose(story, a);
    for (const wait of [1, 1, 60, 120]) {
      await story.stage.clock.advance(minutes(wait));
      await story.handle(event);
    }
    expect(story.kindsTold()).toEqual(['failover-started', 'failover-completed']);
  });

  test('twice by one process, even when reminders are due', async () => {
    const { story } = unattached();
    const tick = story.events.tick();
    await handleAndDie(story, tick);
    for (let hour = 0; hour < 3; hour++) {
      await story.handle(tick);
      await story.stage.clock.advance(minutes(60));
    }
    expect(story.kindsTold()).toEqual(['failover-found']);
  });

  test('by another process that sees a duplicate at once, or the next tick', async () => {
    const { story, a } = pair();
    const event = story.events.stateChange(a, 'shutting-down');
    await lose(story, a);
    await handleCold(story, event);
    await story.stage.clock.advance(minutes(2));
    await handleCold(story, story.events.tick());
    expect(story.told('failover-found')).toEqual([]);
  });

  test('where nothing has moved since the event', async () => {
    const { story, a } = pair();
    const event = story.events.stateChange(a, 'running');
    await story.stage.clock.advance(minutes(30));
    await handleCold(story, event);
    expect(story.kindsTold()).toEqual([]);
  });

  test('in observe mode, in which the function has moved nothing', async () => {
    const story = createStory({ environment: { ENI_WARDEN_MODE: 'observe' } });
    const b = story.member('fw-b');
    const event = story.events.tick();
    story.eni({ on: b, at: { attachTime: story.stage.clock.now() + 1_000 } });
    await story.stage.clock.advance(minutes(2));
    await handleCold(story, event);
    expect(story.kindsTold()).toEqual([]);
  });
});
