import fc from 'fast-check';
import type { Instance } from '../../domain/instance.ts';
import type { NetworkInterface } from '../../domain/network-interface.ts';
import { instancesNamedBy } from '../../domain/trigger.ts';
import { type RandomScene, randomScenes } from '../support/domain-arbitrary.ts';
import { fateOf, look } from '../support/domain-look.ts';
import { isOrdinary } from '../support/domain-violations.ts';

type Group = readonly NetworkInterface[];

function groupsOf({ networkInterfaces }: RandomScene['snapshot']): readonly (readonly [string, Group])[] {
  const enrolled = networkInterfaces.filter(({ group }) => group.kind === 'read');
  return [...Map.groupBy(enrolled, ({ group }) => (group.kind === 'read' ? group.value : ''))];
}

function isMember({ groups }: Instance, group: string): boolean {
  return groups.kind === 'read' && groups.value.includes(group);
}

/** Whether nobody could doubt that the ENI has to leave its holder. */
function hasToLeave(eni: NetworkInterface, group: string, { snapshot, trigger }: RandomScene): boolean {
  const holder = snapshot.instances.get(eni.attachment?.instanceId ?? '');
  return (
    holder !== undefined &&
    ['stopping', 'stopped', 'shutting-down', 'terminated'].includes(holder.state) &&
    isMember(holder, group) &&
    holder.hold.kind === 'absent' &&
    !instancesNamedBy(trigger).includes(holder.id)
  );
}

/** Whether nobody could doubt that the instance can take the whole group. */
function canTake(
  instance: Instance,
  [group, enis]: readonly [string, Group],
  { snapshot, trigger }: RandomScene,
) {
  const limits = snapshot.instanceTypes.get(instance.type);
  const most =
    limits === undefined ? 0 : Math.min(limits.networkInterfacesMax, limits.networkInterfacesOnCard0Max);
  return (
    isMember(instance, group) &&
    instance.state === 'running' &&
    instance.impairment === undefined &&
    instance.hold.kind === 'absent' &&
    instance.priority.kind !== 'unreadable' &&
    !instancesNamedBy(trigger).includes(instance.id) &&
    enis.every((eni) => eni.availabilityZone === instance.availabilityZone && eni.vpcId === instance.vpcId) &&
    most - instance.slots.length >= enis.length
  );
}

test('a group whose leader has to leave goes somewhere, where a standby can take it that no other group takes', () => {
  fc.assert(
    fc.property(randomScenes, (scene) => {
      const plan = look(scene.snapshot, { trigger: scene.trigger, policy: scene.policy });
      for (const [name, enis] of groupsOf(scene.snapshot)) {
        const leader = enis.filter(isOrdinary).toSorted((a, b) => (a.id < b.id ? -1 : 1))[0];
        if (leader === undefined || leader.hold.kind !== 'absent' || !hasToLeave(leader, name, scene))
          continue;
        const free = [...scene.snapshot.instances.values()].filter(
          (instance) =>
            canTake(instance, [name, enis], scene) &&
            plan.changes.every(({ group, to }) => group === name || to !== instance.id),
        );
        if (free.length > 0) expect(fateOf(plan, leader.id)).toHaveProperty('to');
      }
    }),
    { numRuns: 300 },
  );
});
