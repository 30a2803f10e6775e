import type { Action } from './action.ts';
import { describeAddresses } from './describe-addresses.ts';
import { describeInstanceStatus } from './describe-instance-status.ts';
import { describeInstanceTypes } from './describe-instance-types.ts';
import { describeInstances } from './describe-instances.ts';
import { describeSubnets, describeVpcs } from './describe-network.ts';
import { describeNetworkInterfaces } from './describe-network-interfaces.ts';
import { describeVpcPeeringConnections } from './describe-peerings.ts';
import { describeRouteTables } from './describe-route-tables.ts';
import { describeSecurityGroupRules, describeSecurityGroups } from './describe-security-groups.ts';
import { createFlowLogs, deleteFlowLogs, describeFlowLogs } from './flow-logs.ts';
import {
  describeNetworkInterfaceAttribute,
  modifyNetworkInterfaceAttribute,
} from './modify-network-interface.ts';
import {
  allocateAddress,
  associateAddress,
  disassociateAddress,
  releaseAddress,
} from './mutate-addresses.ts';
import { attachNetworkInterface, detachNetworkInterface } from './mutate-attachment.ts';
import {
  rebootInstances,
  startInstances,
  stopInstances,
  terminateInstances,
} from './mutate-instance-state.ts';
import { assignIpv6Addresses } from './mutate-ipv6-addresses.ts';
import { createSubnet, createVpc, deleteSubnet, deleteVpc } from './mutate-network.ts';
import { createNetworkInterface, deleteNetworkInterface } from './mutate-network-interface.ts';
import {
  acceptVpcPeeringConnection,
  createVpcPeeringConnection,
  deleteVpcPeeringConnection,
  rejectVpcPeeringConnection,
} from './mutate-peerings.ts';
import { assignPrivateIpAddresses, unassignPrivateIpAddresses } from './mutate-private-addresses.ts';
import { createRoute, createRouteTable, deleteRoute, replaceRoute } from './mutate-routes.ts';
import { authorizeSecurityGroupIngress, revokeSecurityGroupIngress } from './mutate-security-group-rules.ts';
import { createTags, deleteTags, describeTags } from './mutate-tags.ts';
import { associateVpcCidrBlock, disassociateVpcCidrBlock } from './mutate-vpc-cidrs.ts';
import {
  createNetworkInterfacePermission,
  describeNetworkInterfacePermissions,
} from './network-interface-permissions.ts';
import {
  associateRouteTable,
  disassociateRouteTable,
  replaceRouteTableAssociation,
} from './route-table-associations.ts';
import { runInstances } from './run-instances.ts';
import { createSubnetCidrReservation, getSubnetCidrReservations } from './subnet-cidr-reservations.ts';

/** What the sandbox knows of the EC2 API. */
export const actions: Readonly<Record<string, Action>> = {
  AcceptVpcPeeringConnection: acceptVpcPeeringConnection,
  AllocateAddress: allocateAddress,
  AssignIpv6Addresses: assignIpv6Addresses,
  AssignPrivateIpAddresses: assignPrivateIpAddresses,
  AssociateAddress: associateAddress,
  AssociateRouteTable: associateRouteTable,
  AssociateVpcCidrBlock: associateVpcCidrBlock,
  AttachNetworkInterface: attachNetworkInterface,
  AuthorizeSecurityGroupIngress: authorizeSecurityGroupIngress,
  CreateFlowLogs: createFlowLogs,
  CreateNetworkInterface: createNetworkInterface,
  CreateNetworkInterfacePermission: createNetworkInterfacePermission,
  CreateRoute: createRoute,
  CreateRouteTable: createRouteTable,
  CreateSubnet: createSubnet,
  CreateSubnetCidrReservation: createSubnetCidrReservation,
  CreateTags: createTags,
  CreateVpc: createVpc,
  CreateVpcPeeringConnection: createVpcPeeringConnection,
  DeleteFlowLogs: deleteFlowLogs,
  DeleteNetworkInterface: deleteNetworkInterface,
  DeleteRoute: deleteRoute,
  DeleteSubnet: deleteSubnet,
  DeleteTags: deleteTags,
  DeleteVpc: deleteVpc,
  DeleteVpcPeeringConnection: deleteVpcPeeringConnection,
  DescribeAddresses: describeAddresses,
  DescribeFlowLogs: describeFlowLogs,
  DescribeInstanceStatus: describeInstanceStatus,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeInstances: describeInstances,
  DescribeNetworkInterfaceAttribute: describeNetworkInterfaceAttribute,
  DescribeNetworkInterfacePermissions: describeNetworkInterfacePermissions,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribeRouteTables: describeRouteTables,
  DescribeSecurityGroupRules: describeSecurityGroupRules,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSubnets: describeSubnets,
  DescribeTags: describeTags,
  DescribeVpcPeeringConnections: describeVpcPeeringConnections,
  DescribeVpcs: describeVpcs,
  DetachNetworkInterface: detachNetworkInterface,
  DisassociateAddress: disassociateAddress,
  DisassociateRouteTable: disassociateRouteTable,
  DisassociateVpcCidrBlock: disassociateVpcCidrBlock,
  GetSubnetCidrReservations: getSubnetCidrReservations,
  ModifyNetworkInterfaceAttribute: modifyNetworkInterfaceAttribute,
  RebootInstances: rebootInstances,
  RejectVpcPeeringConnection: rejectVpcPeeringConnection,
  ReleaseAddress: releaseAddress,
  ReplaceRoute: replaceRoute,
  ReplaceRouteTableAssociation: replaceRouteTableAssociation,
  RevokeSecurityGroupIngress: revokeSecurityGroupIngress,
  RunInstances: runInstances,
  StartInstances: startInstances,
  StopInstances: stopInstances,
  TerminateInstances: terminateInstances,
  UnassignPrivateIpAddresses: unassignPrivateIpAddresses,
};
