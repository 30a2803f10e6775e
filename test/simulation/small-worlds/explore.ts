import { Exploration, type ExplorationOptions } from './exploration.ts';
import { type SmallWorldsFigures, sumUp } from './figures.ts';
import { type SmallWorld, smallWorlds } from './worlds.ts';

export interface SmallWorldsOptions extends ExplorationOptions {
  /** All when omitted. */
  readonly worlds?: readonly SmallWorld[];
}

/**
 * Explores every interleaving of the EC2 calls of two handlers, and every point at which either of them can crash, in worlds
 * of one group, two ENIs or one, and three members; nothing is drawn at random.
 *
 * The handlers are the real ones. A handler cannot know of the other but by what EC2 answers, so that each is run alone, once
 * for every history of answers that it can have; EC2, which is the sandbox, is stepped through every state that it can get
 * into; and the schedules are the paths through the product of the three. What is left out of that product, and why nothing
 * is lost by it, is said in `reduced`: the tests compare it with the product without these reductions, and carry schedules
 * out with both handlers together.
 * The rules of safety are checked with every change that EC2 accepts, those of
 * liveness after both have ended, crashed ones were tried again, and a tick has come.
 */
export async function exploreSmallWorlds({
  worlds = smallWorlds,
  ...options
}: SmallWorldsOptions = {}): Promise<SmallWorldsFigures> {
  const startedAt = performance.now();
  const explored = [];
  for (const world of worlds) explored.push(await new Exploration(world, options).run());
  return sumUp(explored, performance.now() - startedAt);
}
