import { assignable, parseBlock } from '../world/ipv4.ts';
import type { SecurityGroup, Subnet, Vpc } from '../world/records.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cutPage, readPage } from './paging.ts';

const limits = { minimum: 5, maximum: 1000 };

/** A delegated prefix of 28 bits. */
const addressesOfPrefix = 16;

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
    const taken = new Map<string, number>();
    for (const { subnetId, privateIpAddresses, ipv4Prefixes } of view.networkInterfaces.values()) {
      const count = privateIpAddresses.length + ipv4Prefixes.length * addressesOfPrefix;
      taken.set(subnetId, (taken.get(subnetId) ?? 0) + count);
    }
    const xml = items.map((record) => subnetXml(core.account, record, taken.get(record.subnetId) ?? 0));
    return { subnetSet: xml, nextToken };
  };
};

export const describeSecurityGroups: Action = (form) => {
  const ids = form.ids('securityGroup', 'GroupId');
  const page = readPage(form, { ...limits, ids: ['groupIds', ids] });
  const matches = readFilters(form, groupFilters);
  return (core, view) => {
    const all = namedOrAll(view.securityGroups, ids, (id) => notFound('securityGroup', id), page);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, matches);
    const xml = items.map(({ groupId, groupName, vpcId, tags }) => ({
      ownerId: core.account,
      groupId,
      groupName,
      groupDescription: groupName,
      vpcId,
      ipPermissions: [],
      ipPermissionsEgress: [],
      tagSet: tagSet(tags),
    }));
    return { securityGroupInfo: xml, nextToken };
  };
};

const vpcFilters: FilterTable<Vpc> = {
  cidr: (record) => record.cidrBlock,
  'cidr-block-association.cidr-block': (record) => record.cidrBlock,
  'is-default': () => false,
  state: () => 'available',
  'vpc-id': (record) => record.vpcId,
};

const subnetFilters: FilterTable<Subnet> = {
  'availability-zone': (record) => record.availabilityZone,
  'cidr-block': (record) => record.cidrBlock,
  state: () => 'available',
  'subnet-id': (record) => record.subnetId,
  'vpc-id': (record) => record.vpcId,
};

const groupFilters: FilterTable<SecurityGroup> = {
  'group-id': (record) => record.groupId,
  'group-name': (record) => record.groupName,
  'vpc-id': (record) => record.vpcId,
};

export function vpcXml(account: string, record: Vpc) {
  const { vpcId, cidrBlock } = record;
  return {
    vpcId,
    ownerId: account,
    state: 'available',
    cidrBlock,
    cidrBlockAssociationSet: [{ cidrBlock, cidrBlockState: { state: 'associated' } }],
    instanceTenancy: 'default',
    isDefault: false,
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
