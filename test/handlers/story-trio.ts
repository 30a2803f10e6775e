import { createStory, type Story } from './story.ts';

/** An active member, the standby that is chosen first, and one that comes last. */
export function trio(enis = 1, options: Parameters<typeof createStory>[0] = {}) {
  const story = createStory(options);
  const instanceType = 'm5.4xlarge';
  const a = story.member('fw-a', { instanceType });
  const b = story.member('fw-b', { instanceType, priority: '1' });
  const c = story.member('fw-c', { instanceType, priority: '2' });
  const added = Array.from({ length: enis }, (_, n) => story.eni({ on: a, at: { deviceIndex: n + 1 } }));
  // The leader first.
  const ids = added.sort();
  return { story, a, b, c, ids, eni: ids[0] ?? '', history: historyOf(story, ids) };
}

/** Several groups with the same members and one ENI each, all on the first member. */
export function manyGroups(count: number, options: Parameters<typeof createStory>[0] = {}) {
  const names = Array.from({ length: count }, (_, n) => `g${n + 10}`);
  const story = createStory(options);
  const member = { instanceType: 'c7gn.16xlarge', group: names.join(' ') };
  const a = story.member('fw-a', member);
  const b = story.member('fw-b', { ...member, priority: '1' });
  story.member('fw-c', { ...member, priority: '2' });
  const ids = names.map((group, n) => story.eni({ group, on: a, at: { deviceIndex: n + 1 } }));
  return { story, a, b, ids };
}

/** Every place where one of the ENIs was, from now on, in order. */
function historyOf(story: Story, ids: readonly string[]): string[] {
  const places: string[] = [];
  story.stage.sandbox.world.networkInterfaces.watch(({ id }) => {
    const place = ids.includes(id) ? story.whereIs(id) : undefined;
    if (place !== undefined && places.at(-1) !== place) places.push(place);
  });
  return places;
}

export const seconds = (count: number): number => count * 1_000;

/** The detaches of the ENIs take so long, from their start. */
export function stick({ stage }: Story, ids: readonly string[], ms: number): void {
  for (const networkInterfaceId of ids) stage.sandbox.faults.stickDetach({ networkInterfaceId, ms });
}
