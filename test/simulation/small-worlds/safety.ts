import type { Instance } from '../../../sandbox/world/records.ts';
import type { World } from '../../../sandbox/world/world.ts';
import type { Fleet } from './fleet.ts';
import type { SmallWorld } from './worlds.ts';

/** The safety rules that a change breaks if EC2 accepts it in this state of the world: the truth, not what anybody read. */
export function harmOf(body: string, world: World, fleet: Fleet, rules: SmallWorld): readonly string[] {
  const form = new URLSearchParams(body);
  switch (form.get('Action')) {
    case 'AttachNetworkInterface':
      return harmOfAttach(form.get('NetworkInterfaceId') ?? '', form.get('InstanceId') ?? '', world, fleet);
    case 'DetachNetworkInterface':
      return harmOfDetach(form.get('AttachmentId') ?? '', world, fleet, rules);
    case 'ModifyNetworkInterfaceAttribute':
      return form.get('Attachment.DeleteOnTermination') === 'false' ? [] : ['something else was modified'];
    default:
      return [`${form.get('Action')} is not a call of ours`];
  }
}

function harmOfAttach(eniId: string, instanceId: string, world: World, fleet: Fleet): readonly string[] {
  const target = world.instances.get(instanceId);
  return [
    ...(fleet.enis.includes(eniId) ? [] : [`${eniId} is not enrolled, and was attached`]),
    ...([fleet.a, fleet.b, fleet.c].includes(instanceId)
      ? []
      : [`attached to ${instanceId}, which is no member`]),
    ...(isDown(target) ? [`attached to ${instanceId}, which is down`] : []),
  ];
}

function harmOfDetach(
  attachmentId: string,
  world: World,
  fleet: Fleet,
  { mayLeave }: SmallWorld,
): readonly string[] {
  const eni = [...world.networkInterfaces.values()].find(
    ({ attachment }) => attachment?.attachmentId === attachmentId,
  );
  const holderId = eni?.attachment?.instanceId ?? '';
  if (eni === undefined || !fleet.enis.includes(eni.networkInterfaceId))
    return [`${attachmentId} is not of an enrolled ENI, and was detached`];
  if (isDown(world.instances.get(holderId)) || mayLeave(fleet).includes(holderId)) return [];
  const leader = world.networkInterfaces.get(fleet.enis[0] ?? '')?.attachment;
  // Where the leader has another home, its followers are brought there.
  const follows = leader !== undefined && leader.status !== 'detaching' && leader.instanceId !== holderId;
  return follows ? [] : [`${eni.networkInterfaceId} was taken from ${holderId}, which is able to hold it`];
}

function isDown(instance: Instance | undefined): boolean {
  return (
    instance === undefined || instance.hung || (instance.state !== 'running' && instance.state !== 'pending')
  );
}
