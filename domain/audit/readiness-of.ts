import { barToTouching, describeHold, immovableBecause } from '../bars.ts';
import { type Assessment, assessStandbys, candidatesAmong, explainNoCandidate } from '../candidates.ts';
import { nothingEarlier } from '../earlier.ts';
import { planFailover } from '../failover.ts';
import type { FailoverGroup } from '../failover-group.ts';
import { describeInstance, type Instance } from '../instance.ts';
import type { Instant } from '../instant.ts';
import { Occupancy } from '../occupancy.ts';
import type { Plan } from '../plan.ts';
import { defaultFailoverPolicy } from '../policy.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Evidence } from '../verdict.ts';
import { inWords } from './finding-words.ts';
import { type GroupState, stateOfGroup } from './group-state.ts';
import { neighbourhoodOf } from './neighbourhood.ts';
import type { Readiness } from './readiness.ts';

/**
 * Whether the group's next failover would succeed: its active member is taken as terminated, and the failover's own plan has to
 * bring every ENI of the group to another member. Whatever else the member holds falls with it, and wants room on the standbys
 * too. The reasons are those of the failover's own rules.
 */
export function readinessOf(group: FailoverGroup, fleet: Snapshot, now: Instant): Readiness {
  const around = neighbourhoodOf(group.name, fleet);
  const state = stateOfGroup(group, around);
  if (state === undefined)
    return { group: group.name, ready: false, standbys: [], reasons: ['it has no ENI'] };
  const { active } = state;
  if (active === undefined) {
    const standbys = assessAll(state, evidenceOf(around, now), new Occupancy(around, new Map()));
    return { group: group.name, ready: false, standbys, reasons: [whyNobodyIsActive(state, around)] };
  }
  const evidence = evidenceOf(afterLossOf(active, around), now);
  const plan = planFailover(evidence.snapshot, evidence.trigger, evidence.policy, now);
  const left = leftBehind(state, plan);
  const { standbys, rivals } = assess(state, evidence, plan, left.length > 0);
  const reasons = left.length === 0 ? [] : reasonsOf(state, active, { evidence, plan, standbys, rivals });
  return { group: group.name, ready: left.length === 0, active: active.id, standbys, reasons };
}

/** The evidence of a tick: nothing but the snapshot. */
function evidenceOf(snapshot: Snapshot, now: Instant): Evidence {
  return {
    snapshot,
    trigger: { kind: 'tick', eventId: 'audit', at: now },
    policy: defaultFailoverPolicy,
    now,
    earlier: nothingEarlier,
  };
}

function afterLossOf(active: Instance, fleet: Snapshot): Snapshot {
  return {
    ...fleet,
    instances: new Map([...fleet.instances, [active.id, { ...active, state: 'terminated' }]]),
  };
}

/** The ENIs of the group that the plan brings to no other member. */
function leftBehind({ group }: GroupState, { changes }: Plan): readonly string[] {
  const moved = new Set(changes.filter(({ to }) => to !== undefined).map(({ eniId }) => eniId));
  return group.networkInterfaces.map(({ id }) => id).filter((id) => !moved.has(id));
}

function assessAll(
  { group, leader, active }: GroupState,
  evidence: Evidence,
  occupancy: Occupancy,
): readonly Assessment[] {
  return assessStandbys(group, leader, active?.id, evidence, occupancy);
}

/** Where the group does not get through, other groups may have: what the plan gave them is taken. */
function assess(
  state: GroupState,
  evidence: Evidence,
  { changes }: Plan,
  fails: boolean,
): { readonly standbys: readonly Assessment[]; readonly rivals: readonly string[] } {
  const occupancy = new Occupancy(evidence.snapshot, evidence.earlier.takenIndexes);
  const standbys = assessAll(state, evidence, occupancy);
  const others = changes.filter(({ group }) => group !== state.group.name);
  if (!fails || others.length === 0) return { standbys, rivals: [] };
  const enis = new Map(evidence.snapshot.networkInterfaces.map((eni) => [eni.id, eni]));
  for (const { eniId, to } of others) {
    const eni = enis.get(eniId);
    if (eni !== undefined && to !== undefined) occupancy.reserve(eni, to);
  }
  const left = assessAll(state, evidence, occupancy);
  const isRivalry = candidatesAmong(standbys).length > 0 && candidatesAmong(left).length === 0;
  const taken = new Set(candidatesAmong(standbys).map(({ id }) => id));
  const takers = others.filter(({ to }) => taken.has(to ?? '')).map(({ group }) => group);
  return { standbys: left, rivals: isRivalry ? takers : [] };
}

interface Failure {
  readonly evidence: Evidence;
  readonly plan: Plan;
  readonly standbys: readonly Assessment[];
  readonly rivals: readonly string[];
}

/** The ENIs' own bars, the active member's hold, and what is against each standby; else the words of the plan. */
function reasonsOf(
  { group, leader }: GroupState,
  active: Instance,
  { evidence, plan, standbys, rivals }: Failure,
): readonly string[] {
  const hold = describeHold(active.hold);
  const reasons = [
    ...group.networkInterfaces.flatMap((eni) => {
      const bar = barToTouching(eni, leader, evidence);
      return bar === undefined ? [] : [`${eni.id}: ${bar.because}`];
    }),
    ...(hold === undefined
      ? []
      : [`its active member ${describeInstance(active, active.id)} is on hold: ${hold}`]),
    ...(candidatesAmong(standbys).length > 0
      ? []
      : [`no standby can take it (${explainNoCandidate(group, standbys)})`]),
    ...(rivals.length === 0 ? [] : [`the room is taken by what falls with it: ${inWords(rivals)}`]),
  ];
  if (reasons.length > 0) return reasons;
  return plan.spared
    .filter((spared) => spared.group === group.name)
    .map(({ eniId, because }) => `${eniId}: ${because}`);
}

function whyNobodyIsActive({ group, holders, leader }: GroupState, fleet: Snapshot): string {
  const names = holders.map((id) => describeInstance(fleet.instances.get(id), id));
  if (names.length > 1) return `its ENIs are split between ${inWords(names)}`;
  if (names.length === 1) return `${names[0]} holds its ENIs, and is not a member of group ${group.name}`;
  const immovable = immovableBecause(leader);
  if (immovable !== undefined) return `none of its ENIs can ever move: ${immovable}`;
  const { attachment } = leader;
  return attachment === undefined || attachment.status === 'detaching'
    ? 'no member holds its ENIs'
    : `${leader.id} is attached to something that the group has no member for`;
}
