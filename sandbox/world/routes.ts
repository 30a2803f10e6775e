import type { Route } from './record-references.ts';
import type { View } from './tables.ts';

/** Of a route: the instance that its network interface is attached to, if it is, and whether packets get there. */
export interface RouteNow {
  readonly instanceId?: string;
  readonly instanceOwnerId?: string;
  readonly state: Route['state'];
}

/**
 * A route to a network interface is a blackhole when the interface is gone, is not attached, or is attached to an
 * instance that does not run; of what the service of AWS behind an interface does, nobody outside can know. A route to a
 * peering leads somewhere only while it is active. Of what the sandbox does not hold the route itself says its state.
 */
export function routeNow(view: View, { target, state }: Route): RouteNow {
  if (target.kind === 'vpcPeeringConnectionId') return { state: peeringState(view, target.id) ?? state };
  if (target.kind !== 'networkInterfaceId') return { state };
  const attachment = view.networkInterfaces.get(target.id)?.attachment;
  if (attachment === undefined) return { state: 'blackhole' };
  const { instanceId, instanceOwnerId } = attachment;
  if (instanceId === undefined) return { state: 'active' };
  const isRunning = view.instances.get(instanceId)?.state === 'running';
  return { instanceId, instanceOwnerId, state: isRunning ? 'active' : 'blackhole' };
}

function peeringState(view: View, id: string): Route['state'] | undefined {
  const peering = view.vpcPeeringConnections.get(id);
  if (peering === undefined) return undefined;
  return peering.status === 'active' ? 'active' : 'blackhole';
}
