import type {
  AuditedElasticIp,
  AuditedEni,
  AuditedInstance,
  AuditedPeering,
  AuditedReservation,
  AuditedRoute,
  AuditedRouteTable,
  AuditedSecurityGroupRule,
  AuditedSubnet,
  AuditedVpc,
} from '../../domain/audit/audit-snapshot.ts';
import type { Random } from '../../sandbox/random.ts';
import { auditedEni, auditedRoute, auditedSubnet, auditedVpc } from './audit-fleet.ts';

/** A subnet of the healthy fleet, and what of it is taken. */
export interface Ground {
  readonly subnet: AuditedSubnet;
  readonly size: number;
  /** Of the next address, counted from the subnet's first. */
  next: number;
  /** Of the lowest block that is delegated: they are taken from the end. */
  lowestBlock: number;
  taken: number;
}

export type Use = 'public' | 'app' | 'data' | 'storage' | 'edge' | 'pods';

/** A VPC of the healthy fleet with what is in it. */
export interface Land {
  readonly vpc: AuditedVpc;
  readonly zones: readonly string[];
  readonly grounds: ReadonlyMap<string, Ground>;
  /** The routes that every table of the VPC has beside its default: to peers and overlays. */
  readonly common: AuditedRoute[];
  readonly gatewayIds: ReadonlyMap<string, string>;
}

/** What the parts of the fleet add to. */
export interface Yard {
  readonly random: Random;
  readonly lands: Land[];
  readonly enis: AuditedEni[];
  readonly instances: AuditedInstance[];
  readonly elasticIps: AuditedElasticIp[];
  readonly peerings: AuditedPeering[];
  readonly reservations: AuditedReservation[];
  readonly securityGroupRules: AuditedSecurityGroupRule[];
  readonly watched: string[];
}

const uses: readonly (readonly [Use, number, number])[] = [
  // What for, where it begins in the zone's quarter of the VPC (in /24), and how long its prefix is.
  ['public', 0, 24],
  ['edge', 1, 24],
  ['data', 2, 24],
  ['storage', 3, 24],
  ['app', 16, 20],
];

export function idOf({ random }: Yard, kind: string): string {
  return `${kind}-${random.hex(17)}`;
}

/** The VPC with this number: every third one has a second CIDR, and the second has one of its own for pods. */
export function addLand(yard: Yard, number: number): Land {
  const second = number === 1 ? ['100.64.0.0/16'] : number % 3 === 0 ? [`10.${100 + number}.0.0/16`] : [];
  const cidrs = [`10.${number}.0.0/16`, ...second, `${ipv6Start(number)}00::/56`];
  const vpc = auditedVpc(idOf(yard, 'vpc'), cidrs[0] ?? '', { cidrs, tags: { Name: `land-${number}` } });
  const zones = number % 2 === 0 ? ['a', 'b'] : ['a', 'b', 'c'];
  const grounds = new Map<string, Ground>();
  for (const [index, zone] of zones.entries()) {
    for (const [use, start, length] of uses) {
      const ipv6 = `${ipv6Start(number)}${index}0::/64`;
      const cidr = `10.${number}.${index * 64 + start}.0/${length}`;
      grounds.set(`${use} ${zone}`, groundOf(yard, vpc, zone, cidr, use === 'app' ? [ipv6] : []));
    }
    if (number === 1) grounds.set(`pods ${zone}`, groundOf(yard, vpc, zone, `100.64.${index * 64}.0/18`, []));
  }
  const land = { vpc, zones, grounds, common: [], gatewayIds: gatewaysOf(yard, zones) };
  yard.lands.push(land);
  addNatGateways(yard, land);
  return land;
}

/** Of the VPC's 56 bits; the digits of its subnets follow. */
function ipv6Start(number: number): string {
  return `2a05:d018:1000:${number + 1}`;
}

function groundOf(
  yard: Yard,
  vpc: AuditedVpc,
  zone: string,
  cidr: string,
  ipv6Cidrs: readonly string[],
): Ground {
  const size = 2 ** (32 - Number(cidr.split('/')[1]));
  const more = { availabilityZone: `eu-west-1${zone}`, ipv6Cidrs };
  const subnet = auditedSubnet(idOf(yard, 'subnet'), vpc.id, cidr, more);
  return { subnet, size, next: 64, lowestBlock: size / 16 - 1, taken: 0 };
}

