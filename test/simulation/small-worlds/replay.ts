import { endKey } from './ends.ts';
import { FailoverProcess } from './failover-process.ts';
import { LiveEc2 } from './live-ec2.ts';
import { attachOf } from './liveness.ts';
import { describePlaces } from './places.ts';
import { wokenAt } from './process-tree.ts';
import type { Sabotage } from './sabotages.ts';
import { warmUp } from './sequence.ts';
import type { SmallWorld } from './worlds.ts';

/** What a schedule came to when it was really carried out. */
export interface Replayed {
  readonly end: string;
  readonly harm: readonly string[];
}

const stepPattern = /^(first|second): (?:(crashes)(.*)|\w+ #(\d+))$/;

/**
 * Carries out one schedule, step by step, with both handlers alive at once on one sandbox: nothing of it is remembered from
 * another run. It shows what a violation looked like, and that the exploration computes what really happens.
 */
export async function replay(
  world: SmallWorld,
  schedule: readonly string[],
  sabotage?: Sabotage,
): Promise<Replayed> {
  await warmUp();
  const live = new LiveEc2(world, sabotage);
  const [one, two] = world.events(live.fleet);
  live.clock.advanceTo(wokenAt);
  const stage = new Stage(live, {
    first: await FailoverProcess.start(one, wokenAt),
    second: await FailoverProcess.start(two, wokenAt),
  });
  for (const step of schedule) await stage.take(step);
  return stage.result();
}

type Name = 'first' | 'second';

class Stage {
  readonly #live: LiveEc2;
  readonly #processes: Readonly<Record<Name, FailoverProcess>>;
  readonly #told = new Map<Name, readonly string[]>();
  readonly #attached: string[] = [];
  readonly #harm: string[] = [];

  constructor(live: LiveEc2, processes: Readonly<Record<Name, FailoverProcess>>) {
    this.#live = live;
    this.#processes = processes;
  }

  async take(step: string): Promise<void> {
    const [, name, crashes, how = '', ordinal] = stepPattern.exec(step) ?? [];
    if (name !== 'first' && name !== 'second') throw new Error(`"${step}" is not a step.`);
    const process = this.#processes[name];
    if (crashes === undefined) return this.#answer(process, Number(ordinal));
    for (const [, arriving] of how.matchAll(/#(\d+) still arrives/g))
      await this.#send(process, Number(arriving));
    this.#told.set(name, how.includes('its alerts are lost') ? [] : [...process.moves]);
  }

  result(): Replayed {
    const told = (['first', 'second'] as const).flatMap(
      (name) => this.#told.get(name) ?? this.#processes[name].moves,
    );
    const places = describePlaces(this.#live.sandbox.world, this.#live.fleet);
    return { end: endKey(places, told, this.#attached), harm: this.#harm };
  }

  async #answer(process: FailoverProcess, ordinal: number): Promise<void> {
    const { answer, accepted } = await this.#send(process, ordinal);
    if (accepted) process.clock.putForwardTo(this.#live.clock.now());
    await process.answer(ordinal, answer);
  }

  async #send(process: FailoverProcess, ordinal: number) {
    const call = process.parked.find((parked) => parked.ordinal === ordinal);
    if (call === undefined) throw new Error(`There is no call #${ordinal} that waits.`);
    this.#live.clock.advanceTo(process.clock.now());
    const effect = await this.#live.send(call.body);
    this.#harm.push(...effect.harm);
    const accepted = effect.accepted && call.kind === 'change';
    const attach = accepted ? attachOf(call.body) : undefined;
    if (attach !== undefined) this.#attached.push(attach);
    return { answer: effect.answer, accepted };
  }
}
