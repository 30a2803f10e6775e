import type { Instance } from '../../domain/instance.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Attachment, NetworkInterface } from '../../domain/network-interface.ts';
import type { Snapshot } from '../../domain/snapshot.ts';

/** When every snapshot of these tests is taken, unless one says otherwise. */
export const noon: Instant = Date.UTC(2026, 10, 23, 12, 0, 0);

/** A time well before noon: no block period, grace or young event reaches from it to noon. */
export const longAgo: Instant = noon - 3_600_000;

export const seconds = (count: number): number => count * 1_000;

/** An ENI of group `db`, unattached unless told otherwise. */
export function eni(id: string, differences: Partial<NetworkInterface> = {}): NetworkInterface {
  return {
    id,
    availabilityZone: 'eu-west-1a',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    privateIpAddress: '10.0.0.10',
    status: differences.attachment === undefined ? 'available' : 'in-use',
    interfaceType: 'interface',
    requesterManaged: false,
    group: { kind: 'read', value: 'db' },
    hold: { kind: 'absent' },
    ...differences,
  };
}

/** An attachment, as a difference for `eni`: `eni('eni-1', on('i-a'))`. */
export function on(
  instanceId: string,
  differences: Partial<Attachment> = {},
): { readonly attachment: Attachment } {
  const deviceIndex = differences.deviceIndex ?? 1;
  return {
    attachment: {
      id: `eni-attach-${instanceId}-${deviceIndex}`,
      instanceId,
      deviceIndex,
      networkCardIndex: 0,
      status: 'attached',
      attachTime: longAgo,
      deleteOnTermination: false,
      ...differences,
    },
  };
}

/** A running member of group `db` with its primary network interface. */
export function member(id: string, differences: Partial<Instance> = {}): Instance {
  return {
    id,
    type: 'm5.large',
    state: 'running',
    availabilityZone: 'eu-west-1a',
    vpcId: 'vpc-1',
    groups: { kind: 'read', value: ['db'] },
    priority: { kind: 'absent' },
    hold: { kind: 'absent' },
    slots: [{ networkInterfaceId: `primary-of-${id}`, deviceIndex: 0, networkCardIndex: 0 }],
    ...differences,
  };
}

export const groups = (...value: string[]) => ({ groups: { kind: 'read', value } as const });
export const inGroup = (value: string) => ({ group: { kind: 'read', value } as const });
export const held = (value: string) => ({ hold: { kind: 'read', value } as const });
export const priority = (value: number) => ({ priority: { kind: 'read', value } as const });
export const unreadable = (raw: string, problem = 'cannot be read') =>
  ({ kind: 'unreadable', raw, problem }) as const;
export const impairedSince = (since: Instant) => ({ impairment: { checks: ['instance'], since } as const });

/** A whole snapshot: what is attached is shown as a slot of its holder too, as EC2 does. */
export function fleet(
  networkInterfaces: readonly NetworkInterface[],
  instances: readonly Instance[],
  takenAt: Instant = noon,
): Snapshot {
  return {
    takenAt,
    networkInterfaces,
    instances: new Map(
      instances.map((instance) => [instance.id, withSlots(instance, networkInterfaces)] as const),
    ),
    instanceTypes: new Map([
      ['t3.micro', { networkInterfacesMax: 2, networkInterfacesOnCard0Max: 2 }],
      ['m5.large', { networkInterfacesMax: 3, networkInterfacesOnCard0Max: 3 }],
      ['m5.xlarge', { networkInterfacesMax: 4, networkInterfacesOnCard0Max: 4 }],
      ['two-cards', { networkInterfacesMax: 6, networkInterfacesOnCard0Max: 3 }],
    ]),
  };
}

function withSlots(instance: Instance, networkInterfaces: readonly NetworkInterface[]): Instance {
  const attached = networkInterfaces.flatMap(({ id, attachment }) =>
    attachment?.instanceId === instance.id
      ? [
          {
            networkInterfaceId: id,
            deviceIndex: attachment.deviceIndex,
            networkCardIndex: attachment.networkCardIndex,
          },
        ]
      : [],
  );
  return { ...instance, slots: [...instance.slots, ...attached] };
}

/** Attached as the second ENI of a group is. */
export function second(instanceId: string, differences: Partial<Attachment> = {}) {
  return on(instanceId, { deviceIndex: 2, ...differences });
}

/** A group of two ENIs, the leader first. */
export function pair(
  leader: Partial<NetworkInterface>,
  follower: Partial<NetworkInterface>,
  ...instances: readonly Instance[]
): Snapshot {
  return fleet([eni('eni-1', leader), eni('eni-2', follower)], instances);
}
