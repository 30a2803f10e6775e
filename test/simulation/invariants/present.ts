import type { Instance, NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History } from '../history.ts';
import { byId, groupOf, isLive, isOrdinary, slotsOf } from '../truth.ts';

/** The fleet as it is now. */
export interface Present {
  readonly instances: ReadonlyMap<string, Instance>;
  /** In id order. */
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly groups: ReadonlyMap<string, Group>;
}

export interface Group {
  readonly name: string;
  /** All that are enrolled, in id order. */
  readonly enrolled: readonly NetworkInterface[];
  /** The first ordinary one: it decides where the group is. */
  readonly leader?: NetworkInterface;
  /** Those that move as one: ordinary, in the leader's Availability Zone and VPC, the leader among them. */
  readonly travelling: readonly NetworkInterface[];
}

export function presentOf({ instances, networkInterfaces }: History): Present {
  const enis = networkInterfaces
    .ids()
    .flatMap((id) => networkInterfaces.latest(id) ?? [])
    .sort(byId);
  const names = new Set(enis.flatMap((eni) => groupOf(eni) ?? []));
  return {
    instances: new Map(instances.ids().flatMap((id) => entryOf(id, instances.latest(id)))),
    networkInterfaces: enis,
    groups: new Map([...names].map((name) => [name, groupFrom(name, enis)])),
  };
}

function entryOf<T>(id: string, record: T | undefined): readonly (readonly [string, T])[] {
  return record === undefined ? [] : [[id, record]];
}

function groupFrom(name: string, enis: readonly NetworkInterface[]): Group {
  const enrolled = enis.filter((eni) => groupOf(eni) === name);
  const leader = enrolled.find(isOrdinary);
  const travelling = enrolled.filter(
    (eni) =>
      isOrdinary(eni) && eni.availabilityZone === leader?.availabilityZone && eni.vpcId === leader.vpcId,
  );
  return { name, enrolled, travelling, ...(leader !== undefined && { leader }) };
}

export function holderOf({ attachment }: NetworkInterface, { instances }: Present): Instance | undefined {
  return instances.get(attachment?.instanceId ?? '');
}

/** Attached, fully, to an instance that is live. */
export function isAtHome(eni: NetworkInterface, holder: Instance | undefined): boolean {
  return eni.attachment?.status === 'attached' && isLive(holder);
}

/** How many more ENIs the instance takes on network card 0. */
export function roomOn(instance: Instance, { networkInterfaces }: Present): number {
  const there = networkInterfaces.filter(({ attachment }) => attachment?.instanceId === instance.instanceId);
  const there0 = there.filter(({ attachment }) => attachment?.networkCardIndex === 0);
  const { inAll, onCard0 } = slotsOf(instance.instanceType);
  return Math.min(inAll - there.length, onCard0 - there0.length);
}
