import type { Instance, NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History, Invocation } from '../history.ts';
import { groupOf, isHeld, isMember, isOrdinary } from '../truth.ts';
import { evidenceMs } from './promises.ts';
import { isTick } from './ticks.ts';

/**
 * The tick that must have seen that the ENI would die with its instance, and ended with success all the same; undefined
 * where there was none. To be asked when the ENI has died.
 */
export function unprotectedDuring(dead: NetworkInterface, history: History): Invocation | undefined {
  const { since, until } = lastNeed(dead, history);
  return history.invocations.findLast(
    (invocation) =>
      isTick(invocation.event) &&
      invocation.outcome === 'succeeded' &&
      invocation.at >= since + evidenceMs &&
      (invocation.endedAt ?? Number.POSITIVE_INFINITY) <= until,
  );
}

/** The last stretch of time in which the ENI needed protection, without a gap. */
function lastNeed(
  dead: NetworkInterface,
  history: History,
): { readonly since: number; readonly until: number } {
  const { networkInterfaceId: id, attachment } = dead;
  const holderId = attachment?.instanceId ?? '';
  const moments = [...history.networkInterfaces.versions(id), ...history.instances.versions(holderId)]
    .map(({ from }) => from)
    .sort((a, b) => b - a);
  let until = history.now();
  let since = Number.POSITIVE_INFINITY;
  for (const moment of moments) {
    const needed = needsProtection(
      history.networkInterfaces.asOf(id, moment),
      history.instances.asOf(holderId, moment),
      attachment?.attachmentId,
    );
    if (needed) since = moment;
    else if (since === Number.POSITIVE_INFINITY) until = moment;
    else break;
  }
  return isWithItsLeader(dead, history) ? { since, until } : { since: Number.POSITIVE_INFINITY, until };
}

function needsProtection(
  eni: NetworkInterface | undefined,
  holder: Instance | undefined,
  attachmentId: string | undefined,
): boolean {
  const group = eni === undefined ? undefined : groupOf(eni);
  if (eni?.attachment === undefined || holder === undefined || group === undefined) return false;
  const { attachment } = eni;
  return (
    attachment.attachmentId === attachmentId &&
    attachment.status === 'attached' &&
    attachment.deleteOnTermination &&
    isOrdinary(eni) &&
    !isHeld(eni) &&
    holder.state === 'running' &&
    isMember(holder, group) &&
    !isHeld(holder)
  );
}

/** One that lies elsewhere than its group's leader is not the group's to move, and is reported instead. */
function isWithItsLeader(dead: NetworkInterface, { networkInterfaces }: History): boolean {
  const group = groupOf(dead);
  const enrolled = networkInterfaces
    .ids()
    .flatMap((id) => networkInterfaces.latest(id) ?? [])
    .filter((eni) => groupOf(eni) === group && isOrdinary(eni));
  return enrolled.every(
    ({ availabilityZone, vpcId }) => availabilityZone === dead.availabilityZone && vpcId === dead.vpcId,
  );
}
