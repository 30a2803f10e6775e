import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import { callAs } from '../operator.ts';
import type { Simulation } from '../simulation.ts';
import type { Happening } from './incident.ts';
import { request, requestType } from './request.ts';
import { groupNames, members, membersOf, nameOf, oneOf, protectedEnis } from './victims.ts';

const minuteMs = 60_000;
const groupKey = 'eni-warden:group';
const priorityKey = 'eni-warden:priority';
const holdKey = 'eni-warden:hold';

/** Somebody attaches a free protected ENI by hand, to a member or to something else. */
export const operatorAttach: Happening = (simulation) => {
  const eni = oneOf(
    simulation.draw,
    protectedEnis(simulation).filter(({ attachment }) => attachment === undefined),
  );
  if (eni !== undefined) void attachByHand(simulation, eni);
};

export const operatorDetach: Happening = (simulation) => {
  const eni = oneOf(simulation.draw, attached(simulation));
  if (eni !== undefined) void detachByHand(simulation, eni);
};

/** The same, and then it is attached elsewhere. */
export const operatorMove: Happening = (simulation) => {
  const { draw } = simulation;
  const eni = oneOf(draw, attached(simulation));
  if (eni === undefined) return;
  simulation.note('operator-move', `somebody begins to move ${eni.networkInterfaceId} by hand`, [
    eni.networkInterfaceId,
  ]);
  void detachByHand(simulation, eni);
  simulation.later(draw.between(500, 30_000), () => void attachByHand(simulation, eni));
};

/** Hands off: of an ENI or of an instance; mostly taken off again. */
export const hold: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const ids = [
    ...protectedEnis(simulation).map(({ networkInterfaceId }) => networkInterfaceId),
    ...members(simulation, 'running', 'stopped').map(({ instanceId }) => instanceId),
  ];
  const id = oneOf(draw, ids);
  if (id === undefined) return;
  simulation.note('hold', `somebody puts ${id} on hold`, [id]);
  sandbox.world.setTag(id, holdKey, draw.chance(0.8) ? 'maintenance window' : '');
  if (draw.chance(0.7))
    simulation.inAnyCase(draw.between(0.2, 10) * minuteMs, () => removeTag(simulation, id, holdKey));
};

/** Somebody gets a tag wrong, and mostly mends it. */
export const garbleTag: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const eni = oneOf(draw, protectedEnis(simulation));
  const member = oneOf(draw, members(simulation, 'running', 'stopped'));
  const [id, key, value] =
    eni !== undefined && draw.chance(0.4)
      ? [eni.networkInterfaceId, groupKey, draw.of(['two groups', '', 'g1,g2!'])]
      : [member?.instanceId, draw.of([priorityKey, groupKey]), draw.of(['first', ''])];
  if (id === undefined) return;
  const before =
    key === groupKey
      ? (sandbox.world.networkInterfaces.get(id)?.tags[key] ?? sandbox.world.instances.get(id)?.tags[key])
      : undefined;
  simulation.note('garble-tag', `somebody sets ${key}="${value}" on ${id}`, [id]);
  sandbox.world.setTag(id, key, value);
  if (!draw.chance(0.8)) return;
  simulation.inAnyCase(draw.between(0.2, 6) * minuteMs, () => {
    if (before === undefined) removeTag(simulation, id, key);
    else if (exists(simulation, id)) sandbox.world.setTag(id, key, before);
  });
};

/** A planned move, to a member or to any standby; some lie about for long, and some people ask twice. */
export const switchoverRequest: Happening = (simulation) => {
  const { draw, bus, weather } = simulation;
  const group = oneOf(draw, groupNames(simulation));
  if (group === undefined) return;
  const target = draw.chance(0.5) ? oneOf(draw, membersOf(simulation, group)) : undefined;
  simulation.note(
    'switchover-request',
    `somebody asks to move ${group}${target === undefined ? '' : ` to ${nameOf(target)}`}`,
  );
  if (draw.chance(0.3)) bus.faults.delayNext(draw.whole(9, 25) * minuteMs, { detailType: requestType });
  // What holds an ENI of the group may be none of this account's just then.
  const eni = oneOf(
    draw,
    attached(simulation).filter(({ tags }) => tags[groupKey] === group),
  );
  if (eni !== undefined && draw.chance(0.1)) weather.disguise(eni.networkInterfaceId, 20_000);
  request(simulation, group, target?.instanceId);
  if (draw.chance(0.3))
    simulation.later(draw.between(500, 8_000), () => request(simulation, group, target?.instanceId));
};

/** To what is no member, or for a group that does not exist. */
export const impossibleRequest: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const group = draw.chance(0.5) ? 'no-such-group' : (oneOf(draw, groupNames(simulation)) ?? 'nobody');
  const target = oneOf(draw, [...sandbox.world.instances.values()]);
  simulation.note(
    'impossible-request',
    `somebody asks to move ${group} to ${target?.instanceId ?? 'nowhere'}`,
  );
  request(simulation, group, target?.instanceId);
};

function attached(simulation: Simulation): readonly NetworkInterface[] {
  return protectedEnis(simulation).filter(({ attachment }) => attachment?.status === 'attached');
}

async function attachByHand(
  simulation: Simulation,
  { networkInterfaceId, availabilityZone, tags }: NetworkInterface,
): Promise<void> {
  const { draw, sandbox } = simulation;
  const near = [...sandbox.world.instances.values()].filter(
    (instance) => instance.availabilityZone === availabilityZone,
  );
  const own = near.filter((instance) =>
    (instance.tags[groupKey] ?? '').split(' ').includes(tags[groupKey] ?? ''),
  );
  const target = oneOf(draw, own.length > 0 && draw.chance(0.6) ? own : near);
  if (target === undefined) return;
  simulation.note('operator-attach', `somebody attaches ${networkInterfaceId} to ${nameOf(target)}`, [
    networkInterfaceId,
  ]);
  await callAs('operator', sandbox, 'AttachNetworkInterface', {
    NetworkInterfaceId: networkInterfaceId,
    InstanceId: target.instanceId,
    DeviceIndex: String(draw.whole(1, 4)),
    NetworkCardIndex: '0',
  });
}

async function detachByHand(
  simulation: Simulation,
  { networkInterfaceId, attachment }: NetworkInterface,
): Promise<void> {
  if (attachment === undefined) return;
  simulation.note('operator-detach', `somebody detaches ${networkInterfaceId}`, [networkInterfaceId]);
  const force = simulation.draw.chance(0.2);
  await callAs('operator', simulation.sandbox, 'DetachNetworkInterface', {
    AttachmentId: attachment.attachmentId,
    ...(force && { Force: 'true' }),
  });
}

function exists({ sandbox }: Simulation, id: string): boolean {
  return sandbox.world.networkInterfaces.has(id) || sandbox.world.instances.has(id);
}

function removeTag(simulation: Simulation, id: string, key: string): void {
  if (exists(simulation, id)) simulation.sandbox.world.removeTag(id, key);
}
