import type { Attach, Detach } from '../../domain/action.ts';
import type { Instance } from '../../domain/instance.ts';
import type { NetworkInterface } from '../../domain/network-interface.ts';
import type { Change, Plan } from '../../domain/plan.ts';
import { instancesNamedBy } from '../../domain/trigger.ts';
import type { RandomScene } from './domain-arbitrary.ts';

/**
 * Every promise that a plan breaks, in words; empty for a good plan. It has its own opinion of when an instance may
 * hold something, simpler and more careful than the domain's, so that the two are compared.
 */
export function violationsOf(plan: Plan, scene: RandomScene): readonly string[] {
  return [
    ...violationsOfBookkeeping(plan, scene),
    ...plan.changes.flatMap((change) => violationsOfChange(change, scene)),
    ...violationsOfCapacity(plan, scene),
    ...violationsOfUnity(plan),
  ];
}

function check(isSo: boolean, promise: string): string[] {
  return isSo ? [] : [promise];
}

function violationsOfBookkeeping(plan: Plan, { snapshot }: RandomScene): string[] {
  const entries = [...plan.changes, ...plan.spared];
  return [
    ...snapshot.networkInterfaces.flatMap(({ id }) =>
      check(entries.filter(({ eniId }) => eniId === id).length === 1, `${id} is in the plan once`),
    ),
    ...check(entries.length === snapshot.networkInterfaces.length, 'the plan is about nothing else'),
    ...entries.flatMap(({ eniId, because }) => check(because.trim() !== '', `${eniId} has a reason`)),
  ];
}

function violationsOfChange(change: Change, scene: RandomScene): string[] {
  const eni = scene.snapshot.networkInterfaces.find(({ id }) => id === change.eniId);
  if (eni === undefined) return [`${change.eniId} is in the snapshot`];
  const { actions, from, to } = change;
  const attaches = actions.filter((action) => action.kind === 'attach');
  const detaches = actions.filter((action) => action.kind === 'detach');
  return [
    ...check(actions.length > 0, `${eni.id}: a change does something`),
    ...check(attaches.length <= 1 && detaches.length <= 1, `${eni.id}: it moves once`),
    ...check(attaches[0]?.instanceId === to, `${eni.id}: it is attached where the change says`),
    ...check(detaches[0]?.instanceId === from, `${eni.id}: it is detached from where the change says`),
    ...check(from === undefined || from !== to, `${eni.id}: it goes somewhere else`),
    ...check(eni.hold.kind === 'absent', `${eni.id}: a held ENI is not touched`),
    ...check(isOrdinary(eni), `${eni.id}: only ordinary secondary ENIs are touched`),
    ...attaches.flatMap((attach) => violationsOfAttach(eni, attach, change, scene)),
    ...detaches.flatMap((detach) => violationsOfDetach(eni, detach, change, scene)),
  ];
}

/** Whether it is of the only kind that can be moved. */
export function isOrdinary({
  interfaceType,
  requesterManaged,
  attachment,
  status,
}: NetworkInterface): boolean {
  const primary = attachment?.deviceIndex === 0 && attachment.networkCardIndex === 0;
  return interfaceType === 'interface' && !requesterManaged && !primary && status !== 'associated';
}

function violationsOfAttach(
  eni: NetworkInterface,
  { instanceId, deviceIndex }: Attach,
  { group }: Change,
  scene: RandomScene,
) {
  const target = scene.snapshot.instances.get(instanceId);
  if (target === undefined) return [`${eni.id}: the target is in the snapshot`];
  return [
    ...check(isMember(target, group), `${eni.id}: the target is a member`),
    ...check(target.availabilityZone === eni.availabilityZone, `${eni.id}: the target is in its zone`),
    ...check(target.vpcId === eni.vpcId, `${eni.id}: the target is in its VPC`),
    ...check(target.state === 'running', `${eni.id}: the target is running`),
    ...check(target.impairment === undefined, `${eni.id}: the target is not impaired`),
    ...check(
      !isAccused(target, scene) || hasComeSince(target, group, scene),
      `${eni.id}: nothing was said against the target`,
    ),
    ...check(target.hold.kind === 'absent', `${eni.id}: the target is not held`),
    ...check(deviceIndex > 0, `${eni.id}: index 0 is the primary's`),
  ];
}

function isMember({ groups }: Instance, group: string): boolean {
  return groups.kind === 'read' && groups.value.includes(group);
}

