import type {
  AuditedEni,
  AuditedInstance,
  AuditedRoute,
  AuditedRouteTable,
  AuditedSubnet,
  AuditedVpc,
  AuditSnapshot,
} from '../../domain/audit/audit-snapshot.ts';

/** 2026-11-23 12:00 UTC. */
export const noon = Date.UTC(2026, 10, 23, 12);

const nothing: AuditSnapshot = {
  takenAt: noon,
  accountId: '123456789012',
  unread: [],
  vpcs: [],
  subnets: [],
  enis: [],
  instances: [],
  routeTables: [],
  peerings: [],
  elasticIps: [],
  reservations: [],
  subnetsNotAsked: 0,
  securityGroupRules: [],
  flowLogs: [],
  alarms: [],
  instanceTypes: new Map([['m5.large', { networkInterfacesMax: 3, networkInterfacesOnCard0Max: 3 }]]),
};

/** A snapshot of nothing but what is given. */
export function auditSnapshot(parts: Partial<AuditSnapshot> = {}): AuditSnapshot {
  return { ...nothing, ...parts };
}

export function auditedVpc(id: string, cidr: string, more: Partial<AuditedVpc> = {}): AuditedVpc {
  return { id, isDefault: false, cidrs: [cidr], tags: {}, ...more };
}

export function auditedSubnet(
  id: string,
  vpcId: string,
  ipv4Cidr: string,
  more: Partial<AuditedSubnet> = {},
): AuditedSubnet {
  return {
    id,
    vpcId,
    availabilityZone: 'eu-west-1a',
    ipv4Cidr,
    ipv6Cidrs: [],
    availableIpAddressCount: 200,
    tags: {},
    ...more,
  };
}

/** In use as the second network interface of the instance; unattached where none is given. */
export function auditedEni(
  id: string,
  subnet: Pick<AuditedSubnet, 'id' | 'vpcId' | 'availabilityZone'>,
  address: string,
  instanceId?: string,
  more: Partial<AuditedEni> = {},
): AuditedEni {
  return {
    id,
    status: instanceId === undefined ? 'available' : 'in-use',
    interfaceType: 'interface',
    requesterManaged: false,
    ownerId: '123456789012',
    description: '',
    availabilityZone: subnet.availabilityZone,
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    macAddress: '0a:00:00:00:00:01',
    privateIpv4Addresses: [{ address, primary: true }],
    ipv6Addresses: [],
    ipv4Prefixes: [],
    ipv6Prefixes: [],
    securityGroupIds: ['sg-1'],
    sourceDestCheck: true,
    tags: {},
    ...(instanceId !== undefined && {
      attachment: {
        id: `eni-attach-${id}`,
        instanceId,
        instanceOwnerId: '123456789012',
        status: 'attached',
        deviceIndex: 1,
        networkCardIndex: 0,
        deleteOnTermination: false,
        attachTime: noon - 86_400_000,
      },
    }),
    ...more,
  };
}

export function auditedInstance(
  id: string,
  subnet: Pick<AuditedSubnet, 'id' | 'vpcId' | 'availabilityZone'>,
  more: Partial<AuditedInstance> = {},
): AuditedInstance {
  return {
    id,
    state: 'running',
    type: 'm5.large',
    availabilityZone: subnet.availabilityZone,
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    tags: {},
    ...more,
  };
}

export function auditedRouteTable(
  id: string,
  vpcId: string,
  routes: readonly AuditedRoute[],
  more: Partial<AuditedRouteTable> = {},
): AuditedRouteTable {
  return { id, vpcId, isMain: false, subnetIds: [], routes, tags: {}, ...more };
}

const kinds: readonly (readonly [string, AuditedRoute['target']['kind']])[] = [
  ['eni-', 'network-interface'],
  ['eigw-', 'egress-only-internet-gateway'],
  ['igw-', 'internet-gateway'],
  ['nat-', 'nat-gateway'],
  ['vgw-', 'virtual-private-gateway'],
  ['pcx-', 'peering'],
  ['tgw-', 'transit-gateway'],
  ['local', 'local'],
];

/** A route to a target whose id tells its kind. */
export function auditedRoute(destination: string, targetId: string, state = 'active'): AuditedRoute {
  const kind = kinds.find(([prefix]) => targetId.startsWith(prefix))?.[1] ?? 'other';
  return { destination, target: { kind, id: targetId }, state };
}
