import { HandMadeHistory, minuteMs } from './invariants/hand-made-history.ts';
import { noHomeIsTold } from './invariants/no-home-is-told.ts';

let made: HandMadeHistory;

beforeEach(async () => {
  made = new HandMadeHistory();
  await made.wait(2 * minuteMs);
});

/** The holder stops, and all that it held stays on it. */
async function stopHolder() {
  made.world.stop(made.a);
  await made.wait(5 * minuteMs);
}

describe('no-home-is-told', () => {
  const judge = () => made.judgeEnd(noHomeIsTold);

  test('is kept by a fleet at home, and broken by an ENI on a stopped holder of which nobody heard', async () => {
    expect(judge()).toEqual([]);
    await stopHolder();
    expect(judge()).toHaveLength(1);
    made.tell('failover-completed', { text: made.eni });
    expect(judge()).toHaveLength(1);
    made.tell('no-standby', { text: `NO STANDBY: ${made.eni}` });
    expect(judge()).toEqual([]);
  });

  test('no hold makes an ENI exempt', async () => {
    made.world.setTag(made.eni, 'eni-warden:hold', 'x');
    await stopHolder();
    expect(judge()).toHaveLength(1);
  });

  test('is broken where people were told of the trouble before, and the teller has seen it pass', async () => {
    await stopHolder();
    made.tell('no-standby', { text: made.eni });
    made.world.start(made.a);
    await made.wait(5 * minuteMs);
    made.invoke(made.events.tick());
    await made.wait(minuteMs);
    await stopHolder();
    expect(judge()).toHaveLength(1);
  });

  test('is kept where the teller cannot have seen it pass, until an hour is over', async () => {
    await stopHolder();
    made.tell('no-standby', { text: made.eni });
    made.world.start(made.a);
    await made.wait(5 * minuteMs);
    made.invoke(made.events.tick(), { environment: 'environment 2' });
    await made.wait(minuteMs);
    await stopHolder();
    expect(judge()).toEqual([]);
    made.world.start(made.a);
    await made.wait(60 * minuteMs);
    await stopHolder();
    expect(judge()).toHaveLength(1);
  });

  test('for an ENI that can never move, a finding is enough', async () => {
    const efa = made.addEni({ interfaceType: 'efa' });
    made.world.setTag(made.b, 'x', 'y');
    expect(judge()).toHaveLength(1);
    made.tell('finding', { text: `${efa} can never be moved`, at: made.now - 30 * 60 * minuteMs });
    expect(judge()).toEqual([]);
  });
});
