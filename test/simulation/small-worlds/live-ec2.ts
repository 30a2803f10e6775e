import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { buildFleet, type Fleet } from './fleet.ts';
import type { Answer } from './remembering-clients.ts';
import type { Sabotage } from './sabotages.ts';
import { harmOf } from './safety.ts';
import type { SteppedClock } from './stepped-clock.ts';
import type { SmallWorld } from './worlds.ts';

/** What EC2 made of a call. */
export interface Effect {
  readonly answer: Answer;
  readonly accepted: boolean;
  /** The safety rules that it broke. */
  readonly harm: readonly string[];
}

/** A small world in which things can go on: the sandbox with its own time. */
export class LiveEc2 {
  readonly sandbox: Sandbox;
  readonly clock: SteppedClock;
  readonly fleet: Fleet;
  readonly #world: SmallWorld;
  readonly #sabotage: Sabotage | undefined;

  constructor(world: SmallWorld, sabotage?: Sabotage) {
    const { sandbox, clock, fleet } = buildFleet(world.eniCount);
    this.sandbox = sandbox;
    this.clock = clock;
    this.fleet = fleet;
    this.#world = world;
    this.#sabotage = sabotage;
    world.happen(sandbox, fleet);
    clock.advanceTo(clock.now());
  }

  async send(asked: string): Promise<Effect> {
    const { world } = this.sandbox;
    const body = this.#sabotage?.request?.(asked, world, this.fleet) ?? asked;
    const harm = body.includes('Action=Describe') ? [] : harmOf(body, world, this.fleet, this.#world);
    const response = await this.sandbox.handle({ method: 'POST', path: '/', headers: {}, body });
    const accepted = response.status < 300;
    const answer = { status: response.status, body: withoutNoise(response.body) };
    return {
      answer: this.#sabotage?.answer?.(body, answer) ?? answer,
      accepted,
      harm: accepted ? harm : [],
    };
  }
}

/**
 * Of DescribeInstances, only which ENIs an instance has is left, and not how far each is on its way, which
 * DescribeNetworkInterfaces tells: what no handler looks at would make it as many histories as there are answers.
 */
function withoutNoise(body: string): string {
  const text = body.replace(/<(requestId|RequestID)>[^<]*/, '<$1>');
  if (!text.includes('<DescribeInstancesResponse')) return text;
  return text
    .replace(/<status>(attaching|detaching)</g, '<status>attached<')
    .replace(/<attachTime>[^<]*/g, '<attachTime>2026-01-05T08:00:00.000Z');
}
