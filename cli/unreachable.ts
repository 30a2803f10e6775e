import type { Sandbox } from '../sandbox/sandbox.ts';
import type { FleetGroup } from './fleet-group.ts';

/**
 * For how many milliseconds nobody could reach each ENI that has come back: from the end of its holder, or for one that
 * hung from `hungAt`, until it was attached elsewhere.
 */
export function unreachableMs(
  { log, world }: Pick<Sandbox, 'log' | 'world'>,
  groups: readonly FleetGroup[],
  hungAt: number,
): ReadonlyMap<string, number> {
  const unreachable = new Map<string, number>();
  for (const { activeId, networkInterfaceIds } of groups) {
    const downAt = log.transitions.find(({ id }) => id === activeId)?.at ?? hungAt;
    for (const networkInterfaceId of networkInterfaceIds) {
      const attached = log.transitions.findLast(
        ({ id, kind }) => id === networkInterfaceId && kind === 'attach',
      );
      const isBack = world.networkInterfaces.get(networkInterfaceId)?.attachment?.status === 'attached';
      if (isBack && attached !== undefined) unreachable.set(networkInterfaceId, attached.at - downAt);
    }
  }
  return unreachable;
}
