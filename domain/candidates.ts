import { describeHold, immovableBecause } from './bars.ts';
import { pairKey } from './earlier.ts';
import { compareText, type FailoverGroup } from './failover-group.ts';
import { describeInstance, type Instance } from './instance.ts';
import type { Instant } from './instant.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Occupancy } from './occupancy.ts';
import { defaultPriority } from './tags.ts';
import { type Evidence, judge, type Verdict } from './verdict.ts';

/** A standby and why it cannot take the group now; a candidate is one with no reasons. */
export interface Assessment {
  readonly instance: Instance;
  readonly reasons: readonly string[];
  /** The evidence about it contradicts itself: a later look may find it able. */
  readonly doubtful: boolean;
}

/** Every preflight check, all of them, so that a person sees at once all that is in the way. */
export function assess(
  instance: Instance,
  networkInterfaces: readonly NetworkInterface[],
  evidence: Evidence,
  occupancy: Occupancy,
  heldSince?: Instant,
): Assessment {
  const verdict = judge(instance.id, evidence, heldSince);
  const reasons = [
    ...reasonsAgainst(instance, networkInterfaces, verdict, evidence),
    ...reasonsOfRoom(instance, networkInterfaces, occupancy),
  ];
  return { instance, reasons, doubtful: verdict.kind === 'doubtful' };
}

/** All that is against an instance as the home of these ENIs, but for the room on it. */
export function reasonsAgainst(
  instance: Instance,
  networkInterfaces: readonly NetworkInterface[],
  verdict: Verdict,
  { earlier }: Evidence,
): readonly string[] {
  const refusal = networkInterfaces
    .map(({ id }) => earlier.refusals.get(pairKey(id, instance.id)))
    .find((because) => because !== undefined);
  return [
    ...reasonsOfState(instance, verdict),
    ...reasonsOfPlace(instance, networkInterfaces),
    ...reasonsOfTags(instance),
    ...(refusal === undefined ? [] : [`EC2 refused it: ${refusal}`]),
  ];
}

function reasonsOfState(instance: Instance, verdict: Verdict): string[] {
  if (verdict.kind === 'doubtful') return [aboutItself(instance, verdict.because)];
  if (instance.state !== 'running') return [`it is ${instance.state}`];
  return verdict.kind === 'able' ? [] : [aboutItself(instance, verdict.because)];
}

/** Whoever lists reasons names the standby in front of them. */
function aboutItself(instance: Instance, because: string): string {
  const subject = `${describeInstance(instance, instance.id)} `;
  return because.startsWith(subject) ? `it ${because.slice(subject.length)}` : because;
}

function reasonsOfPlace(instance: Instance, networkInterfaces: readonly NetworkInterface[]): string[] {
  const zone = networkInterfaces.find((eni) => eni.availabilityZone !== instance.availabilityZone);
  const vpc = networkInterfaces.find((eni) => eni.vpcId !== instance.vpcId);
  return [
    ...(zone ? [`it is in ${instance.availabilityZone}, ${zone.id} in ${zone.availabilityZone}`] : []),
    ...(vpc ? [`it is in ${instance.vpcId || 'no VPC'}, ${vpc.id} in ${vpc.vpcId}`] : []),
  ];
}

function reasonsOfTags(instance: Instance): string[] {
  const hold = describeHold(instance.hold);
  return [
    ...(hold === undefined ? [] : [`it is on hold: ${hold}`]),
    ...(instance.priority.kind === 'unreadable' ? [`its priority tag ${instance.priority.problem}`] : []),
  ];
}

function reasonsOfRoom(
  instance: Instance,
  networkInterfaces: readonly NetworkInterface[],
  occupancy: Occupancy,
): string[] {
  const lacking = networkInterfaces.filter((eni) => !occupancy.holds(instance.id, eni.id)).length;
  if (lacking === 0) return [];
  const free = occupancy.freeSlots(instance);
  if (free === undefined) return [`EC2 did not describe its type ${instance.type}`];
  return free >= lacking
    ? []
    : [`it has ${Math.max(free, 0)} free network interface slots of ${instance.type}, ${lacking} needed`];
}

/** The ENIs of a group that a new home must have room for: all that can move, those on hold too. */
export function travelling(group: FailoverGroup, leader: NetworkInterface): readonly NetworkInterface[] {
  return group.networkInterfaces.filter(
    (eni) =>
      immovableBecause(eni) === undefined &&
      eni.availabilityZone === leader.availabilityZone &&
      eni.vpcId === leader.vpcId,
  );
}

/** The members other than `leaving`, assessed: candidates first and best first, then the others in id order. */
export function assessStandbys(
  group: FailoverGroup,
  leader: NetworkInterface,
  leaving: string | undefined,
  evidence: Evidence,
  occupancy: Occupancy,
): readonly Assessment[] {
  const needed = travelling(group, leader);
  const held = (instance: Instance) => needed.filter((eni) => occupancy.holds(instance.id, eni.id)).length;
  return group.members
    .filter((member) => member.id !== leaving)
    .map((member) => assess(member, needed, evidence, occupancy))
    .sort(
      (a, b) =>
        Number(a.reasons.length > 0) - Number(b.reasons.length > 0) ||
        held(b.instance) - held(a.instance) ||
        priorityOf(a.instance) - priorityOf(b.instance) ||
        occupancy.protectedCount(a.instance.id) - occupancy.protectedCount(b.instance.id) ||
        compareText(a.instance.id, b.instance.id),
    );
}

/** A terminated instance is no standby that a person could mend. */
function isGoneForGood({ state }: Instance): boolean {
  return state === 'terminated' || state === 'shutting-down';
}

export function candidatesAmong(standbys: readonly Assessment[]): readonly Instance[] {
  return standbys.filter(({ reasons }) => reasons.length === 0).map(({ instance }) => instance);
}

/** Why there is no candidate, member by member. */
export function explainNoCandidate(group: FailoverGroup, standbys: readonly Assessment[]): string {
  const alive = standbys.filter(({ instance }) => !isGoneForGood(instance));
  if (alive.length === 0) {
    return `group ${group.name} has no ${group.members.length > 0 ? 'other ' : ''}member`;
  }
  return alive
    .map(({ instance, reasons }) => `${describeInstance(instance, instance.id)}: ${reasons.join(', ')}`)
    .join('; ');
}

function priorityOf(instance: Instance): number {
  return instance.priority.kind === 'read' ? instance.priority.value : defaultPriority;
}
