import { byId, type FailoverGroup, groupsOf } from '../failover-group.ts';
import type { Instant } from '../instant.ts';
import type { Snapshot } from '../snapshot.ts';
import type {
  AuditedEni,
  AuditedInstance,
  AuditedRouteTable,
  AuditedSubnet,
  AuditedVpc,
  AuditSnapshot,
} from './audit-snapshot.ts';
import type { Declarations } from './declarations.ts';
import { fleetOf } from './fleet-of.ts';
import type { Readiness } from './readiness.ts';
import { readinessOf } from './readiness-of.ts';

/** What every rule reads: the snapshot, what owners declared, and both by what they name, so that no rule compares pair by pair. */
export interface AuditContext {
  readonly snapshot: AuditSnapshot;
  /** What is enrolled, as the failover sees it. */
  readonly fleet: Snapshot;
  readonly declarations: Declarations;
  readonly now: Instant;
  readonly vpcs: ReadonlyMap<string, AuditedVpc>;
  readonly subnets: ReadonlyMap<string, AuditedSubnet>;
  readonly enis: ReadonlyMap<string, AuditedEni>;
  /** In id order. */
  readonly enisByInstance: ReadonlyMap<string, readonly AuditedEni[]>;
  readonly instances: ReadonlyMap<string, AuditedInstance>;
  readonly routeTablesByVpc: ReadonlyMap<string, readonly AuditedRouteTable[]>;
  /** The table that routes for a subnet: its own, else the main one of its VPC. */
  readonly routeTableBySubnet: ReadonlyMap<string, AuditedRouteTable>;
  /** Every group that has at least one protected ENI, in name order. */
  readonly groups: readonly FailoverGroup[];
  /** The group of each protected ENI. */
  readonly groupOfEni: ReadonlyMap<string, string>;
  /** Of each group, whether its next failover would succeed; in name order. */
  readonly readiness: ReadonlyMap<string, Readiness>;
}

export function prepareAudit(
  snapshot: AuditSnapshot,
  declarations: Declarations,
  now: Instant,
): AuditContext {
  const fleet = fleetOf(snapshot);
  const groups = groupsOf(fleet);
  const routeTablesByVpc = Map.groupBy(snapshot.routeTables, ({ vpcId }) => vpcId);
  const attached = snapshot.enis.filter(({ attachment }) => attachment?.instanceId !== undefined);
  return {
    snapshot,
    fleet,
    declarations,
    now,
    vpcs: byIdOf(snapshot.vpcs),
    subnets: byIdOf(snapshot.subnets),
    enis: byIdOf(snapshot.enis),
    enisByInstance: inIdOrder(Map.groupBy(attached, ({ attachment }) => attachment?.instanceId ?? '')),
    instances: byIdOf(snapshot.instances),
    routeTablesByVpc,
    routeTableBySubnet: routeTablesOf(snapshot, routeTablesByVpc),
    groups,
    groupOfEni: new Map(
      groups.flatMap(({ name, networkInterfaces }) => networkInterfaces.map(({ id }) => [id, name])),
    ),
    readiness: new Map(groups.map((group) => [group.name, readinessOf(group, fleet, now)])),
  };
}

function byIdOf<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function routeTablesOf(
  { subnets, routeTables }: AuditSnapshot,
  byVpc: ReadonlyMap<string, readonly AuditedRouteTable[]>,
): ReadonlyMap<string, AuditedRouteTable> {
  const own = new Map(routeTables.flatMap((table) => table.subnetIds.map((id) => [id, table] as const)));
  return new Map(
    subnets.flatMap(({ id, vpcId }) => {
      const table = own.get(id) ?? byVpc.get(vpcId)?.find(({ isMain }) => isMain);
      return table === undefined ? [] : [[id, table]];
    }),
  );
}

function inIdOrder(lists: ReadonlyMap<string, AuditedEni[]>): ReadonlyMap<string, readonly AuditedEni[]> {
  for (const list of lists.values()) list.sort(byId);
  return lists;
}
