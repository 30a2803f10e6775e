import { Exploration, type ExplorationOptions } from './exploration.ts';
import { exploreSmallWorlds } from './explore.ts';
import { replay } from './replay.ts';
import { sabotages } from './sabotages.ts';
import { type SmallWorld, smallWorlds } from './worlds.ts';

// Some seconds of work, on a busy machine a good deal more.
jest.setTimeout(300_000);

/** With one ENI a world is a hundred times smaller, and two handlers still meet at every call. */
const ofOneEni: readonly SmallWorld[] = smallWorlds.map((world) => ({ ...world, eniCount: 1 }));

function worldOf(name: string): SmallWorld {
  const world = ofOneEni.find((candidate) => candidate.name === name);
  if (world === undefined) throw new Error(`There is no small world "${name}".`);
  return world;
}

const toldTwice = worldOf('a loss, told twice');

async function endsOf(world: SmallWorld, options: ExplorationOptions) {
  const exploration = new Exploration(world, options);
  const figures = await exploration.run();
  const { schedules: ends, outcomes } = exploration.ends;
  return { figures, ends, outcomes, accounts: exploration.accounts() };
}

// One in which Force is needed takes several times as long as the others, and is left to the whole exploration.
const quickOnes = ofOneEni.filter(({ name }) => name !== 'a guest that hangs, told twice');

test.each(quickOnes)('no order of calls and no crash does harm in: $name', async (world) => {
  const { violations, schedules, crashPoints } = await exploreSmallWorlds({ worlds: [world] });
  expect(violations).toEqual([]);
  expect(schedules).toBeGreaterThan(1_000);
  expect(crashPoints).toBeGreaterThan(1_000);
});

test('an exploration is the same every time', async () => {
  const [one, other] = [await endsOf(toldTwice, {}), await endsOf(toldTwice, {})];
  expect(other.figures).toEqual(one.figures);
  expect([...other.ends]).toEqual([...one.ends]);
});

test('what was computed from handlers that ran apart happens to handlers that run together', async () => {
  for (const name of ['a loss, told twice', 'two switchovers, to the two candidates']) {
    const { ends } = await endsOf(worldOf(name), {});
    expect(ends.size).toBeGreaterThan(1);
    for (const [end, schedule] of ends) expect((await replay(worldOf(name), schedule)).end).toBe(end);
  }
});

test.each([{ steadyReads: false }, { commutingCalls: false }])(
  'nothing is lost by leaving out orders (all, but %j)',
  async (left) => {
    const reduced = await endsOf(toldTwice, { crashes: false });
    const reduction = { steadyReads: true, commutingCalls: true, ...left };
    const whole = await endsOf(toldTwice, { crashes: false, reduction });
    expect(whole.figures.states).toBeGreaterThan(reduced.figures.states);
    expect(reduced.outcomes.size).toBeGreaterThan(1);
    expect(whole.outcomes).toEqual(reduced.outcomes);
    // Whatever a handler can be answered, one call after the other, it is answered in both.
    expect(reduced.accounts[0]?.size).toBeGreaterThan(100);
    expect(whole.accounts).toEqual(reduced.accounts);
  },
);

describe.each(sabotages.map((make) => [make().name, make] as const))('the mistake to %s', (_name, make) => {
  test('is found, and the schedule that is given leads to it', async () => {
    const { violations } = await exploreSmallWorlds({
      worlds: [toldTwice],
      sabotage: make(),
      stopAtFirst: true,
    });
    const [violation] = violations;
    expect(violation).toBeDefined();
    expect(violation?.schedule.length).toBeGreaterThan(0);
    const { harm } = await replay(toldTwice, violation?.schedule ?? [], make());
    if (violation?.broken.includes('was taken from')) expect(harm).toContain(violation.broken);
  });
});
