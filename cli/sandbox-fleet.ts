import type { Tags } from '../sandbox/records.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** One failover group of the demonstration fleet. */
export interface FleetGroup {
  readonly name: string;
  readonly activeId: string;
  readonly standbyId: string;
  readonly networkInterfaceIds: readonly string[];
}

/** Long enough that no ENI counts as one that has just been moved. */
const attachedSinceMs = 24 * 3_600_000;

/** Two enrolled groups in two Availability Zones: `fw` with two protected ENIs, and `nat` with one. */
export function buildFleet(sandbox: Sandbox): readonly FleetGroup[] {
  const { world, region } = sandbox;
  const { vpcId } = world.addVpc({ cidr: '10.0.0.0/16' });
  const inZone = (zone: string, cidr: string) =>
    world.addSubnet({ vpcId, cidr, availabilityZone: `${region}${zone}` }).subnetId;
  return [
    buildGroup(sandbox, 'fw', inZone('a', '10.0.1.0/24'), ['inside', 'outside']),
    buildGroup(sandbox, 'nat', inZone('b', '10.0.2.0/24'), ['egress']),
  ];
}

function buildGroup(
  { world, clock }: Sandbox,
  name: string,
  subnetId: string,
  roles: readonly string[],
): FleetGroup {
  const member = (role: string) =>
    world.addInstance({ subnetId, instanceType: 'm5.large', tags: tagsFor(name, `${name}-${role}`) })
      .instanceId;
  const activeId = member('active');
  const standbyId = member('standby');
  const networkInterfaceIds = roles.map((role, index) => {
    const attachTo = {
      instanceId: activeId,
      deviceIndex: index + 1,
      attachTime: clock.now() - attachedSinceMs,
    };
    return world.addNetworkInterface({ subnetId, tags: tagsFor(name, `${name}-${role}`), attachTo })
      .networkInterfaceId;
  });
  return { name, activeId, standbyId, networkInterfaceIds };
}

function tagsFor(group: string, name: string): Tags {
  return { Name: name, 'eni-warden:group': group };
}
