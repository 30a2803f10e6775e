import type { Instance } from './instance.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Snapshot } from './snapshot.ts';

interface Occupant {
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
}

/**
 * Which places on which instance are taken, by what a snapshot shows and by what this plan has given away. Where the
 * two reads of a snapshot differ, a place is taken if either says so.
 */
export class Occupancy {
  readonly #snapshot: Snapshot;
  readonly #occupants = new Map<string, Map<string, Occupant>>();
  readonly #takenIndexes: ReadonlyMap<string, ReadonlySet<number>>;
  readonly #protectedCounts = new Map<string, number>();

  constructor(snapshot: Snapshot, takenIndexes: ReadonlyMap<string, ReadonlySet<number>>) {
    this.#snapshot = snapshot;
    this.#takenIndexes = takenIndexes;
    for (const instance of snapshot.instances.values()) {
      for (const slot of instance.slots) this.#occupantsOf(instance.id).set(slot.networkInterfaceId, slot);
    }
    for (const { id, attachment } of snapshot.networkInterfaces) {
      if (attachment?.instanceId === undefined) continue;
      this.#occupantsOf(attachment.instanceId).set(id, attachment);
      this.#countProtected(attachment.instanceId);
    }
  }

  holds(instanceId: string, networkInterfaceId: string): boolean {
    return this.#occupants.get(instanceId)?.has(networkInterfaceId) === true;
  }

  /** How many protected ENIs it holds or has been promised. */
  protectedCount(instanceId: string): number {
    return this.#protectedCounts.get(instanceId) ?? 0;
  }

  /** How many more ENIs it takes on network card 0; undefined where EC2 did not describe its type. */
  freeSlots(instance: Instance): number | undefined {
    const limits = this.#snapshot.instanceTypes.get(instance.type);
    if (limits === undefined) return undefined;
    const occupants = [...this.#occupantsOf(instance.id).values()];
    const onCard0 = occupants.filter((occupant) => occupant.networkCardIndex === 0).length;
    return Math.min(
      limits.networkInterfacesMax - occupants.length,
      limits.networkInterfacesOnCard0Max - onCard0,
    );
  }

  /** Gives a place on card 0 to an ENI: its old device index where that is free, else the lowest free one from 1. */
  reserve(networkInterface: NetworkInterface, instanceId: string): number {
    const occupants = this.#occupantsOf(instanceId);
    const known = occupants.get(networkInterface.id);
    if (known !== undefined) return known.deviceIndex;
    const onCard0 = [...occupants.values()].filter((occupant) => occupant.networkCardIndex === 0);
    const taken = new Set(onCard0.map((occupant) => occupant.deviceIndex));
    for (const index of this.#takenIndexes.get(instanceId) ?? []) taken.add(index);
    const old = networkInterface.attachment?.deviceIndex;
    const deviceIndex = old !== undefined && old > 0 && !taken.has(old) ? old : lowestFree(taken);
    occupants.set(networkInterface.id, { deviceIndex, networkCardIndex: 0 });
    this.#countProtected(instanceId);
    return deviceIndex;
  }

  #occupantsOf(instanceId: string): Map<string, Occupant> {
    const known = this.#occupants.get(instanceId);
    if (known !== undefined) return known;
    const occupants = new Map<string, Occupant>();
    this.#occupants.set(instanceId, occupants);
    return occupants;
  }

  #countProtected(instanceId: string): void {
    this.#protectedCounts.set(instanceId, this.protectedCount(instanceId) + 1);
  }
}

function lowestFree(taken: ReadonlySet<number>): number {
  let index = 1;
  while (taken.has(index)) index++;
  return index;
}
