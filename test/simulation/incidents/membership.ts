import type { Happening } from './incident.ts';
import { groupNames, members, nameOf, oneOf, protectedEnis } from './victims.ts';

const groupKey = 'eni-warden:group';

/** A new member comes up, in one of the zones of the group's ENIs. */
export const launchMember: Happening = (simulation) => {
  const { draw, fleet, sandbox } = simulation;
  const group = oneOf(draw, groupNames(simulation));
  const eni = protectedEnis(simulation).find(({ tags }) => tags[groupKey] === group);
  if (group === undefined || eni === undefined) return;
  const instanceId = fleet.launchMember(group, eni.availabilityZone, 'stopped');
  simulation.note('launch-member', `a new member ${instanceId} of ${group} comes up`);
  sandbox.world.start(instanceId);
};

/** A standby leaves its group: somebody takes the tag off, or terminates it. */
export const retireMember: Happening = (simulation) => {
  const { draw, sandbox } = simulation;
  const holders = new Set(protectedEnis(simulation).map(({ attachment }) => attachment?.instanceId));
  const standby = oneOf(
    draw,
    members(simulation, 'running', 'stopped').filter(({ instanceId }) => !holders.has(instanceId)),
  );
  if (standby === undefined) return;
  const keeps = draw.chance(0.5);
  simulation.note(
    'retire-member',
    `${nameOf(standby)} ${keeps ? 'loses its group tag' : 'is terminated for good'}`,
    [standby.instanceId],
  );
  if (keeps) sandbox.world.removeTag(standby.instanceId, groupKey);
  else sandbox.world.terminate(standby.instanceId);
};
