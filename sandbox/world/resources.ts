import { type IdKind, idKinds } from '../ids.ts';
import type { Tags } from './records.ts';
import type { Tables, View } from './tables.ts';

/** One resource that can bear tags, whatever its kind. */
export interface TaggedResource {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly ordinal: number;
  readonly tags: Tags;
}

/** The kinds of resource that can bear tags: their table, their name in the API, and the member with their id. */
const kinds = [
  { table: 'vpcs', resourceType: 'vpc', id: 'vpcId', idKind: 'vpc' },
  { table: 'subnets', resourceType: 'subnet', id: 'subnetId', idKind: 'subnet' },
  { table: 'securityGroups', resourceType: 'security-group', id: 'groupId', idKind: 'securityGroup' },
  { table: 'addresses', resourceType: 'elastic-ip', id: 'allocationId', idKind: 'allocation' },
  { table: 'instances', resourceType: 'instance', id: 'instanceId', idKind: 'instance' },
  {
    table: 'networkInterfaces',
    resourceType: 'network-interface',
    id: 'networkInterfaceId',
    idKind: 'networkInterface',
  },
  { table: 'routeTables', resourceType: 'route-table', id: 'routeTableId', idKind: 'routeTable' },
  {
    table: 'cidrReservations',
    resourceType: 'subnet-cidr-reservation',
    id: 'subnetCidrReservationId',
    idKind: 'cidrReservation',
  },
  {
    table: 'vpcPeeringConnections',
    resourceType: 'vpc-peering-connection',
    id: 'vpcPeeringConnectionId',
    idKind: 'vpcPeeringConnection',
  },
  { table: 'flowLogs', resourceType: 'vpc-flow-log', id: 'flowLogId', idKind: 'flowLog' },
  {
    table: 'securityGroupRules',
    resourceType: 'security-group-rule',
    id: 'securityGroupRuleId',
    idKind: 'securityGroupRule',
  },
] as const satisfies readonly { table: keyof Tables; resourceType: string; id: string; idKind: IdKind }[];

type Kind = (typeof kinds)[number];

export function* taggedResources(view: View): Iterable<TaggedResource> {
  for (const kind of kinds) {
    for (const record of view[kind.table].values()) {
      const resourceId = (record as unknown as Readonly<Record<string, string>>)[kind.id] ?? '';
      yield { resourceId, resourceType: kind.resourceType, ordinal: record.ordinal, tags: record.tags };
    }
  }
}

/** The kind that an id says it is of. */
export function kindOf(resourceId: string): Kind | undefined {
  return kinds.find(({ idKind }) => resourceId.startsWith(`${idKinds[idKind].prefix}-`));
}

/** Undefined when there is no such resource. */
export function tagsOf(view: View, resourceId: string): Tags | undefined {
  const kind = kindOf(resourceId);
  return kind === undefined ? undefined : view[kind.table].get(resourceId)?.tags;
}

/** Puts these tags in the place of all that the resource has. */
export function replaceTags(tables: Tables, resourceId: string, tags: Tags): void {
  const kind = kindOf(resourceId);
  if (kind === undefined) return;
  const table = tables[kind.table] as {
    get(id: string): { tags: Tags } | undefined;
    put(id: string, record: unknown): unknown;
  };
  const record = table.get(resourceId);
  if (record !== undefined) table.put(resourceId, { ...record, tags });
}
