import { describeHold, immovableBecause } from '../bars.ts';
import type { Assessment } from '../candidates.ts';
import type { Instance } from '../instance.ts';
import type { NetworkInterface } from '../network-interface.ts';
import { tagKeys } from '../tags.ts';
import type { AuditContext } from './audit-context.ts';
import { isPrimaryEni } from './eni-place.ts';
import type { GroupState } from './group-state.ts';
import type { Readiness } from './readiness.ts';

/** The first thing to do so that the group can fail over: what is in the way of all, else what is of the likeliest standby. */
export function remedyOfGroup(readiness: Readiness, state: GroupState, context: AuditContext): string {
  const { group, leader, active } = state;
  const ofEnis = group.networkInterfaces
    .map((eni) => remedyOfEni(eni, leader))
    .find((each) => each !== undefined);
  if (ofEnis !== undefined) return ofEnis;
  if (active !== undefined && describeHold(active.hold) !== undefined)
    return removeTag(active.id, tagKeys.hold);
  const likeliest = likeliestOf(readiness.standbys);
  return likeliest === undefined || likeliest.reasons.length === 0
    ? addMember(state)
    : remedyOfStandby(likeliest.instance, state, context);
}

function removeTag(resourceId: string, key: string): string {
  return `aws ec2 delete-tags --resources ${resourceId} --tags Key=${key}`;
}

function remedyOfEni(eni: NetworkInterface, leader: NetworkInterface): string | undefined {
  if (immovableBecause(eni) !== undefined) {
    return `It can never be moved; protect its addresses in another way: ${removeTag(eni.id, tagKeys.group)}`;
  }
  if (describeHold(eni.hold) !== undefined) return removeTag(eni.id, tagKeys.hold);
  if (eni.availabilityZone === leader.availabilityZone && eni.vpcId === leader.vpcId) return undefined;
  return `Give it a group of its own: aws ec2 create-tags --resources ${eni.id} --tags Key=${tagKeys.group},Value=<another group>`;
}

/** The one with the least against it, in the right zone if any is; never one that is gone for good. */
function likeliestOf(standbys: readonly Assessment[]): Assessment | undefined {
  return standbys
    .filter(({ instance: { state } }) => state !== 'terminated' && state !== 'shutting-down')
    .toSorted((a, b) => a.reasons.length - b.reasons.length)[0];
}

function addMember({ group, leader }: GroupState): string {
  return `Launch an instance in ${leader.availabilityZone} of ${leader.vpcId} with ${group.networkInterfaces.length} or more free network interface slots, and: aws ec2 create-tags --resources <its id> --tags Key=${tagKeys.group},Value=${group.name}`;
}

/** In the order in which the failover gives its reasons. */
function remedyOfStandby(instance: Instance, state: GroupState, context: AuditContext): string {
  const { leader } = state;
  const { id } = instance;
  if (instance.state === 'stopped' || instance.state === 'stopping') {
    return `aws ec2 start-instances --instance-ids ${id}`;
  }
  if (instance.impairment !== undefined) {
    return `See why it fails (aws ec2 describe-instance-status --instance-ids ${id}), and then: aws ec2 reboot-instances --instance-ids ${id}`;
  }
  if (instance.state !== 'running')
    return `Wait until ${id} is running, or look why it is not: aws ec2 describe-instances --instance-ids ${id}`;
  if (instance.availabilityZone !== leader.availabilityZone || instance.vpcId !== leader.vpcId) {
    return addMember(state);
  }
  if (describeHold(instance.hold) !== undefined) return removeTag(id, tagKeys.hold);
  if (instance.priority.kind === 'unreadable') {
    return `aws ec2 create-tags --resources ${id} --tags Key=${tagKeys.priority},Value=100`;
  }
  return remedyOfRoom(instance, context);
}

function remedyOfRoom({ id, type }: Instance, context: AuditContext): string {
  const limits = context.fleet.instanceTypes.get(type);
  if (limits === undefined) {
    return `Look why EC2 does not describe the type: aws ec2 describe-instance-types --instance-types ${type}`;
  }
  const spare = (context.enisByInstance.get(id) ?? [])
    .filter((eni) => !isPrimaryEni(eni) && !context.groupOfEni.has(eni.id))
    .map(({ attachment }) => attachment?.id ?? '')
    .toSorted()[0];
  const larger = `give ${id} a type that takes more network interfaces than ${type}, which takes ${limits.networkInterfacesMax} (stop it first): aws ec2 modify-instance-attribute --instance-id ${id} --instance-type Value=<a larger type>`;
  if (spare === undefined) return `Make room: ${larger}`;
  return `Make room: if nobody needs it, aws ec2 detach-network-interface --attachment-id ${spare}; or ${larger}`;
}
