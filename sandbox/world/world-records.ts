import type { Core } from './core.ts';
import { existingInstance, existingInterface } from './lookup.ts';
import type { FlowLog, Gateway, SecurityGroupRule, VpcPeeringConnection } from './record-network.ts';
import type { CidrReservation, NetworkInterfacePermission, RouteTable } from './record-references.ts';
import type { Address, Instance, NetworkInterface, SecurityGroup, Subnet, Vpc } from './records.ts';
import type { Table } from './table.ts';
import { interfacesOf } from './tables.ts';

type Records<T extends { readonly ordinal: number }> = Pick<
  Table<T>,
  'get' | 'has' | 'values' | 'size' | 'watch'
>;

/** The present truth, to read: records are immutable, so ask again for the present state. */
export class WorldRecords {
  readonly vpcs: Records<Vpc>;
  readonly subnets: Records<Subnet>;
  readonly securityGroups: Records<SecurityGroup>;
  readonly addresses: Records<Address>;
  readonly instances: Records<Instance>;
  readonly networkInterfaces: Records<NetworkInterface>;
  readonly routeTables: Records<RouteTable>;
  readonly cidrReservations: Records<CidrReservation>;
  readonly networkInterfacePermissions: Records<NetworkInterfacePermission>;
  readonly vpcPeeringConnections: Records<VpcPeeringConnection>;
  readonly flowLogs: Records<FlowLog>;
  readonly securityGroupRules: Records<SecurityGroupRule>;
  readonly gateways: Records<Gateway>;
  protected readonly core: Core;

  constructor(core: Core) {
    this.core = core;
    this.vpcs = core.tables.vpcs;
    this.subnets = core.tables.subnets;
    this.securityGroups = core.tables.securityGroups;
    this.addresses = core.tables.addresses;
    this.instances = core.tables.instances;
    this.networkInterfaces = core.tables.networkInterfaces;
    this.routeTables = core.tables.routeTables;
    this.cidrReservations = core.tables.cidrReservations;
    this.networkInterfacePermissions = core.tables.networkInterfacePermissions;
    this.vpcPeeringConnections = core.tables.vpcPeeringConnections;
    this.flowLogs = core.tables.flowLogs;
    this.securityGroupRules = core.tables.securityGroupRules;
    this.gateways = core.tables.gateways;
  }

  /** Throws when there is none of this id. */
  instance(instanceId: string): Instance {
    return existingInstance(this.core, instanceId);
  }

  /** Throws when there is none of this id. */
  networkInterface(networkInterfaceId: string): NetworkInterface {
    return existingInterface(this.core, networkInterfaceId);
  }

  /** The interfaces of the instance in any attachment status, by device index: the primary one first. */
  interfacesOf(instanceId: string): NetworkInterface[] {
    return interfacesOf(this.core.tables, instanceId);
  }
}
