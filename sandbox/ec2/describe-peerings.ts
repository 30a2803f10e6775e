import type { Core } from '../world/core.ts';
import { cidrsOf } from '../world/peerings.ts';
import type { PeeringSide, VpcPeeringConnection } from '../world/record-network.ts';
import type { View } from '../world/tables.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cutPage, readPage } from './paging.ts';
import { isoTime, type XmlValue } from './xml.ts';

interface Described extends VpcPeeringConnection {
  readonly requesterCidrs: readonly string[];
  readonly accepterCidrs: readonly string[];
}

export const describeVpcPeeringConnections: Action = (form) => {
  const ids = form.ids('vpcPeeringConnection', 'VpcPeeringConnectionId');
  const page = readPage(form, { minimum: 5, maximum: 1000, ids: ['vpcPeeringConnectionIds', ids] });
  const matches = readFilters(form, filters);
  return (core, view) => {
    const named = namedOrAll(
      view.vpcPeeringConnections,
      ids,
      (id) => notFound('vpcPeeringConnection', id),
      page,
    );
    const all = [...named].map((record) => described(core, view, record));
    const { items, nextToken } = cutPage(all, page, ({ ordinal }) => ordinal, matches);
    return { vpcPeeringConnectionSet: items.map(contentOf), nextToken };
  };
};

/** A peering as the API shows it. */
export function peeringXml(core: Core, view: View, record: VpcPeeringConnection): XmlValue {
  return contentOf(described(core, view, record));
}

const filters: FilterTable<Described> = {
  'accepter-vpc-info.cidr-block': ({ accepterCidrs }) => accepterCidrs,
  'accepter-vpc-info.owner-id': ({ accepter }) => accepter.ownerId,
  'accepter-vpc-info.vpc-id': ({ accepter }) => accepter.vpcId,
  'requester-vpc-info.cidr-block': ({ requesterCidrs }) => requesterCidrs,
  'requester-vpc-info.owner-id': ({ requester }) => requester.ownerId,
  'requester-vpc-info.vpc-id': ({ requester }) => requester.vpcId,
  'status-code': ({ status }) => status,
  'status-message': ({ statusMessage }) => statusMessage,
  'vpc-peering-connection-id': ({ vpcPeeringConnectionId }) => vpcPeeringConnectionId,
};

/**
 * The API reference shows the blocks of the accepter only once it has accepted, and what a failed one shows is not
 * established: the strictest is none at all.
 */
function described(core: Core, view: View, record: VpcPeeringConnection): Described {
  const knows = (...statuses: readonly VpcPeeringConnection['status'][]) => statuses.includes(record.status);
  const requesterCidrs = knows('failed') ? [] : cidrsOf(core, view, record.requester);
  const accepterCidrs = knows('provisioning', 'active', 'deleting')
    ? cidrsOf(core, view, record.accepter)
    : [];
  return { ...record, requesterCidrs, accepterCidrs };
}

function contentOf(record: Described): XmlValue {
  const { vpcPeeringConnectionId, status, statusMessage, expiresAt, tags } = record;
  return {
    vpcPeeringConnectionId,
    requesterVpcInfo: sideXml(record.requester, record.requesterCidrs),
    accepterVpcInfo: sideXml(record.accepter, record.accepterCidrs),
    status: { code: status, message: statusMessage },
    expirationTime: status === 'pending-acceptance' ? isoTime(expiresAt) : undefined,
    tagSet: tagSet(tags),
  };
}

function sideXml({ vpcId, ownerId, region }: PeeringSide, cidrs: readonly string[]): XmlValue {
  const ipv4 = cidrs.filter((cidr) => !cidr.includes(':')).map((cidrBlock) => ({ cidrBlock }));
  const ipv6 = cidrs.filter((cidr) => cidr.includes(':')).map((ipv6CidrBlock) => ({ ipv6CidrBlock }));
  return {
    vpcId,
    ownerId,
    region,
    cidrBlock: ipv4[0]?.cidrBlock,
    cidrBlockSet: ipv4.length > 0 ? ipv4 : undefined,
    ipv6CidrBlockSet: ipv6.length > 0 ? ipv6 : undefined,
  };
}
