import type { Instance, NetworkInterface } from '../../../sandbox/world/records.ts';
import type { Draw } from '../draw.ts';
import type { Simulation } from '../simulation.ts';

const groupKey = 'eni-warden:group';

/** Enrolled instances in one of these states. */
export function members(
  { sandbox }: Simulation,
  ...states: readonly Instance['state'][]
): readonly Instance[] {
  return [...sandbox.world.instances.values()].filter(
    ({ state, tags }) => tags[groupKey] !== undefined && states.includes(state),
  );
}

/** The running members of one group. */
export function membersOf(simulation: Simulation, group: string): readonly Instance[] {
  return members(simulation, 'running').filter(({ tags }) =>
    (tags[groupKey] ?? '').split(' ').includes(group),
  );
}

export function protectedEnis({ sandbox }: Simulation): readonly NetworkInterface[] {
  return [...sandbox.world.networkInterfaces.values()].filter(
    ({ tags, requesterManaged }) => tags[groupKey] !== undefined && !requesterManaged,
  );
}

/** The names of all groups that have an ENI. */
export function groupNames(simulation: Simulation): readonly string[] {
  return [...new Set(protectedEnis(simulation).flatMap(({ tags }) => tags[groupKey] ?? []))];
}

/** A running member, more often than not one that holds something; now and then a stranger that does. */
export function runningVictim(simulation: Simulation): Instance | undefined {
  const running = members(simulation, 'running');
  const holders = new Set(protectedEnis(simulation).map(({ attachment }) => attachment?.instanceId));
  const holding = running.filter(({ instanceId }) => holders.has(instanceId));
  const strangers = [...simulation.sandbox.world.instances.values()].filter(
    ({ instanceId, state, tags }) =>
      state === 'running' && tags[groupKey] === undefined && holders.has(instanceId),
  );
  if (strangers.length > 0 && simulation.draw.chance(0.3)) return oneOf(simulation.draw, strangers);
  return oneOf(simulation.draw, holding.length > 0 && simulation.draw.chance(0.7) ? holding : running);
}

export function oneOf<T>(draw: Draw, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : draw.of(items);
}

export function nameOf({ tags, instanceId }: Instance): string {
  return `${tags.Name ?? 'an instance'} (${instanceId})`;
}
