import { changesOfHolderTold } from './invariants/changes-of-holder-told.ts';
import { completedOnce } from './invariants/completed-once.ts';
import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';
import { malformedTold } from './invariants/malformed-told.ts';
import { refusalsTold } from './invariants/refusals-told.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

describe('changes-of-holder-told', () => {
  const judge = () => made.judgeEnd(changesOfHolderTold);
  let free: string;

  beforeEach(async () => {
    free = made.addEni();
    made.invoke(made.events.tick());
    await made.attach(free, made.b);
  });

  const move = (to: string) => ({ data: { moves: [{ networkInterfaceId: free, to }] } });

  test('is broken by an attach that nobody heard of, or heard of as going elsewhere, or only as a plan', () => {
    made.tell('failover-started', move(made.a));
    made.tell('failover-planned', move(made.b));
    expect(judge()).toHaveLength(1);
  });

  test('is kept by an alert of the move from five minutes before it on', () => {
    made.tell('failover-started', { ...move(made.b), at: made.now - 6 * minuteMs });
    expect(judge()).toHaveLength(1);
    made.tell('failover-started', { ...move(made.b), at: made.now - 4 * minuteMs });
    expect(judge()).toEqual([]);
  });

  test('is kept by a failure that names it, long after', () => {
    const outcomes = [{ networkInterfaceId: free, to: made.b, result: 'unfinished' }];
    made.tell('failover-failed', { data: { outcomes }, at: made.now + 60 * minuteMs });
    expect(judge()).toEqual([]);
  });

  test('is kept where the event that led to it is in the on-failure queue', () => {
    made.history.givenUp.push({ at: made.now, event: made.events.tick() });
    expect(judge()).toHaveLength(1);
    made.history.givenUp.push({ at: made.now, event: made.history.invocations[0]?.event });
    expect(judge()).toEqual([]);
  });

  test('is kept where SNS took no alert of it and the ENI was gone before the retry, and not otherwise', async () => {
    const [first] = made.history.invocations;
    if (first === undefined) throw new Error('There is no invocation.');
    first.outcome = 'failed';
    first.error = `SNS did not take the alert failover-started/g/${free}:unattached/${made.b}`;
    const seenAgain = made.invoke(first.event);
    expect(judge()).toHaveLength(1);
    made.history.invocations.splice(made.history.invocations.indexOf(seenAgain), 1);
    await made.wait(minuteMs);
    await made.detach(free);
    await made.wait(minuteMs);
    expect(judge()).toHaveLength(1);
    made.invoke(first.event);
    expect(judge()).toEqual([]);
  });

  test('does not ask for an alert of what EC2 refused', async () => {
    made.history.calls.length = 0;
    expect((await made.attach(free, made.b)).errorCode).toBe('InvalidParameterValue');
    expect(judge()).toEqual([]);
  });
});

describe('refusals-told', () => {
  const judge = () => made.judgeEnd(refusalsTold);

  test('is broken by a request that nothing came of, once it is five minutes old', async () => {
    made.arrive(made.events.switchover({ group: 'g', target: made.b }));
    expect(judge()).toEqual([]);
    await made.wait(6 * minuteMs);
    expect(judge()).toHaveLength(1);
  });

  test('is kept by a refusal of that very request', async () => {
    const { id } = made.arrive(made.events.switchover());
    await made.wait(6 * minuteMs);
    made.tell('switchover-refused', { data: { trigger: { eventId: 'another' } } });
    expect(judge()).toHaveLength(1);
    made.tell('switchover-refused', { data: { trigger: { eventId: id } } });
    expect(judge()).toEqual([]);
  });

  test('is kept by news of a move of the group after it, not of another group and not from before', async () => {
    made.tell('failover-started', { at: made.now - 1 });
    made.arrive(made.events.switchover());
    await made.wait(6 * minuteMs);
    made.tell('failover-started', { group: 'h' });
    made.tell('no-standby');
    expect(judge()).toHaveLength(1);
    made.tell('failover-found');
    expect(judge()).toEqual([]);
  });

  test('is kept where the group is where it was asked to go, and where it was given up', async () => {
    made.arrive(made.events.switchover({ group: 'g', target: made.a }));
    await made.wait(6 * minuteMs);
    expect(judge()).toEqual([]);
    const event = made.arrive(made.events.switchover());
    await made.wait(6 * minuteMs);
    expect(judge()).toHaveLength(1);
    made.history.givenUp.push({ at: made.now, event: { ...event } });
    expect(judge()).toEqual([]);
  });

  test('is kept where no target was named and the group came to an instance since', async () => {
    made.arrive(made.events.switchover());
    await made.wait(6 * minuteMs);
    made.addEni({ on: made.b, since: made.now });
    expect(judge()).toEqual([]);
  });
});

describe('malformed-told', () => {
  const judge = () => made.judgeEnd(malformedTold);

  test('is broken by an unreadable event that no alert shows, and kept by its excerpt or the queue', async () => {
    const event = made.arrive({ ...made.events.tick(), id: 'malformed-1' });
    made.arrive(made.events.tick());
    await made.wait(6 * minuteMs);
    made.tell('malformed', { data: { excerpt: '{"id":"malformed-2"' } });
    expect(judge()).toHaveLength(1);
    made.tell('malformed', { data: { excerpt: '{"id":"malformed-1"' } });
    expect(judge()).toEqual([]);
    made.history.told.length = 0;
    made.history.givenUp.push({ at: made.now, event });
    expect(judge()).toEqual([]);
  });
});

describe('completed-once', () => {
  const judge = () => made.judgeEnd(completedOnce);
  const completed = (to: string, fingerprint: string, more = {}) =>
    made.tell('failover-completed', {
      fingerprint,
      data: { moves: [{ networkInterfaceId: made.eni, to }] },
      ...more,
    });

  test('is broken by two announcements of one attachment by one environment', () => {
    completed(made.a, 'completed/g/1');
    completed(made.a, 'completed/g/2');
    expect(judge()).toHaveLength(1);
  });

  test('is kept by an exact repeat, and by two environments', () => {
    completed(made.a, 'completed/g/1');
    completed(made.a, 'completed/g/1');
    completed(made.a, 'completed/g/2', { environment: 'environment 2' });
    expect(judge()).toEqual([]);
  });

  test('is kept where the ENI has left and come back between the two, told late or not', async () => {
    const first = { trigger: { at: made.now }, totalSinceEventMs: 1_000 };
    await made.detach(made.eni);
    await made.wait(5 * minuteMs);
    made.put(made.eni, made.a);
    const moves = [{ networkInterfaceId: made.eni, to: made.a }];
    completed(made.a, 'completed/g/1', { data: { ...first, moves } });
    completed(made.a, 'completed/g/2');
    expect(judge()).toEqual([]);
  });
});
