import type { Sandbox } from '../sandbox/sandbox.ts';
import { buildGroup, type FleetGroup } from './fleet-group.ts';

/** Two enrolled groups in two Availability Zones: `fw` with two protected ENIs, and `nat` with one. */
export function buildFleet(sandbox: Sandbox): readonly FleetGroup[] {
  const { world, region } = sandbox;
  const { vpcId } = world.addVpc({ cidr: '10.0.0.0/16' });
  const inZone = (zone: string, cidr: string) =>
    world.addSubnet({ vpcId, cidr, availabilityZone: `${region}${zone}` }).subnetId;
  const build = (name: string, subnetId: string, roles: readonly string[]) => {
    const active = { name: `${name}-active`, subnetId };
    const standby = { name: `${name}-standby`, subnetId };
    return buildGroup(sandbox, { name, active, standby, roles });
  };
  return [
    build('fw', inZone('a', '10.0.1.0/24'), ['inside', 'outside']),
    build('nat', inZone('b', '10.0.2.0/24'), ['egress']),
  ];
}
