import type { Stack } from '../sandbox/stack/stack.ts';
import type { FleetGroup } from './fleet-group.ts';
import { type News, readNews } from './news.ts';
import { type Placements, placementsIn } from './placement.ts';

/** What is the case when the stories are over: the world, what people were told, and how the functions fared. */
export interface Ending {
  readonly before: Placements;
  readonly after: Placements;
  readonly news: readonly News[];
  /** The instances that each had to let go of an ENI by force, by the id of the ENI. */
  readonly forcedOff: ReadonlyMap<string, string>;
  /** The instances of which EC2's status checks say that they are impaired. */
  readonly impaired: ReadonlySet<string>;
  /** The state-change events of each instance: how many reached a rule, and how many were lost. */
  readonly events: ReadonlyMap<string, { readonly delivered: number; readonly lost: number }>;
  readonly runs: Runs;
}

export interface Runs {
  /** What those that failed said. */
  readonly problems: readonly string[];
  /** Runs that are not over. */
  readonly open: number;
  /** Events in a dead-letter or an on-failure queue. */
  readonly givenUp: number;
}

export function endingOf(stack: Stack, groups: readonly FleetGroup[], before: Placements): Ending {
  const { world } = stack.sandbox;
  const instances = groups.flatMap(({ activeId, standbyId }) => [activeId, standbyId]);
  const records = instances.flatMap((id) => world.instances.get(id) ?? []);
  return {
    before,
    after: placementsIn(world, [...before.keys()]),
    news: newsOf(stack),
    forcedOff: new Map(
      records.flatMap(({ instanceId, ghosts }) =>
        ghosts.map(({ networkInterfaceId }) => [networkInterfaceId, instanceId] as const),
      ),
    ),
    impaired: new Set(
      records
        .filter(({ checks }) => Object.values(checks).some(({ status }) => status === 'impaired'))
        .map(({ instanceId }) => instanceId),
    ),
    events: new Map(instances.map((id) => [id, eventsOf(stack, id)])),
    runs: runsOf(stack),
  };
}

/** In the order in which it was published. */
export function newsOf({ sns }: Stack): readonly News[] {
  return [...sns.topics.values()].flat().map(readNews);
}

export function runsOf({ bus, lambda }: Stack): Runs {
  const asked = bus.records.reduce(
    (sum, { matchedRules, copies }) => sum + matchedRules.filter(asksForRunOfItsOwn).length * copies,
    0,
  );
  const over = lambda.invocations.filter(({ attempt, event }) => attempt === 1 && !isBatch(event)).length;
  const failures = lambda.invocations.filter(({ outcome }) => outcome !== 'succeeded');
  return {
    problems: failures.map(({ outcome, error }) => `${outcome}: ${error?.errorMessage.split('\n')[0] ?? ''}`),
    open: asked - over,
    givenUp: [...lambda.queues.values()].flat().length,
  };
}

/** Calls that change addresses go through a queue, where many become one run of the audit, minutes later. */
function asksForRunOfItsOwn(ruleName: string): boolean {
  return !ruleName.endsWith('-address-call');
}

/** Whether a queue has invoked the function. */
function isBatch(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'Records' in event;
}

function eventsOf({ bus }: Stack, instanceId: string) {
  const records = bus.records.filter(({ event }) => event.detail['instance-id'] === instanceId);
  const delivered = records.filter(({ matchedRules }) => matchedRules.length > 0).length;
  return { delivered, lost: records.filter(({ copies }) => copies === 0).length };
}
