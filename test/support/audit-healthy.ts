import type {
  AuditedPeering,
  AuditedSecurityGroupRule,
  AuditedVpc,
  AuditSnapshot,
} from '../../domain/audit/audit-snapshot.ts';
import { type Random, seededRandom } from '../../sandbox/random.ts';
import { auditedRoute, auditedRouteTable, auditSnapshot } from './audit-fleet.ts';
import { addGroups } from './audit-healthy-groups.ts';
import {
  addLand,
  type Ground,
  groundAt,
  idOf,
  type Land,
  routeTablesOf,
  type Yard,
} from './audit-healthy-land.ts';
import {
  addKubernetesNode,
  addMonitor,
  addServiceEni,
  addStoppedInstance,
  addTerminated,
  addUnattachedEni,
  addVpnInstance,
  addWebServer,
} from './audit-healthy-others.ts';

const instancesWanted = 500;
const groupsWanted = 30;

/**
 * A busy account in which nothing is wrong: 500 instances in six to eight peered VPCs and a default one, 40 failover
 * groups, gateways, Elastic IPs, overlays, prefixes, claims, reservations, Kubernetes nodes, what AWS itself keeps there,
 * and what nobody uses. The same for the same seed; every list is shuffled.
 */
export function healthyFleet(seed: number): AuditSnapshot {
  const yard = emptyYard(seededRandom(`healthy fleet ${seed}`));
  const lands = 6 + yard.random.integer(3);
  for (let number = 0; number < lands; number++) addLand(yard, number);
  joinLands(yard);
  addGroups(yard, groupsWanted);
  for (const [number, land] of yard.lands.entries()) addVpnInstance(yard, land, number);
  addOthers(yard);
  addReservations(yard);
  return shuffled(snapshotOf(yard), yard.random);
}

function emptyYard(random: Random): Yard {
  return {
    random,
    lands: [],
    enis: [],
    instances: [],
    elasticIps: [],
    peerings: [],
    reservations: [],
    securityGroupRules: [...rules],
    watched: [],
  };
}

const rules: readonly AuditedSecurityGroupRule[] = [
  ruleOf('sg-members', 'tcp', 443, '0.0.0.0/0'),
  ruleOf('sg-management', 'tcp', 22, '10.0.0.0/8'),
  ruleOf('sg-data', 'tcp', 5432, '10.0.0.0/8'),
  ruleOf('sg-data', 'udp', 500, '0.0.0.0/0'),
  ruleOf('sg-data', 'icmp', -1, '0.0.0.0/0'),
  ruleOf('sg-data', '-1', -1, undefined),
  ruleOf('sg-web', 'tcp', 80, '::/0'),
];

function ruleOf(
  securityGroupId: string,
  protocol: string,
  port: number,
  cidr: string | undefined,
): AuditedSecurityGroupRule {
  const id = `sgr-${securityGroupId}-${protocol}-${port}`;
  const source = cidr === undefined ? {} : { cidr };
  return { id, securityGroupId, protocol, fromPort: port, toPort: port, ...source };
}

/** The first is peered with all, each with its neighbour, and all know the way to the data centre. */
function joinLands(yard: Yard): void {
  const { lands } = yard;
  for (const [number, land] of lands.entries()) {
    land.common.push(auditedRoute('192.168.0.0/16', 'tgw-0e5a7c1b2d3f40516'));
    const [hub, next] = [lands[0], lands[number + 1]];
    if (hub !== undefined && number > 1) peer(yard, hub, land);
    if (next !== undefined) peer(yard, land, next);
  }
  const [first, last] = [lands[0], lands.at(-1)];
  if (first !== undefined && last !== undefined) yard.peerings.push(peeringOf(yard, first, last, 'deleted'));
}

function peer(yard: Yard, one: Land, other: Land): void {
  const peering = peeringOf(yard, one, other, 'active');
  yard.peerings.push(peering);
  one.common.push(...other.vpc.cidrs.map((cidr) => auditedRoute(cidr, peering.id)));
  other.common.push(...one.vpc.cidrs.map((cidr) => auditedRoute(cidr, peering.id)));
}

