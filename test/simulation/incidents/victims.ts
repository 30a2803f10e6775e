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

export function protectedEnis({ sandbox }: Simulation): readonly NetworkInterface[] {
  return [...sandbox.world.networkInterfaces.values()].filter(
    ({ tags, requesterManaged }) => tags[groupKey] !== undefined && !requesterManaged,
  );
}

/** The names of all groups that have an ENI. */
export function groupNames(simulation: Simulation): readonly string[] {
  return [...new Set(protectedEnis(simulation).flatMap(({ tags }) => tags[groupKey] ?? []))];
}

/** A running member; more often than not one that holds something. */
export function runningVictim(simulation: Simulation): Instance | undefined {
  const running = members(simulation, 'running');
  const holders = new Set(protectedEnis(simulation).map(({ attachment }) => attachment?.instanceId));
  const holding = running.filter(({ instanceId }) => holders.has(instanceId));
  return oneOf(simulation.draw, holding.length > 0 && simulation.draw.chance(0.7) ? holding : running);
}

export function oneOf<T>(draw: Draw, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : draw.of(items);
}

export function nameOf({ tags, instanceId }: Instance): string {
  return `${tags.Name ?? 'an instance'} (${instanceId})`;
}
