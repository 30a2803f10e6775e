import type { Ec2Tree } from './ec2-tree.ts';
import { attachesIn, unrest, unsettled, untold } from './liveness.ts';
import { describePlaces } from './places.ts';
import type { Recovery } from './recovery.ts';
import type { State, Which } from './state.ts';
import type { SmallWorld } from './worlds.ts';

/** A tick comes every minute: that long nobody but the two handlers looks at the fleet. */
const untilTickMs = 60_000;

/** Judges the ends: each only once, of the many schedules that come to the same. */
export class Ends {
  readonly #world: SmallWorld;
  readonly #ec2: Ec2Tree;
  readonly #recovery: Recovery;
  /** Where things were, when, who crashed, and what was told. */
  readonly #judged = new Set<string>();
  /** Where things were, in words. */
  readonly places = new Set<string>();
  /** What each end came to, and the first schedule that led there. */
  readonly schedules = new Map<string, readonly string[]>();
  /** The same, with every change that EC2 accepted and its time, for comparison with another exploration. */
  readonly outcomes = new Set<string>();

  constructor(world: SmallWorld, ec2: Ec2Tree, recovery: Recovery) {
    this.#world = world;
    this.#ec2 = ec2;
    this.#recovery = recovery;
  }

  /** The rules that are broken in the end; undefined where that was asked before. */
  judge(state: State, schedule: () => readonly string[]): Promise<readonly string[]> | undefined {
    const told = state.sides.flatMap((side) => (side.kind === 'alive' ? side.process.told : side.told));
    const crashed = ([0, 1] as const).filter((which) => !hasSucceeded(state, which));
    const key = `${state.ec2.id} ${state.time} ${crashed.join()} ${told.join()}`;
    if (this.#judged.has(key)) return undefined;
    this.#judged.add(key);
    return this.#rulesBroken(state, crashed, told, schedule());
  }

  /** The events of those that crashed are tried again, and a tick comes. */
  async #rulesBroken(
    state: State,
    crashed: readonly Which[],
    told: readonly string[],
    schedule: readonly string[],
  ): Promise<readonly string[]> {
    const attached = attachesIn(state.ec2.accepted);
    const places = describePlaces(state.ec2.live.sandbox.world, this.#ec2.fleet);
    this.places.add(places);
    const end = endKey(places, told, attached);
    if (!this.schedules.has(end)) this.schedules.set(end, schedule);
    this.outcomes.add(`${end} ${JSON.stringify(Object.entries(state.ec2.accepted).sort())}`);
    const recovered = await this.#recovery.from(state.ec2, crashed);
    const all = [...attached, ...recovered.attached];
    return [
      ...(crashed.length === 0 ? await this.#unsettledWithoutTick(state) : []),
      ...recovered.broken,
      ...unrest(all, this.#world.attachesMax),
      ...untold(all, [...told, ...recovered.told]),
    ];
  }

  async #unsettledWithoutTick({ ec2, time }: State): Promise<readonly string[]> {
    const { sandbox, fleet } = (await this.#ec2.at(ec2, time + untilTickMs)).live;
    return unsettled(sandbox.world, fleet).map((problem) => `${problem}, though nobody crashed`);
  }
}

/** Where things are, and what people were told of: the same for ends that are alike. */
export function endKey(places: string, told: readonly string[], attached: readonly string[]): string {
  return JSON.stringify([places, [...new Set(told)].sort(), [...attached].sort()]);
}

/** Lambda tries an event again whose handler crashed or failed. */
function hasSucceeded({ sides }: State, which: Which): boolean {
  const side = sides[which];
  return side.kind === 'alive' && side.process.ended !== undefined && side.process.ended.error === undefined;
}
