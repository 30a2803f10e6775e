import type { World } from '../sandbox/world/world.ts';

/** Where an ENI is, and what it carries wherever it goes. */
export interface Placement {
  readonly networkInterfaceId: string;
  readonly privateIpAddress: string;
  /** Of its Elastic IP; absent where it has none. */
  readonly publicIp?: string | undefined;
  readonly macAddress: string;
  readonly securityGroups: readonly string[];
  readonly availabilityZone: string;
  readonly status: 'attaching' | 'attached' | 'detaching' | 'unattached';
  /** Absent when it is attached to nothing. */
  readonly instanceId?: string | undefined;
}

/** By the id of the ENI; one that was deleted is missing. */
export type Placements = ReadonlyMap<string, Placement>;

export function placementsIn(
  world: Pick<World, 'networkInterfaces'>,
  networkInterfaceIds: readonly string[],
): Placements {
  const placements = new Map<string, Placement>();
  for (const id of networkInterfaceIds) {
    const eni = world.networkInterfaces.get(id);
    if (eni === undefined) continue;
    const [primary] = eni.privateIpAddresses;
    placements.set(id, {
      networkInterfaceId: id,
      privateIpAddress: primary?.privateIpAddress ?? '',
      publicIp: primary?.association?.publicIp,
      macAddress: eni.macAddress,
      securityGroups: eni.groups.map(({ groupId }) => groupId),
      availabilityZone: eni.availabilityZone,
      status: eni.attachment?.status ?? 'unattached',
      instanceId: eni.attachment?.instanceId,
    });
  }
  return placements;
}
