import { Ec2Error, notFound } from '../ec2/errors.ts';
import { newId } from '../ids.ts';
import type { Core } from './core.ts';
import type { RouteTable, RouteTableAssociation } from './record-references.ts';

/** Throws when the subnet or the gateway has a route table already: that is ReplaceRouteTableAssociation's business. */
export function associate(
  core: Core,
  table: RouteTable,
  place: Pick<RouteTableAssociation, 'subnetId' | 'gatewayId' | 'main'>,
): RouteTableAssociation {
  for (const { associations } of core.tables.routeTables.values()) {
    if (!associations.some((other) => !place.main && isSamePlace(other, place))) continue;
    const message = `the specified association for route table ${table.routeTableId} conflicts with an existing association`;
    throw new Ec2Error('Resource.AlreadyAssociated', message);
  }
  const name = 'routeTableAssociation';
  const random = core.random.stream(`${name}/${core.count(name)}`);
  const association = { ...place, routeTableAssociationId: newId(random, name) };
  core.tables.routeTables.put(table.routeTableId, {
    ...table,
    associations: [...table.associations, association],
  });
  return association;
}

export function disassociate(core: Core, table: RouteTable, associationId: string): void {
  core.tables.routeTables.put(table.routeTableId, {
    ...table,
    associations: table.associations.filter(
      ({ routeTableAssociationId }) => routeTableAssociationId !== associationId,
    ),
  });
}

/** Throws when there is none of this id. */
export function existingTableAssociation(core: Core, id: string): [RouteTable, RouteTableAssociation] {
  for (const table of core.tables.routeTables.values()) {
    const found = table.associations.find(({ routeTableAssociationId }) => routeTableAssociationId === id);
    if (found !== undefined) return [table, found];
  }
  throw notFound('routeTableAssociation', id);
}

function isSamePlace(
  left: Pick<RouteTableAssociation, 'subnetId' | 'gatewayId'>,
  right: Pick<RouteTableAssociation, 'subnetId' | 'gatewayId'>,
): boolean {
  return left.subnetId === right.subnetId && left.gatewayId === right.gatewayId;
}