/** Whether an alarm or a Spot warning that may still be believed names it. */
function isAccused({ id }: Instance, { trigger, policy, snapshot }: RandomScene): boolean {
  if (!instancesNamedBy(trigger).includes(id)) return false;
  const ageMs = snapshot.takenAt - trigger.at;
  if (trigger.kind === 'spot-interruption') return ageMs < policy.spotWarningMs;
  if (trigger.kind !== 'alarm') return false;
  const believed = trigger.evidence.some((item) => item.instanceId === id && item.kind === 'heartbeat');
  return believed && ageMs <= policy.alarmBelievedMs;
}

/** Whether the group has come to the instance after what was said against it: then that says nothing against its being there. */
function hasComeSince({ id }: Instance, group: string, { snapshot, trigger }: RandomScene): boolean {
  return snapshot.networkInterfaces.some(
    ({ group: of, attachment }) =>
      of.kind === 'read' &&
      of.value === group &&
      attachment?.instanceId === id &&
      attachment.attachTime >= trigger.at,
  );
}

function violationsOfDetach(
  eni: NetworkInterface,
  detach: Detach,
  change: Change,
  scene: RandomScene,
): string[] {
  const { attachment } = eni;
  if (attachment === undefined) return [`${eni.id}: what is attached to nothing is not detached`];
  const holder = scene.snapshot.instances.get(detach.instanceId);
  const isUp = holder !== undefined && ['pending', 'running', 'unknown'].includes(holder.state);
  const isSick = isUp && (holder.impairment !== undefined || isAccused(holder, scene));
  const isAsked = change.kind === 'switchover' || change.kind === 'follow';
  const isWarned =
    scene.trigger.kind === 'spot-interruption' && holder !== undefined && isAccused(holder, scene);
  const isStranger = holder !== undefined && !isMember(holder, change.group);
  const isBlocked = scene.snapshot.takenAt < attachment.attachTime + scene.policy.blockPeriodMs;
  return [
    ...check(detach.attachmentId === attachment.id, `${eni.id}: the detach names the present attachment`),
    ...check(detach.instanceId === attachment.instanceId, `${eni.id}: the detach names the present holder`),
    ...check(holder === undefined || holder.hold.kind === 'absent', `${eni.id}: a held holder loses nothing`),
    ...check(!isUp || !isStranger, `${eni.id}: a holder that is up and no member loses nothing`),
    ...check(holder !== undefined || scene.secondLook, `${eni.id}: a vanished holder is looked at twice`),
    ...check(
      detach.forceAfterMs === undefined || (isSick && !isWarned),
      `${eni.id}: Force is for the impaired`,
    ),
    ...check(!isUp || isSick || isAsked, `${eni.id}: an able holder loses nothing unasked`),
    ...check(!isSick || isWarned || isAsked || !isBlocked, `${eni.id}: the block period holds`),
  ];
}

/** Counts what the snapshot shows, either way, and what the plan attaches; what it detaches may come too late. */
function violationsOfCapacity({ changes }: Plan, { snapshot }: RandomScene): string[] {
  const attaches = changes.flatMap(({ eniId, actions }) =>
    actions.flatMap((action) => (action.kind === 'attach' ? [{ eniId, ...action }] : [])),
  );
  return [...snapshot.instances.values()].flatMap((instance) => {
    const promised = attaches.filter(({ instanceId }) => instanceId === instance.id);
    if (promised.length === 0) return [];
    const limits = snapshot.instanceTypes.get(instance.type);
    const onCard0 = instance.slots.filter(({ networkCardIndex }) => networkCardIndex === 0);
    const indexes = [...onCard0, ...promised].map(({ deviceIndex }) => deviceIndex);
    return [
      ...check(
        limits !== undefined && instance.slots.length + promised.length <= limits.networkInterfacesMax,
        `${instance.id} is not filled beyond its limit`,
      ),
      ...check(
        limits !== undefined && indexes.length <= limits.networkInterfacesOnCard0Max,
        `${instance.id} is not filled beyond the limit of its card 0`,
      ),
      ...check(new Set(indexes).size === indexes.length, `${instance.id} gets one ENI at each index`),
    ];
  });
}

function violationsOfUnity({ changes }: Plan): string[] {
  const groups = new Set(changes.map(({ group }) => group));
  return [...groups].flatMap((name) => {
    const targets = changes.flatMap(({ group, to }) => (group === name && to !== undefined ? [to] : []));
    return check(new Set(targets).size <= 1, `group ${name} goes to one place`);
  });
}
