import type { Sandbox } from '../sandbox/sandbox.ts';
import type { NetworkInterface, Subnet } from '../sandbox/world/records.ts';
import { addEnis, type Land } from './audit-enis.ts';

export const enisPerVpc = 200;
const routesPerVpc = 4;
const overlappingShare = 0.4;
const zones = ['a', 'b', 'a', 'c'] as const;

/**
 * A large account in which much is wrong: so many ENIs, 200 to a VPC; two VPCs of five have addresses that another has too,
 * half of these all the same ones; four routes to a VPC. Returns the instances that an alarm is to watch.
 */
export function buildAccount(sandbox: Sandbox, enis: number): readonly string[] {
  const count = Math.round(enis / enisPerVpc);
  const lands = Array.from({ length: count }, (_, number) => addLand(sandbox, number, cidrOf(number, count)));
  const watched = lands.flatMap((land) => addEnis(sandbox, land));
  joinLands(sandbox, lands);
  addRoutes(sandbox, lands);
  return watched;
}

/** Of 65,536 blocks of 4,096 addresses: one that many share, one that two share, or one of its own. */
function cidrOf(number: number, count: number): string {
  const overlapping = Math.round(count * overlappingShare);
  if (number < overlapping / 2) return blockOf(4_000);
  return blockOf(number < overlapping ? 3_000 + (number >> 1) : number);
}

function blockOf(block: number): string {
  return `10.${block >> 4}.${(block & 15) * 16}.0/20`;
}

function addLand({ world, region }: Sandbox, number: number, cidr: string): Land {
  const { vpcId } = world.addVpc({ cidr, tags: { Name: `vpc-${number}`, team: `team-${number % 40}` } });
  const [a = '', b = '', c = '0'] = cidr.split('.');
  const subnets = zones.map((zone, index): Subnet => {
    const block = `${a}.${b}.${Number(c) + index * 4}.0/22`;
    return world.addSubnet({ vpcId, cidr: block, availabilityZone: `${region}${zone}` });
  });
  const groups = ['members', 'data', 'nodes'].map((groupName) =>
    world.addSecurityGroup({ vpcId, groupName }),
  );
  const groupIds = groups.map(({ groupId }) => groupId);
  for (const [index, groupId] of groupIds.entries()) {
    world.addSecurityGroupRule({ groupId, fromPort: 443, peer: { cidrIpv4: '0.0.0.0/0' } });
    world.addSecurityGroupRule({ groupId, fromPort: 22, peer: { cidrIpv4: '10.0.0.0/8' } });
    if (index === 1 && number % 9 === 0)
      world.addSecurityGroupRule({ groupId, fromPort: 22, peer: { cidrIpv4: '0.0.0.0/0' } });
  }
  if (number % 2 === 0) world.addFlowLog({ resourceId: vpcId });
  const [first] = subnets;
  if (first !== undefined) {
    const reserved = first.cidrBlock.replace('.0/22', '.32/27');
    world.addReservation({ subnetId: first.subnetId, cidr: reserved });
  }
  return { number, vpcId, subnets, groupIds, next: subnets.map(() => 256), enis: [] };
}

/** A third of the VPCs are peered with the last one; between two with the same addresses the peering failed. */
function joinLands({ world }: Sandbox, lands: readonly Land[]): void {
  const hub = lands.at(-1);
  for (const [index, land] of lands.entries()) {
    const before = lands[index - 1];
    const shared = cidrBlockOf(land) === (before === undefined ? '' : cidrBlockOf(before));
    if (before !== undefined && shared && index % 4 === 1) {
      const sides = { requester: { vpcId: before.vpcId }, accepter: { vpcId: land.vpcId } };
      world.addPeering({ ...sides, status: 'failed' });
    } else if (hub !== undefined && land !== hub && index % 3 === 0) {
      const sides = { requester: { vpcId: hub.vpcId }, accepter: { vpcId: land.vpcId } };
      land.peeringId = world.addPeering(sides).vpcPeeringConnectionId;
    }
  }
}

function cidrBlockOf({ subnets }: Land): string {
  return subnets[0]?.cidrBlock ?? '';
}

/** Those of a VPC are its default, its way to others, its overlay, and the same overlay or a dead end in another table. */
function addRoutes({ world }: Sandbox, lands: readonly Land[]): void {
  const wanted = lands.length * routesPerVpc;
  const { gatewayId: transitGatewayId } = world.addGateway({
    kind: 'transitGateway',
    vpcIds: lands.map(({ vpcId }) => vpcId),
  });
  const hub = lands.at(-1);
  const mains = new Map(
    [...world.routeTables.values()].map(({ vpcId, routeTableId }) => [vpcId, routeTableId]),
  );
  const known = new Set<string>();
  const add = (routeTableId: string, destination: string, kind: TargetKind, id: string) => {
    // Of those with the same addresses, the hub can have a route to one alone.
    if (known.size >= wanted || known.has(`${routeTableId} ${destination}`)) return;
    known.add(`${routeTableId} ${destination}`);
    world.addRoute({ routeTableId, destination, target: { kind, id } });
  };
  for (const land of lands) {
    const main = mains.get(land.vpcId) ?? '';
    const internet = world.addGateway({ kind: 'internetGateway', vpcIds: [land.vpcId] });
    add(main, '0.0.0.0/0', 'gatewayId', internet.gatewayId);
    if (land.peeringId !== undefined && hub !== undefined) {
      add(main, vpcCidrOf(hub), 'vpcPeeringConnectionId', land.peeringId);
      add(mains.get(hub.vpcId) ?? '', vpcCidrOf(land), 'vpcPeeringConnectionId', land.peeringId);
    } else if (land.number % 5 < 2) add(main, '192.168.0.0/16', 'transitGatewayId', transitGatewayId);
    addOverlays(world, land, main, add);
  }
  for (let index = 0; known.size < wanted; index++) {
    const land = lands[index % lands.length];
    const id = land?.enis[7 + (index % 20)]?.networkInterfaceId ?? '';
    const destination = `192.0.${2 + Math.floor(index / lands.length)}.0/24`;
    add(mains.get(land?.vpcId ?? '') ?? '', destination, 'networkInterfaceId', id);
  }
}

type TargetKind = 'gatewayId' | 'vpcPeeringConnectionId' | 'transitGatewayId' | 'networkInterfaceId';

function addOverlays(
  world: Sandbox['world'],
  land: Land,
  main: string,
  add: (routeTableId: string, destination: string, kind: TargetKind, id: string) => void,
): void {
  const { vpcId, subnets, number } = land;
  const idAt = (index: number) => land.enis[index]?.networkInterfaceId ?? '';
  const { routeTableId } = world.addRouteTable({ vpcId, subnetIds: [subnets[3]?.subnetId ?? ''] });
  const overlay = `172.30.${number >> 8}.${number & 255}/32`;
  add(main, overlay, 'networkInterfaceId', idAt(0));
  // Every 25th table disagrees, and every tenth leads to what is attached to nothing.
  add(routeTableId, overlay, 'networkInterfaceId', idAt(number % 25 === 0 ? 4 : 0));
  const idle = land.enis.find(({ attachment }: NetworkInterface) => attachment === undefined);
  if (number % 10 === 0 && idle !== undefined)
    add(main, '198.51.100.0/24', 'networkInterfaceId', idle.networkInterfaceId);
}

function vpcCidrOf(land: Land): string {
  return cidrBlockOf(land).replace('/22', '/20');
}
