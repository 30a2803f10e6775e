import { assignable, parseBlock } from '../world/ipv4.ts';
import type { CidrAssociation } from '../world/record-network.ts';
import type { Subnet, Vpc } from '../world/records.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cidrAssociationXml } from './mutate-vpc-cidrs.ts';
import { cutPage, readPage } from './paging.ts';
import { takenAddresses } from './taken-addresses.ts';

const limits = { minimum: 5, maximum: 1000 };

export const describeVpcs: Action = (form) => {
  const ids = form.ids('vpc', 'VpcId');
  const page = readPage(form, { ...limits, ids: ['vpcSet', ids] });
  const matches = readFilters(form, vpcFilters);
  return (core, view) => {
    const all = namedOrAll(view.vpcs, ids, (id) => notFound('vpc', id), page);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, matches);
    const xml = items.map((record) => vpcXml(core.account, record));
    return { vpcSet: xml, nextToken };
  };
};

export const describeSubnets: Action = (form) => {
  const ids = form.ids('subnet', 'SubnetId');
  const page = readPage(form, { ...limits, ids: ['subnetSet', ids] });
  const matches = readFilters(form, subnetFilters);
  return (core, view) => {
    const all = namedOrAll(view.subnets, ids, (id) => notFound('subnet', id), page);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, matches);
    const taken = takenAddresses(view, core.unknowns.reservationsLowerAvailable);
    const xml = items.map((record) => subnetXml(core.account, record, taken.get(record.subnetId) ?? 0));
    return { subnetSet: xml, nextToken };
  };
};

const vpcFilters: FilterTable<Vpc> = {
  cidr: (record) => record.cidrBlock,
  'cidr-block-association.association-id': (record) => associations(record, false).map(idOf),
  'cidr-block-association.cidr-block': (record) => associations(record, false).map(blockOf),
  'cidr-block-association.state': (record) => associations(record, false).map(stateOf),
  'ipv6-cidr-block-association.association-id': (record) => associations(record, true).map(idOf),
  'ipv6-cidr-block-association.ipv6-cidr-block': (record) => associations(record, true).map(blockOf),
  'ipv6-cidr-block-association.state': (record) => associations(record, true).map(stateOf),
  'is-default': (record) => record.isDefault,
  state: () => 'available',
  'vpc-id': (record) => record.vpcId,
};

function associations({ cidrAssociations }: Vpc, isIpv6: boolean): readonly CidrAssociation[] {
  return cidrAssociations.filter(({ cidrBlock }) => cidrBlock.includes(':') === isIpv6);
}

const idOf = ({ associationId }: CidrAssociation) => associationId;
const blockOf = ({ cidrBlock }: CidrAssociation) => cidrBlock;
const stateOf = ({ state }: CidrAssociation) => state;

const subnetFilters: FilterTable<Subnet> = {
  'availability-zone': (record) => record.availabilityZone,
  'cidr-block': (record) => record.cidrBlock,
  state: () => 'available',
  'subnet-id': (record) => record.subnetId,
  'vpc-id': (record) => record.vpcId,
};

export function vpcXml(account: string, record: Vpc) {
  const { vpcId, cidrBlock } = record;
  return {
    vpcId,
    ownerId: account,
    state: 'available',
    cidrBlock,
    cidrBlockAssociationSet: associations(record, false).map(cidrAssociationXml),
    ipv6CidrBlockAssociationSet: associations(record, true).map(cidrAssociationXml),
    instanceTenancy: 'default',
    isDefault: record.isDefault,
    tagSet: tagSet(record.tags),
  };
}

export function subnetXml(account: string, record: Subnet, taken: number) {
  const block = parseBlock(record.cidrBlock);
  const usable = block === undefined ? 0 : assignable(block).last - assignable(block).first + 1;
  return {
    subnetId: record.subnetId,
    ownerId: account,
    state: 'available',
    vpcId: record.vpcId,
    cidrBlock: record.cidrBlock,
    availableIpAddressCount: usable - taken,
    availabilityZone: record.availabilityZone,
    defaultForAz: false,
    mapPublicIpOnLaunch: false,
    ipv6CidrBlockAssociationSet: ipv6Blocks(record),
    tagSet: tagSet(record.tags),
  };
}

function ipv6Blocks({ subnetId, ipv6CidrBlock }: Subnet) {
  if (ipv6CidrBlock === undefined) return [];
  const associationId = subnetId.replace('subnet-', 'subnet-cidr-assoc-');
  return [{ associationId, ipv6CidrBlock, ipv6CidrBlockState: { state: 'associated' } }];
}
