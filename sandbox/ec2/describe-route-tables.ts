import type { Core } from '../world/core.ts';
import type { Route, RouteTable } from '../world/record-references.ts';
import { type RouteNow, routeNow } from '../world/routes.ts';
import type { View } from '../world/tables.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cutPage, readPage } from './paging.ts';
import type { XmlValue } from './xml.ts';

/** A route table with what its routes lead to at this moment. */
interface Described extends RouteTable {
  readonly ownerId: string;
  readonly now: readonly (Route & { readonly now: RouteNow })[];
}

/** At most 100 route tables a page, with MaxResults and without it (API reference). */
export const describeRouteTables: Action = (form) => {
  const ids = form.ids('routeTable', 'RouteTableId');
  const page = readPage(form, { minimum: 5, maximum: 100, otherwise: 100, ids: ['routeTableIds', ids] });
  const matches = readFilters(form, filters);
  return (core, view) => {
    const named = namedOrAll(view.routeTables, ids, (id) => notFound('routeTable', id), page);
    const all = [...named].map((record) => described(core, view, record));
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, matches);
    return { routeTableSet: items.map(tableXml), nextToken };
  };
};

/** A route table as the API shows it. */
export function routeTableXml(core: Core, view: View, record: RouteTable): XmlValue {
  return tableXml(described(core, view, record));
}

/** The names are those of the API reference: no filter asks for the network interface of a route. */
const filters: FilterTable<Described> = {
  'association.gateway-id': ({ associations }) => associations.map(({ gatewayId }) => gatewayId),
  'association.main': ({ associations }) => associations.map(({ main }) => String(main)),
  'association.route-table-association-id': ({ associations }) =>
    associations.map(({ routeTableAssociationId }) => routeTableAssociationId),
  'association.route-table-id': ({ associations, routeTableId }) => associations.map(() => routeTableId),
  'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
  'owner-id': ({ ownerId }) => ownerId,
  'route-table-id': ({ routeTableId }) => routeTableId,
  'route.destination-cidr-block': (record) => destinations(record, 'destinationCidrBlock'),
  'route.destination-ipv6-cidr-block': (record) => destinations(record, 'destinationIpv6CidrBlock'),
  'route.destination-prefix-list-id': (record) => destinations(record, 'destinationPrefixListId'),
  'route.egress-only-internet-gateway-id': (record) => targets(record, 'egressOnlyInternetGatewayId'),
  'route.gateway-id': (record) => targets(record, 'gatewayId'),
  'route.instance-id': ({ now }) => now.map((route) => route.now.instanceId),
  'route.nat-gateway-id': (record) => targets(record, 'natGatewayId'),
  'route.origin': ({ now }) => now.map(({ origin }) => origin),
  'route.state': ({ now }) => now.map((route) => route.now.state),
  'route.transit-gateway-id': (record) => targets(record, 'transitGatewayId'),
  'route.vpc-peering-connection-id': (record) => targets(record, 'vpcPeeringConnectionId'),
  'vpc-id': ({ vpcId }) => vpcId,
};

function destinations({ routes }: Described, kind: string): (string | undefined)[] {
  return routes.map(({ destination }) => (destination as Readonly<Record<string, string>>)[kind]);
}

function targets({ routes }: Described, kind: Route['target']['kind']): (string | undefined)[] {
  return routes.map(({ target }) => (target.kind === kind ? target.id : undefined));
}

function described(core: Core, view: View, record: RouteTable): Described {
  const now = record.routes.map((route) => ({ ...route, now: routeNow(view, route) }));
  return { ...record, ownerId: core.account, now };
}

function tableXml({ routeTableId, vpcId, ownerId, associations, now, tags }: Described): XmlValue {
  return {
    routeTableId,
    vpcId,
    ownerId,
    routeSet: now.map(routeXml),
    associationSet: associations.map((association) => ({
      ...association,
      routeTableId,
      associationState: { state: 'associated' },
    })),
    propagatingVgwSet: [],
    tagSet: tagSet(tags),
  };
}

function routeXml({ destination, target, origin, now }: Described['now'][number]): XmlValue {
  return { ...destination, [target.kind]: target.id, ...now, origin };
}
