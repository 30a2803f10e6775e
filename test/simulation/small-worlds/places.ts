import type { World } from '../../../sandbox/world/world.ts';
import type { Fleet } from './fleet.ts';

/** Where the ENIs are and how the members do: all of the world that a handler can see and that can change here. */
export function placesOf(world: World, { a, b, c, enis }: Fleet): readonly unknown[] {
  const homes = enis.map((id) => {
    const attachment = world.networkInterfaces.get(id)?.attachment;
    return world.networkInterfaces.has(id) ? (attachment ?? 'unattached') : 'deleted';
  });
  const members = [a, b, c].map((id) => {
    const { state, hung, checks, ghosts } = world.instance(id);
    return { state, hung, checks, ghosts };
  });
  return [...homes, ...members];
}

/** The same in few words, without ids and times, for counting and for people. */
export function describePlaces(world: World, fleet: Fleet): string {
  const names = new Map([fleet.a, fleet.b, fleet.c].map((id, index) => [id, 'abc'.charAt(index)]));
  return fleet.enis
    .map((id) => {
      const attachment = world.networkInterfaces.get(id)?.attachment;
      if (!world.networkInterfaces.has(id)) return 'deleted';
      if (attachment === undefined) return 'unattached';
      const where = names.get(attachment.instanceId ?? '') ?? 'elsewhere';
      return attachment.status === 'attached' ? `on ${where}` : `${attachment.status} ${where}`;
    })
    .join(', ');
}
