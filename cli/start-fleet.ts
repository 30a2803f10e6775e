import type { Sandbox } from '../sandbox/sandbox.ts';
import { buildGroup, type FleetGroup } from './fleet-group.ts';

/** A group for each of the four stories. */
export interface StoryFleet {
  readonly fw: FleetGroup;
  readonly db: FleetGroup;
  readonly lic: FleetGroup;
  /** Its standby is in another Availability Zone, where its ENI cannot go. */
  readonly nat: FleetGroup;
}

export function buildStoryFleet(sandbox: Sandbox): StoryFleet {
  const { world, region } = sandbox;
  const { vpcId } = world.addVpc({ cidr: '10.0.0.0/16' });
  const subnet = (zone: string, cidr: string) =>
    world.addSubnet({ vpcId, cidr, availabilityZone: `${region}${zone}` }).subnetId;
  const [inA, inB] = [subnet('a', '10.0.1.0/24'), subnet('b', '10.0.2.0/24')];
  const build = (name: string, roles: readonly string[], standbySubnetId = inA, elastic = false) => {
    const active = { name: `${name}-a`, subnetId: inA };
    const standby = { name: `${name}-b`, subnetId: standbySubnetId };
    return buildGroup(sandbox, { name, active, standby, roles, elastic });
  };
  return {
    fw: build('fw', ['inside', 'outside'], inA, true),
    db: build('db', ['endpoint']),
    lic: build('lic', ['server']),
    nat: build('nat', ['egress'], inB, true),
  };
}

export function groupsOfFleet({ fw, db, lic, nat }: StoryFleet): readonly FleetGroup[] {
  return [fw, db, lic, nat];
}
