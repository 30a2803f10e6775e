import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Tags } from '../sandbox/world/records.ts';

/** One failover group of a demonstration fleet. */
export interface FleetGroup {
  readonly name: string;
  readonly activeId: string;
  readonly standbyId: string;
  readonly networkInterfaceIds: readonly string[];
}

export interface GroupToBuild {
  readonly name: string;
  readonly active: Member;
  readonly standby: Member;
  /** What its ENIs are for, as part of their names. */
  readonly roles: readonly string[];
  /** Whether each ENI has an Elastic IP; false when omitted. */
  readonly elastic?: boolean;
}

interface Member {
  readonly name: string;
  readonly subnetId: string;
}

/** Long enough that no ENI counts as one that has just been moved. */
const attachedSinceMs = 24 * 3_600_000;

/** Two enrolled instances; the active one holds the group's enrolled ENIs, which are in its subnet. */
export function buildGroup({ world, clock }: Sandbox, group: GroupToBuild): FleetGroup {
  const { name, active, standby, roles, elastic = false } = group;
  const member = (of: Member) =>
    world.addInstance({ subnetId: of.subnetId, instanceType: 'm5.large', tags: tagsFor(name, of.name) })
      .instanceId;
  const activeId = member(active);
  const standbyId = member(standby);
  const networkInterfaceIds = roles.map((role, index) => {
    const attachTime = clock.now() - attachedSinceMs;
    const { networkInterfaceId } = world.addNetworkInterface({
      subnetId: active.subnetId,
      tags: tagsFor(name, `${name}-${role}`),
      attachTo: { instanceId: activeId, deviceIndex: index + 1, attachTime },
    });
    if (elastic) world.addAddress({ networkInterfaceId });
    return networkInterfaceId;
  });
  return { name, activeId, standbyId, networkInterfaceIds };
}

function tagsFor(group: string, name: string): Tags {
  return { Name: name, 'eni-warden:group': group };
}