function gatewaysOf(yard: Yard, zones: readonly string[]): ReadonlyMap<string, string> {
  return new Map([
    ['internet', idOf(yard, 'igw')],
    ['egress', idOf(yard, 'eigw')],
    ...zones.map((zone) => [`nat ${zone}`, idOf(yard, 'nat')] as const),
  ]);
}

export function groundAt({ grounds }: Land, use: Use, zone: string): Ground {
  const ground = grounds.get(`${use} ${zone}`);
  if (ground === undefined) throw new Error(`There is no ${use} subnet in zone ${zone}.`);
  return ground;
}

/** The address at so many beyond the subnet's first, and it is taken. */
export function takeAddressAt(ground: Ground, offset: number): string {
  ground.taken++;
  const [a = '', b = '', c = '0'] = (ground.subnet.ipv4Cidr ?? '').split('.');
  return `${a}.${b}.${Number(c) + (offset >> 8)}.${offset & 255}`;
}

export function takeAddress(ground: Ground): string {
  return takeAddressAt(ground, ground.next++);
}

/** A delegated prefix: a whole block of 16 addresses. */
export function takePrefix(ground: Ground): string {
  ground.lowestBlock--;
  const first = takeAddressAt(ground, ground.lowestBlock * 16);
  ground.taken += 15;
  return `${first}/28`;
}

/** Allocates an Elastic IP for an address of an ENI that is about to be added; resolves to its public address. */
export function takeElasticIp(yard: Yard, eniId: string, privateIpAddress: string): string {
  const publicIp = `52.${yard.elasticIps.length >> 8}.${yard.elasticIps.length & 255}.7`;
  const allocationId = idOf(yard, 'eipalloc');
  yard.elasticIps.push({ allocationId, publicIp, eniId, privateIpAddress, tags: {} });
  return publicIp;
}

function addNatGateways(yard: Yard, land: Land): void {
  for (const zone of land.zones) {
    const ground = groundAt(land, 'public', zone);
    const [id, address] = [idOf(yard, 'eni'), takeAddress(ground)];
    const publicIp = takeElasticIp(yard, id, address);
    yard.enis.push({
      ...auditedEni(id, ground.subnet, address),
      status: 'in-use',
      interfaceType: 'natGateway',
      requesterManaged: true,
      description: `Interface for NAT Gateway ${land.gatewayIds.get(`nat ${zone}`)}`,
      sourceDestCheck: false,
      securityGroupIds: [],
      privateIpv4Addresses: [{ address, primary: true, publicIp }],
      attachment: { id: idOf(yard, 'ela-attach'), instanceOwnerId: 'amazon-aws', status: 'attached' },
    });
  }
}

/** The main table for whatever names none, one for what is public, and one for each zone. */
export function routeTablesOf(yard: Yard, land: Land): readonly AuditedRouteTable[] {
  const local = land.vpc.cidrs.map((cidr) => auditedRoute(cidr, 'local'));
  const subnetsOf = (wanted: readonly string[], zone?: string) =>
    [...land.grounds].flatMap(([key, { subnet }]) => {
      const [use = '', at] = key.split(' ');
      return wanted.includes(use) && (zone === undefined || at === zone) ? [subnet.id] : [];
    });
  const gateway = (name: string) => land.gatewayIds.get(name) ?? '';
  const table = (
    own: readonly AuditedRoute[],
    subnetIds: readonly string[],
    isMain = false,
  ): AuditedRouteTable => {
    const routes = [...local, ...land.common, ...own];
    return { id: idOf(yard, 'rtb'), vpcId: land.vpc.id, isMain, subnetIds, routes, tags: {} };
  };
  const [internet, egress] = [gateway('internet'), gateway('egress')];
  return [
    table([], [], true),
    table(
      [auditedRoute('0.0.0.0/0', internet), auditedRoute('::/0', internet)],
      subnetsOf(['public', 'edge']),
    ),
    ...land.zones.map((zone) =>
      table(
        [
          auditedRoute('0.0.0.0/0', gateway(`nat ${zone}`)),
          auditedRoute('::/0', egress),
          auditedRoute('pl-6da54004', idOf(yard, 'vpce')),
        ],
        subnetsOf(['app', 'data', 'storage', 'pods'], zone),
      ),
    ),
  ];
}
