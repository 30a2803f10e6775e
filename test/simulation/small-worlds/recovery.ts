import type { Ec2State, Ec2Tree } from './ec2-tree.ts';
import { startsAt } from './fleet.ts';
import type { LiveEc2 } from './live-ec2.ts';
import { attachOf, unsettled } from './liveness.ts';
import { placesOf } from './places.ts';
import { type Sabotage, toldUnder } from './sabotages.ts';
import { runAlone } from './sequence.ts';
import { tickAt } from './worlds.ts';

/** When Lambda has tried the events of crashed handlers again: it waits one minute, and nobody is at work any more. */
const retryAt = startsAt + 120_000;
const tickAfterMs = 60_000;

/** What came of trying again, and of the tick after it. */
export interface Recovered {
  /** Rules of safety or liveness that were broken. */
  readonly broken: readonly string[];
  /** The moves that people were told of, as "kind eni instance". */
  readonly told: readonly string[];
  /** What was attached, as "eni instance". */
  readonly attached: readonly string[];
}

/** Lets the events of crashed handlers be handled again, each in a cold environment, and then a tick. */
export class Recovery {
  readonly #ec2: Ec2Tree;
  readonly #events: readonly [object, object];
  readonly #known = new Map<string, Promise<Recovered>>();

  readonly #sabotage: Sabotage | undefined;

  constructor(ec2: Ec2Tree, events: readonly [object, object], sabotage?: Sabotage) {
    this.#ec2 = ec2;
    this.#events = events;
    this.#sabotage = sabotage;
  }

  /** How many different worlds there were to recover from. */
  get size(): number {
    return this.#known.size;
  }

  async from(left: Ec2State, crashed: readonly (0 | 1)[]): Promise<Recovered> {
    const state = await this.#ec2.at(left, retryAt);
    const key = JSON.stringify([crashed, placesOf(state.live.sandbox.world, this.#ec2.fleet)]);
    const known = this.#known.get(key) ?? this.#recover(state, crashed);
    this.#known.set(key, known);
    return known;
  }

  async #recover(state: Ec2State, crashed: readonly (0 | 1)[]): Promise<Recovered> {
    const live = await this.#ec2.build(state.past);
    live.clock.advanceTo(retryAt);
    const recovered = { broken: [] as string[], told: [] as string[], attached: [] as string[] };
    for (const which of crashed) await handle(live, this.#events[which], recovered);
    live.clock.advanceTo(live.clock.now() + tickAfterMs);
    await handle(live, tickAt(live.clock.now()), recovered);
    live.clock.advanceTo(live.clock.now() + tickAfterMs);
    recovered.broken.push(...unsettled(live.sandbox.world, live.fleet));
    return { ...recovered, told: toldUnder(this.#sabotage, recovered.told) };
  }
}

async function handle(
  live: LiveEc2,
  event: object,
  { broken, told, attached }: { broken: string[]; told: string[]; attached: string[] },
): Promise<void> {
  const process = await runAlone(live, event, (body, { accepted, harm }) => {
    broken.push(...harm);
    const attach = attachOf(body);
    if (accepted && attach !== undefined) attached.push(attach);
  });
  told.push(...process.moves);
  if (process.ended?.error !== undefined)
    broken.push(`a handler without rivals failed: ${process.ended.error}`);
}
