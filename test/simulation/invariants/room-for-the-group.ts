import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { Call, History } from '../history.ts';
import { groupOf, isOrdinary, slotsOf } from '../truth.ts';
import type { Invariant } from './invariant.ts';
import { leadersDuring } from './leaders.ts';
import { wasMisled } from './misled.ts';
import { evidenceMs, invocationMs } from './promises.ts';

/**
 * A group's leader is brought only to where its followers can come too: at some moment since the decision may have been
 * made, an invocation and 25 s before the attach, the target had a free slot for each travelling ENI of the group that it
 * did not hold already. Calls that EC2 refused are not judged, nor those of a handler that has just got an odd answer.
 */
export const roomForTheGroup: Invariant = {
  name: 'room-for-the-group',
  afterCall(call, history) {
    const { action, errorCode, networkInterfaceId: id, instanceId, at, before } = call;
    const group = before === undefined ? undefined : groupOf(before);
    if (action !== 'AttachNetworkInterface' || errorCode !== undefined) return [];
    if (before === undefined || group === undefined) return [];
    const from = at - invocationMs - evidenceMs;
    const [leader] = leadersDuring(group, from, at, history);
    if (leader?.networkInterfaceId !== id || wasMisled(call, history)) return [];
    const moments = [from, at - 1, ...momentsOfChange(from, at, history)];
    if (moments.some((moment) => hadRoom(moment, before, call, history))) return [];
    return [`${id} leads ${group} to ${instanceId}, which never had room for all of it`];
  },
};

function momentsOfChange(from: number, to: number, { networkInterfaces }: History): readonly number[] {
  const moments = networkInterfaces
    .ids()
    .flatMap((id) => networkInterfaces.versions(id).map((version) => version.from));
  return [...new Set(moments)].filter((moment) => moment >= from && moment < to);
}

function hadRoom(
  moment: number,
  leader: NetworkInterface,
  { instanceId = '' }: Call,
  { networkInterfaces, instances }: History,
): boolean {
  const target = instances.asOf(instanceId, moment);
  if (target === undefined) return false;
  const enis = networkInterfaces.ids().flatMap((id) => networkInterfaces.asOf(id, moment) ?? []);
  const there = enis.filter(({ attachment }) => attachment?.instanceId === instanceId);
  const there0 = there.filter(({ attachment }) => attachment?.networkCardIndex === 0);
  const { inAll, onCard0 } = slotsOf(target.instanceType);
  const lacking = enis.filter((eni) => travelsWith(eni, leader) && !there.includes(eni));
  return Math.min(inAll - there.length, onCard0 - there0.length) >= lacking.length;
}

function travelsWith(eni: NetworkInterface, leader: NetworkInterface): boolean {
  return (
    groupOf(eni) === groupOf(leader) &&
    isOrdinary(eni) &&
    eni.availabilityZone === leader.availabilityZone &&
    eni.vpcId === leader.vpcId
  );
}
