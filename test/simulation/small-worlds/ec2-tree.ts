import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { Call } from './call.ts';
import type { Fleet } from './fleet.ts';
import { LiveEc2 } from './live-ec2.ts';
import { placesOf } from './places.ts';
import type { Answer } from './remembering-clients.ts';
import type { Sabotage } from './sabotages.ts';
import type { SmallWorld } from './worlds.ts';

/** An answer, interned: the same answer is the same object. */
export interface KnownAnswer extends Answer {
  readonly id: number;
}

/** What a change led to; `after` is the state before where EC2 refused it. */
export interface Changed {
  readonly answer: KnownAnswer;
  readonly after: Ec2State;
  readonly accepted: boolean;
  /** The safety rules that it broke. */
  readonly harm: readonly string[];
}

interface PastStep {
  readonly at: number;
  /** Absent where only time passed. */
  readonly body?: string;
}

/** A state of EC2, as it is between two changes; never changed again. */
export interface Ec2State {
  readonly id: number;
  readonly past: readonly PastStep[];
  readonly live: LiveEc2;
  /** By ENI, the changes that EC2 has accepted, each with its time. */
  readonly accepted: Readonly<Record<string, readonly string[]>>;
  /** The ENI that has this attachment; undefined where the attachment is gone. */
  readonly eniOf: (attachmentId: string) => string | undefined;
}

/** A state with what is known to follow from it. */
interface Node extends Ec2State {
  readonly reads: Map<string, KnownAnswer>;
  /** By time and form. */
  readonly changes: Map<number, Map<string, Changed>>;
  later: Ec2State | undefined;
}

/**
 * EC2 as the sandbox has it, as a machine of states that is learnt state by state: each is reached once, by doing in a new
 * sandbox what led there, and known again by what its ENIs have gone through.
 */
export class Ec2Tree {
  readonly fleet: Fleet;
  readonly #world: SmallWorld;
  readonly #sabotage: Sabotage | undefined;
  readonly #states = new Map<string, Ec2State>();
  readonly #answers = new Map<string, KnownAnswer>();

  constructor(world: SmallWorld, sabotage?: Sabotage) {
    this.#world = world;
    this.#sabotage = sabotage;
    this.fleet = new LiveEc2(world).fleet;
  }

  get size(): number {
    return this.#states.size;
  }

  start(): Promise<Ec2State> {
    return this.#reach([], {});
  }

  /** The same state, or what has become of it by itself at that time; at once where it is known, as in all that follows. */
  at(state: Ec2State, time: number): Ec2State | Promise<Ec2State> {
    const { nextAt } = state.live.clock;
    if (nextAt === undefined || nextAt > time) return state;
    const { later } = state as Node;
    return later === undefined ? this.#learnLater(state as Node, nextAt, time) : this.at(later, time);
  }

  read(state: Ec2State, call: Call): KnownAnswer | Promise<KnownAnswer> {
    return (state as Node).reads.get(call.body) ?? this.#learnRead(state as Node, call);
  }

  /** Makes a change at a time at which the state still is as it is. */
  change(state: Ec2State, time: number, call: Call): Changed | Promise<Changed> {
    const known = (state as Node).changes.get(time)?.get(call.body);
    return known ?? this.#learnChange(state as Node, time, call);
  }

  async #learnLater(node: Node, nextAt: number, time: number): Promise<Ec2State> {
    node.later = await this.#reach([...node.past, { at: nextAt }], node.accepted);
    return this.at(node.later, time);
  }

  async #learnRead(node: Node, call: Call): Promise<KnownAnswer> {
    const { answer } = await node.live.send(call.body);
    const interned = this.#intern(answer);
    node.reads.set(call.body, interned);
    return interned;
  }

  async #learnChange(node: Node, time: number, call: Call): Promise<Changed> {
    const live = await this.build(node.past);
    live.clock.advanceTo(time);
    const { answer, accepted, harm } = await live.send(call.body);
    const after = accepted ? await this.#after(node, time, call) : node;
    const changed = { answer: this.#intern(answer), accepted, harm, after };
    const atThatTime = node.changes.get(time) ?? new Map<string, Changed>();
    node.changes.set(time, atThatTime.set(call.body, changed));
    return changed;
  }

  /** A world of its own in which all this has happened. */
  async build(past: readonly PastStep[]): Promise<LiveEc2> {
    const live = new LiveEc2(this.#world, this.#sabotage);
    for (const { at, body } of past) {
      live.clock.advanceTo(at);
      if (body !== undefined) await live.send(body);
    }
    return live;
  }

  #after(state: Ec2State, time: number, { body, enis, attachmentId }: Call): Promise<Ec2State> {
    const eni = enis?.[0] ?? state.eniOf(attachmentId ?? '') ?? '';
    const changes = [...(state.accepted[eni] ?? []), `${time} ${body}`];
    return this.#reach([...state.past, { at: time, body }], { ...state.accepted, [eni]: changes });
  }

  async #reach(past: readonly PastStep[], accepted: Ec2State['accepted']): Promise<Ec2State> {
    const live = await this.build(past);
    // ENIs do not know of each other, so that the order of changes of different ENIs leaves no trace.
    const pasts = Object.entries(accepted).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const places = placesOf(live.sandbox.world, this.fleet);
    const key = JSON.stringify([pasts, places, live.clock.nextAt ?? null]);
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const owners = eniByAttachment(live.sandbox);
    const eniOf = (attachmentId: string) => owners.get(attachmentId);
    const follows = { reads: new Map(), changes: new Map(), later: undefined };
    const state: Node = { id: this.#states.size, past, live, accepted, eniOf, ...follows };
    this.#states.set(key, state);
    return state;
  }

  #intern(answer: Answer): KnownAnswer {
    const key = `${answer.status} ${answer.body}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const interned = { ...answer, id: this.#answers.size };
    this.#answers.set(key, interned);
    return interned;
  }
}

/** The ENI that each attachment belongs to. */
function eniByAttachment({ world }: Sandbox): ReadonlyMap<string, string> {
  const enis = [...world.networkInterfaces.values()];
  return new Map(
    enis.flatMap(({ networkInterfaceId, attachment }) =>
      attachment === undefined ? [] : [[attachment.attachmentId, networkInterfaceId] as const],
    ),
  );
}
