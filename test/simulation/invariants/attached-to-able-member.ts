import type { Instance, NetworkInterface } from '../../../sandbox/world/records.ts';
import type { Call, History } from '../history.ts';
import { groupOf, isImpaired, isMember } from '../truth.ts';
import type { Invariant } from './invariant.ts';
import { evidenceMs } from './promises.ts';

/**
 * An ENI is attached only to an instance that a look of the last 25 s may have shown as a running member of its group, in
 * its Availability Zone, with no impaired status check. All of this must have been true of one version of the instance;
 * calls that EC2 refused are not judged here.
 */
export const attachedToAbleMember: Invariant = {
  name: 'attached-to-able-member',
  afterCall(call, history) {
    if (call.action !== 'AttachNetworkInterface' || call.errorCode !== undefined) return [];
    const { networkInterfaceId = '', instanceId = '', at } = call;
    const enis = history.networkInterfaces.during(networkInterfaceId, at - evidenceMs, at);
    const targets = history.instances.during(instanceId, at - evidenceMs, at);
    if (targets.some((target) => enis.some((eni) => isAbleFor(target, eni)))) return [];
    return [`${networkInterfaceId} was attached to ${instanceId}, ${whatIsWrong(call, history)}`];
  },
};

function isAbleFor(target: Instance | undefined, eni: NetworkInterface | undefined): boolean {
  return target !== undefined && eni !== undefined && problemsOf(target, eni).length === 0;
}

function problemsOf(target: Instance, eni: NetworkInterface): readonly string[] {
  const group = groupOf(eni);
  return [
    ...(group !== undefined && isMember(target, group)
      ? []
      : [`no member of ${group ?? 'any readable group'}`]),
    ...(target.state === 'running' ? [] : [target.state]),
    ...(target.availabilityZone === eni.availabilityZone
      ? []
      : [`in ${target.availabilityZone}, not ${eni.availabilityZone}`]),
    ...(isImpaired(target) ? ['impaired'] : []),
  ];
}

function whatIsWrong({ networkInterfaceId = '', instanceId = '' }: Call, history: History): string {
  const target = history.instances.latest(instanceId);
  const eni = history.networkInterfaces.latest(networkInterfaceId);
  if (target === undefined || eni === undefined) return 'which does not exist';
  return `now ${problemsOf(target, eni).join(', ') || 'able'}, and at no moment before all of member, running, near and healthy`;
}
