import { Ec2Tree } from './ec2-tree.ts';
import { Ends } from './ends.ts';
import type { Violation, WorldFigures } from './figures.ts';
import { add, type Frame, type Paths } from './frame.ts';
import { PathTable } from './path-table.ts';
import { ProcessTree, wokenAt } from './process-tree.ts';
import { Recovery } from './recovery.ts';
import type { Sabotage } from './sabotages.ts';
import { warmUp } from './sequence.ts';
import { crashesFrom, describeStep, forcedStep, type Reduction, type State, stepsFrom } from './state.ts';
import { StateNumbers } from './state-numbers.ts';
import { type Machines, take } from './step.ts';
import type { SmallWorld } from './worlds.ts';

export interface ExplorationOptions {
  /** Whether a handler may crash; true when omitted. */
  readonly crashes?: boolean;
  /** Both when omitted. */
  readonly reduction?: Reduction;
  readonly sabotage?: Sabotage;
  /** Whether the first violation ends it; false when omitted. */
  readonly stopAtFirst?: boolean;
}

const allReductions: Reduction = { steadyReads: true, commutingCalls: true };

/**
 * Explores one world: depth first, every state once. What can follow from a state depends on nothing but the state (what each
 * handler was answered, what EC2 has accepted and when, EC2's time), so that a second way into it is counted and not walked
 * again.
 */
export class Exploration {
  readonly #world: SmallWorld;
  readonly #crashes: boolean;
  readonly #reduction: Reduction;
  readonly #stopAtFirst: boolean;
  readonly #machines: Machines;
  readonly #recovery: Recovery;
  readonly #numbers: StateNumbers;
  readonly #paths = new PathTable();
  readonly #stack: Frame[] = [];
  readonly #violations = new Map<string, Violation>();
  readonly ends: Ends;
  #crashPoints = 0;

  constructor(world: SmallWorld, options: ExplorationOptions = {}) {
    const { crashes = true, reduction = allReductions, sabotage, stopAtFirst = false } = options;
    this.#stopAtFirst = stopAtFirst;
    this.#world = world;
    this.#crashes = crashes;
    this.#reduction = reduction;
    const ec2 = new Ec2Tree(world, sabotage);
    const events = world.events(ec2.fleet);
    const first = new ProcessTree(events[0], sabotage);
    const same = JSON.stringify(events[0]) === JSON.stringify(events[1]);
    this.#machines = { ec2, processes: [first, same ? first : new ProcessTree(events[1], sabotage)] };
    this.#numbers = new StateNumbers(same);
    this.#recovery = new Recovery(ec2, events, sabotage);
    this.ends = new Ends(world, ec2, this.#recovery);
  }

  async run(): Promise<WorldFigures> {
    await warmUp();
    const { ec2, processes } = this.#machines;
    const [one, two] = [await processes[0].start(), await processes[1].start()];
    const start: State = {
      sides: [
        { kind: 'alive', process: one, asleep: [] },
        { kind: 'alive', process: two, asleep: [] },
      ],
      ec2: await ec2.start(),
      time: wokenAt,
    };
    return this.#figures(await this.#explore(start));
  }

  /**
   * Depth first, with a stack of its own: whatever is known is stepped through without any waiting, and there are many more
   * states than things to learn.
   */
  async #explore(start: State): Promise<Paths> {
    const root = this.#frame(start, this.#numbers.of(start));
    this.#stack.push(root);
    for (let frame = this.#stack.at(-1); frame !== undefined; frame = this.#stack.at(-1)) {
      const step = frame.steps[frame.taken];
      if (step === undefined) {
        const judging = isOver(frame.state) ? this.#end(frame) : undefined;
        if (judging !== undefined) this.#blame(await judging);
        if (frame.number !== undefined) this.#paths.set(frame.number, frame.paths);
        this.#stack.pop();
        add(this.#stack.at(-1), frame.paths);
        continue;
      }
      frame.taken += 1;
      if (step.kind === 'crash') this.#crashPoints += 1;
      const taken = take(this.#machines, frame.state, step);
      const { state, harm } = taken instanceof Promise ? await taken : taken;
      this.#blame(harm);
      const entered = this.#enter(state);
      if ('known' in entered) add(frame, entered.known);
      else if (!this.#hasEnough()) this.#stack.push(entered);
    }
    return root.paths;
  }

  #enter(state: State): Frame | { readonly known: Paths } {
    const forced = forcedStep(state, this.#reduction);
    if (forced !== undefined) return { state, steps: [forced], taken: 0, paths: { withoutCrash: 0, all: 0 } };
    const number = this.#numbers.of(state);
    const known = this.#paths.get(number);
    return known === undefined ? this.#frame(state, number) : { known };
  }

  /** Where all calls that wait are asleep there is no step but a crash, since the rest is explored elsewhere. */
  #frame(state: State, number: number): Frame {
    const steps = [...stepsFrom(state, this.#reduction), ...(this.#crashes ? crashesFrom(state) : [])];
    return { state, number, steps, taken: 0, paths: { withoutCrash: 0, all: 0 } };
  }

  #hasEnough(): boolean {
    return this.#stopAtFirst && this.#violations.size > 0;
  }

  #end({ state, paths }: Frame): Promise<readonly string[]> | undefined {
    paths.withoutCrash = state.sides.every(({ kind }) => kind === 'alive') ? 1 : 0;
    paths.all = 1;
    return this.ends.judge(state, () => this.#schedule());
  }

  /** The steps that led here. */
  #schedule(): readonly string[] {
    return this.#stack.flatMap(({ steps, taken }) => {
      const step = steps[taken - 1];
      return step === undefined ? [] : [describeStep(step)];
    });
  }

  #blame(broken: readonly string[]): void {
    for (const rule of broken) {
      if (this.#violations.has(rule)) continue;
      this.#violations.set(rule, { world: this.#world.name, broken: rule, schedule: this.#schedule() });
    }
  }

  /** Every account that each handler can give of what it was answered, for comparison with another exploration. */
  accounts(): readonly ReadonlySet<string>[] {
    return this.#machines.processes.map((tree) => tree.accounts());
  }

  #figures({ withoutCrash, all }: Paths): WorldFigures {
    const trees = [...new Set(this.#machines.processes)];
    const sum = (figure: (tree: ProcessTree) => number) =>
      trees.reduce((total, tree) => total + figure(tree), 0);
    return {
      world: this.#world.name,
      eniCount: this.#world.eniCount,
      schedules: withoutCrash,
      schedulesWithCrashes: all - withoutCrash,
      crashPoints: this.#crashPoints,
      states: this.#paths.size,
      histories: sum(({ size }) => size),
      runs: sum(({ runs }) => runs),
      callsMade: sum(({ answersGiven }) => answersGiven),
      endStates: [...this.ends.places].sort(),
      recoveries: this.#recovery.size,
      violations: [...this.#violations.values()],
    };
  }
}

function isOver({ sides }: State): boolean {
  return sides.every((side) => side.kind === 'crashed' || side.process.ended !== undefined);
}
