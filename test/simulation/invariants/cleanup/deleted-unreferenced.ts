import type {
  CidrReservation,
  NetworkInterfacePermission,
  RouteTable,
} from '../../../../sandbox/world/record-references.ts';
import type { NetworkInterface } from '../../../../sandbox/world/records.ts';
import type { History } from '../../history.ts';
import type { Timeline } from '../../timeline.ts';
import type { Invariant } from '../invariant.ts';
import { type Deletion, deletionIn, wrongThroughout } from './deletion.ts';

/**
 * Nothing that somebody counts on is deleted: an Elastic IP on any of its addresses, a route to it, a permission of
 * another account, an explicit reservation of its address, each if it was there for all of the last 25 s.
 */
export const deletedUnreferenced: Invariant = {
  name: 'deleted-unreferenced',
  afterCleanupCall(call, history) {
    const deletion = deletionIn(call, history);
    if (deletion === undefined) return [];
    const references = [
      wrongThroughout(deletion, publicAddressOf),
      lasting(history.cleanup.routeTables, deletion, routesTo(deletion)),
      lasting(history.cleanup.permissions, deletion, permits(deletion)),
      lasting(history.cleanup.cidrReservations, deletion, reserves(deletion)),
    ];
    return references.flatMap((reference) =>
      reference === undefined ? [] : [`${deletion.eniId} was deleted although ${reference} counted on it`],
    );
  },
};

type Referred = Pick<Deletion, 'eniId' | 'before'>;

const routesTo =
  ({ eniId }: Referred) =>
  ({ routes }: RouteTable) =>
    routes.some(({ target }) => target.id === eniId);

const permits =
  ({ eniId }: Referred) =>
  ({ networkInterfaceId }: NetworkInterfacePermission) =>
    networkInterfaceId === eniId;

const reserves =
  ({ before }: Referred) =>
  ({ reservationType, cidr }: CidrReservation) =>
    reservationType === 'explicit' &&
    before.privateIpAddresses.some(({ privateIpAddress }) => isIn(cidr, privateIpAddress));

/** Whether anything at all counts on the ENI now. */
export function isReferredTo(eni: NetworkInterface, history: History): boolean {
  const referred = { eniId: eni.networkInterfaceId, before: eni };
  const { routeTables, permissions, cidrReservations } = history.cleanup;
  return (
    publicAddressOf(eni) !== undefined ||
    isThere(routeTables, routesTo(referred)) ||
    isThere(permissions, permits(referred)) ||
    isThere(cidrReservations, reserves(referred))
  );
}

function isThere<T>(timeline: Timeline<T>, refers: (record: T) => boolean): boolean {
  return timeline.ids().some((id) => {
    const latest = timeline.latest(id);
    return latest !== undefined && refers(latest);
  });
}

function publicAddressOf({ privateIpAddresses }: Deletion['before']): string | undefined {
  return privateIpAddresses.find(({ association }) => association !== undefined)?.association?.publicIp;
}

/** The id of a record that referred to the ENI from before the evidence on until just before the deletion. */
function lasting<T>(
  timeline: Timeline<T>,
  { from, at }: Deletion,
  refers: (record: T) => boolean,
): string | undefined {
  return timeline
    .ids()
    .find(
      (id) =>
        timeline.during(id, from, at - 1).every((record) => record !== undefined && refers(record)) &&
        timeline.asOf(id, from) !== undefined,
    );
}

/** Whether an IPv4 address is in a block. */
function isIn(cidr: string, address: string): boolean {
  const [block = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(block) / size);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
