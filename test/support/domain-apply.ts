import type { Action } from '../../domain/action.ts';
import type { Instance } from '../../domain/instance.ts';
import type { Instant } from '../../domain/instant.ts';
import type { NetworkInterface } from '../../domain/network-interface.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Snapshot } from '../../domain/snapshot.ts';

/**
 * The snapshot that EC2 would show at `later` had every action of the plan succeeded at once at `now`, and had all that
 * was attaching or detaching come to its end.
 */
export function applied(plan: Plan, snapshot: Snapshot, now: Instant, later: Instant): Snapshot {
  const actionsOf = new Map(plan.changes.map(({ eniId, actions }) => [eniId, actions]));
  const networkInterfaces = snapshot.networkInterfaces.map((before) =>
    settled((actionsOf.get(before.id) ?? []).reduce((eni, action) => after(eni, action, now), before)),
  );
  const protectedIds = new Set(networkInterfaces.map(({ id }) => id));
  const instances = [...snapshot.instances.values()].map(
    (instance) => [instance.id, withSlotsOf(instance, networkInterfaces, protectedIds)] as const,
  );
  return { ...snapshot, takenAt: later, networkInterfaces, instances: new Map(instances) };
}

function after(eni: NetworkInterface, action: Action, now: Instant): NetworkInterface {
  switch (action.kind) {
    case 'await-leader':
      return eni;
    case 'set-delete-on-termination':
      if (eni.attachment?.id !== action.attachmentId) return eni;
      return { ...eni, attachment: { ...eni.attachment, deleteOnTermination: false } };
    case 'detach':
      return eni.attachment?.id === action.attachmentId ? detached(eni) : eni;
    case 'attach':
      if (eni.attachment !== undefined) return eni;
      return {
        ...eni,
        status: 'in-use',
        attachment: {
          id: `eni-attach-${eni.id}-${now}`,
          instanceId: action.instanceId,
          deviceIndex: action.deviceIndex,
          networkCardIndex: 0,
          status: 'attached',
          attachTime: now,
          deleteOnTermination: false,
        },
      };
    default:
      return action satisfies never;
  }
}

function detached({ attachment: _, ...eni }: NetworkInterface): NetworkInterface {
  return { ...eni, status: 'available' };
}

function settled(eni: NetworkInterface): NetworkInterface {
  if (eni.attachment === undefined) return { ...eni, status: 'available' };
  if (eni.attachment.status === 'detaching') return detached(eni);
  return { ...eni, attachment: { ...eni.attachment, status: 'attached' } };
}

function withSlotsOf(
  instance: Instance,
  networkInterfaces: readonly NetworkInterface[],
  protectedIds: ReadonlySet<string>,
): Instance {
  const strangers = instance.slots.filter(({ networkInterfaceId }) => !protectedIds.has(networkInterfaceId));
  const ours = networkInterfaces.flatMap(({ id, attachment }) =>
    attachment?.instanceId === instance.id ? [{ ...attachment, networkInterfaceId: id }] : [],
  );
  return {
    ...instance,
    slots: [...strangers, ...ours].map(({ networkInterfaceId, deviceIndex, networkCardIndex }) => ({
      networkInterfaceId,
      deviceIndex,
      networkCardIndex,
    })),
  };
}
