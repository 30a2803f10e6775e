import type { FlowLog, Gateway, SecurityGroupRule, VpcPeeringConnection } from './record-network.ts';
import type { CidrReservation, NetworkInterfacePermission, RouteTable } from './record-references.ts';
import type { Address, Instance, NetworkInterface, SecurityGroup, Subnet, Vpc } from './records.ts';
import { Table, type TableView } from './table.ts';

/** All records of the account, as of one moment. */
export interface View {
  readonly vpcs: TableView<Vpc>;
  readonly subnets: TableView<Subnet>;
  readonly securityGroups: TableView<SecurityGroup>;
  readonly addresses: TableView<Address>;
  readonly instances: TableView<Instance>;
  readonly networkInterfaces: TableView<NetworkInterface>;
  readonly routeTables: TableView<RouteTable>;
  readonly cidrReservations: TableView<CidrReservation>;
  readonly networkInterfacePermissions: TableView<NetworkInterfacePermission>;
  readonly vpcPeeringConnections: TableView<VpcPeeringConnection>;
  readonly flowLogs: TableView<FlowLog>;
  readonly securityGroupRules: TableView<SecurityGroupRule>;
  readonly gateways: TableView<Gateway>;
}

export interface Tables extends View {
  readonly vpcs: Table<Vpc>;
  readonly subnets: Table<Subnet>;
  readonly securityGroups: Table<SecurityGroup>;
  readonly addresses: Table<Address>;
  readonly instances: Table<Instance>;
  readonly networkInterfaces: Table<NetworkInterface>;
  readonly routeTables: Table<RouteTable>;
  readonly cidrReservations: Table<CidrReservation>;
  readonly networkInterfacePermissions: Table<NetworkInterfacePermission>;
  readonly vpcPeeringConnections: Table<VpcPeeringConnection>;
  readonly flowLogs: Table<FlowLog>;
  readonly securityGroupRules: Table<SecurityGroupRule>;
  readonly gateways: Table<Gateway>;
}

export function createTables(now: () => number): Tables {
  return {
    vpcs: new Table<Vpc>(now),
    subnets: new Table<Subnet>(now),
    securityGroups: new Table<SecurityGroup>(now),
    addresses: new Table<Address>(now),
    instances: new Table<Instance>(now),
    networkInterfaces: new Table<NetworkInterface>(now),
    routeTables: new Table<RouteTable>(now),
    cidrReservations: new Table<CidrReservation>(now),
    networkInterfacePermissions: new Table<NetworkInterfacePermission>(now),
    vpcPeeringConnections: new Table<VpcPeeringConnection>(now),
    flowLogs: new Table<FlowLog>(now),
    securityGroupRules: new Table<SecurityGroupRule>(now),
    gateways: new Table<Gateway>(now),
  };
}

export function viewAsOf(tables: Tables, time: number): View {
  return {
    vpcs: tables.vpcs.asOf(time),
    subnets: tables.subnets.asOf(time),
    securityGroups: tables.securityGroups.asOf(time),
    addresses: tables.addresses.asOf(time),
    instances: tables.instances.asOf(time),
    networkInterfaces: tables.networkInterfaces.asOf(time),
    routeTables: tables.routeTables.asOf(time),
    cidrReservations: tables.cidrReservations.asOf(time),
    networkInterfacePermissions: tables.networkInterfacePermissions.asOf(time),
    vpcPeeringConnections: tables.vpcPeeringConnections.asOf(time),
    flowLogs: tables.flowLogs.asOf(time),
    securityGroupRules: tables.securityGroupRules.asOf(time),
    gateways: tables.gateways.asOf(time),
  };
}

/** The interfaces of one instance, in any attachment status, by device index. */
export function interfacesOf(view: View, instanceId: string): NetworkInterface[] {
  const found: NetworkInterface[] = [];
  for (const networkInterface of view.networkInterfaces.values()) {
    if (networkInterface.attachment?.instanceId === instanceId) found.push(networkInterface);
  }
  return found.sort(byDevice);
}

/** The same for every instance at once, in one pass. */
export function interfacesByInstance(view: View): Map<string, NetworkInterface[]> {
  const byInstance = new Map<string, NetworkInterface[]>();
  for (const networkInterface of view.networkInterfaces.values()) {
    const instanceId = networkInterface.attachment?.instanceId;
    if (instanceId === undefined) continue;
    const list = byInstance.get(instanceId);
    if (list === undefined) byInstance.set(instanceId, [networkInterface]);
    else list.push(networkInterface);
  }
  for (const list of byInstance.values()) list.sort(byDevice);
  return byInstance;
}

function byDevice(left: NetworkInterface, right: NetworkInterface): number {
  const cards = (left.attachment?.networkCardIndex ?? 0) - (right.attachment?.networkCardIndex ?? 0);
  return cards !== 0 ? cards : (left.attachment?.deviceIndex ?? 0) - (right.attachment?.deviceIndex ?? 0);
}
