import type { Core } from '../world/core.ts';
import { existingRouteTable, existingSubnet } from '../world/lookup.ts';
import type { RouteTable } from '../world/record-references.ts';
import { associate, disassociate, existingTableAssociation } from '../world/route-table-associations.ts';
import { type Action, succeeded } from './action.ts';
import { type Ec2Error, invalidParameterValue } from './errors.ts';

const associationState = { state: 'associated' };

/** The subnet uses this route table from now on, in place of the main one. Edge route tables the world makes. */
export const associateRouteTable: Action = (form) => {
  const routeTableId = form.id('routeTable', 'RouteTableId');
  const subnetId = form.id('subnet', 'SubnetId');
  return (core) => {
    const table = existingRouteTable(core, routeTableId);
    checkSubnet(core, table, subnetId);
    const { routeTableAssociationId } = associate(core, table, { main: false, subnetId });
    return { associationId: routeTableAssociationId, associationState };
  };
};

/** The subnet uses the main route table again. */
export const disassociateRouteTable: Action = (form) => {
  const associationId = form.id('routeTableAssociation', 'AssociationId');
  return (core) => {
    const [table, association] = existingTableAssociation(core, associationId);
    if (association.main)
      throw invalidParameterValue(`cannot disassociate the main route table association ${associationId}`);
    disassociate(core, table, associationId);
    return succeeded;
  };
};

/** Another route table for the subnet; or, with the association of the main one, another main route table. */
export const replaceRouteTableAssociation: Action = (form) => {
  const associationId = form.id('routeTableAssociation', 'AssociationId');
  const routeTableId = form.id('routeTable', 'RouteTableId');
  return (core) => {
    const [former, { routeTableAssociationId: _, ...place }] = existingTableAssociation(core, associationId);
    const table = existingRouteTable(core, routeTableId);
    if (former.vpcId !== table.vpcId) throw differentNetworks(table, former.routeTableId);
    disassociate(core, former, associationId);
    const made = associate(core, existingRouteTable(core, routeTableId), place);
    return { newAssociationId: made.routeTableAssociationId, associationState };
  };
};

function checkSubnet(core: Core, table: RouteTable, subnetId: string): void {
  if (existingSubnet(core, subnetId).vpcId !== table.vpcId) throw differentNetworks(table, subnetId);
}

function differentNetworks({ routeTableId }: RouteTable, other: string): Ec2Error {
  return invalidParameterValue(`route table ${routeTableId} and ${other} belong to different networks`);
}
