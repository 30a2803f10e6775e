import { createCidrReservation, createNetworkInterfacePermission } from './create-references.ts';
import { createRouteTable, destinationOf, putRoute } from './create-route-table.ts';
import { existingRouteTable, existingSubnet, existingVpc } from './lookup.ts';
import type { CidrReservation, NetworkInterfacePermission, RouteTable } from './record-references.ts';
import { WorldRecords } from './world-records.ts';
import type {
  NetworkInterfacePermissionToAdd,
  ReservationToAdd,
  RouteTableToAdd,
  RouteToAdd,
} from './world-types.ts';

/** Builds what refers to network interfaces and their addresses, without the checks of the API on targets. */
export class WorldReferences extends WorldRecords {
  /** With the local route; every VPC has a main route table from the start. */
  addRouteTable({ vpcId, subnetIds = [], gatewayId, tags = {} }: RouteTableToAdd): RouteTable {
    const vpc = existingVpc(this.core, vpcId);
    const associations = [
      ...subnetIds.map((subnetId) => ({ main: false, subnetId })),
      ...(gatewayId === undefined ? [] : [{ main: false, gatewayId }]),
    ];
    return createRouteTable(this.core, { vpc, tags, associations });
  }

  /** In the place of a route to the same destination. The target need not exist. */
  addRoute({ routeTableId, destination, target, state = 'active' }: RouteToAdd): RouteTable {
    const table = existingRouteTable(this.core, routeTableId);
    putRoute(this.core, table, {
      destination: destinationOf(destination),
      target,
      origin: 'CreateRoute',
      state,
    });
    return existingRouteTable(this.core, routeTableId);
  }

  addReservation(asked: ReservationToAdd): CidrReservation {
    const { subnetId, cidr, reservationType = 'explicit', description = '', tags = {} } = asked;
    const subnet = existingSubnet(this.core, subnetId);
    return createCidrReservation(this.core, { subnet, cidr, reservationType, description, tags });
  }

  addNetworkInterfacePermission(asked: NetworkInterfacePermissionToAdd): NetworkInterfacePermission {
    const { networkInterfaceId, permission = 'INSTANCE-ATTACH', ...grantee } = asked;
    const networkInterface = this.networkInterface(networkInterfaceId);
    return createNetworkInterfacePermission(this.core, { networkInterface, permission, ...grantee });
  }
}