function peeringOf(yard: Yard, one: Land, other: Land, status: string): AuditedPeering {
  const side = ({ id: vpcId, cidrs }: AuditedVpc) => ({ vpcId, ownerId: '123456789012', cidrs });
  return { id: idOf(yard, 'pcx'), status, requester: side(one.vpc), accepter: side(other.vpc), tags: {} };
}

function addOthers(yard: Yard): void {
  for (let number = 0; number < 100; number++) addKubernetesNode(yard, number);
  for (let number = 0; number < 20; number++) addMonitor(yard, number);
  for (let number = 0; number < 20; number++) addStoppedInstance(yard, number);
  for (let number = 0; number < 5; number++) addTerminated(yard, number);
  for (let number = 0; number < 15; number++) addUnattachedEni(yard, number);
  for (let number = 0; number < 60; number++) addServiceEni(yard, number);
  for (let number = 0; yard.instances.length < instancesWanted; number++) addWebServer(yard, number);
}

/** The fixed addresses of databases, and room for prefixes. */
function addReservations(yard: Yard): void {
  const add = ({ subnet: { id: subnetId, ipv4Cidr = '' } }: Ground, type: string, end: string) => {
    const cidr = `${ipv4Cidr.split('.').slice(0, 2).join('.')}.${end}`;
    yard.reservations.push({ id: idOf(yard, 'scr'), subnetId, cidr, type });
  };
  for (const land of yard.lands) {
    for (const [index, zone] of land.zones.entries()) {
      add(groundAt(land, 'data', zone), 'explicit', `${index * 64 + 2}.16/28`);
      add(groundAt(land, 'app', zone), 'prefix', `${index * 64 + 16 + 14}.0/23`);
    }
  }
}

function snapshotOf(yard: Yard): AuditSnapshot {
  const { lands, enis, instances, elasticIps, peerings, reservations, securityGroupRules, watched } = yard;
  const own: AuditedVpc = { id: 'vpc-default', isDefault: true, cidrs: ['172.31.0.0/16'], tags: {} };
  const grounds = lands.flatMap((land) => [...land.grounds.values()]);
  const ofDefault = [auditedRoute('172.31.0.0/16', 'local'), auditedRoute('0.0.0.0/0', 'igw-default')];
  const limits = { networkInterfacesMax: 4, networkInterfacesOnCard0Max: 4 };
  return auditSnapshot({
    vpcs: [own, ...lands.map(({ vpc }) => vpc)],
    subnets: grounds.map(({ subnet, size, taken }) => ({
      ...subnet,
      availableIpAddressCount: size - 5 - taken,
    })),
    routeTables: [
      auditedRouteTable('rtb-default', own.id, ofDefault, { isMain: true }),
      ...lands.flatMap((land) => routeTablesOf(yard, land)),
    ],
    flowLogs: flowLogsOf(lands),
    alarms: watched.map((id) => ({ name: `${id}-status`, metric: 'StatusCheckFailed', instanceIds: [id] })),
    instanceTypes: new Map([['m5.xlarge', limits]]),
    ...{ enis, instances, elasticIps, peerings, reservations, securityGroupRules },
  });
}

/** On the VPC, or on every subnet. */
function flowLogsOf(lands: readonly Land[]): AuditSnapshot['flowLogs'] {
  return lands.flatMap(({ vpc, grounds }, number) => {
    const covered = number % 2 === 0 ? [vpc.id] : [...grounds.values()].map(({ subnet }) => subnet.id);
    return covered.map((resourceId) => ({ id: `fl-${resourceId}`, resourceId }));
  });
}

function shuffled(snapshot: AuditSnapshot, random: Random): AuditSnapshot {
  const parts = Object.entries(snapshot).map(([name, part]) => [
    name,
    Array.isArray(part) ? shuffle(part, random) : part,
  ]);
  return Object.fromEntries(parts) as AuditSnapshot;
}

function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, place: random.unit() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
