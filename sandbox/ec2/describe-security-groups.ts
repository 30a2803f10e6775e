import type { RulePeer, SecurityGroupRule } from '../world/record-network.ts';
import type { SecurityGroup } from '../world/records.ts';
import type { View } from '../world/tables.ts';
import { type Action, namedOrAll, tagSet } from './action.ts';
import { notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { cutPage, readPage } from './paging.ts';
import type { XmlValue } from './xml.ts';

const limits = { minimum: 5, maximum: 1000 };

export const describeSecurityGroups: Action = (form) => {
  const ids = form.ids('securityGroup', 'GroupId');
  const page = readPage(form, { ...limits, ids: ['groupIds', ids] });
  const matches = readFilters(form, groupFilters);
  return (core, view) => {
    const all = namedOrAll(view.securityGroups, ids, (id) => notFound('securityGroup', id), page);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, matches);
    const rules = Map.groupBy(view.securityGroupRules.values(), ({ groupId }) => groupId);
    const xml = items.map((record) => groupXml(core.account, record, rules.get(record.groupId) ?? []));
    return { securityGroupInfo: xml, nextToken };
  };
};

export const describeSecurityGroupRules: Action = (form) => {
  const ids = form.ids('securityGroupRule', 'SecurityGroupRuleId');
  const page = readPage(form, { ...limits, ids: ['securityGroupRuleIds', ids] });
  const matches = readFilters(form, ruleFilters);
  return (core, view: View) => {
    const all = namedOrAll(view.securityGroupRules, ids, (id) => notFound('securityGroupRule', id), page);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, matches);
    const securityGroupRuleSet = items.map((rule) => ruleXml(core.account, core.region, rule));
    return { securityGroupRuleSet, nextToken };
  };
};

const groupFilters: FilterTable<SecurityGroup> = {
  'group-id': (record) => record.groupId,
  'group-name': (record) => record.groupName,
  'vpc-id': (record) => record.vpcId,
};

/** All that there are: no filter asks for the direction of a rule (API reference). */
const ruleFilters: FilterTable<SecurityGroupRule> = {
  'group-id': (record) => record.groupId,
  'security-group-rule-id': (record) => record.securityGroupRuleId,
};

/** A rule as the API shows it. */
export function ruleXml(account: string, region: string, record: SecurityGroupRule): XmlValue {
  const { tags, ordinal: _, peer, ...rest } = record;
  return {
    ...rest,
    groupOwnerId: account,
    ...peerXml(account, peer),
    tagSet: tagSet(tags),
    securityGroupRuleArn: `arn:aws:ec2:${region}:${account}:security-group-rule/${rest.securityGroupRuleId}`,
  };
}

function peerXml(account: string, peer: RulePeer): { readonly [name: string]: XmlValue } {
  if (!('referencedGroupId' in peer)) return { ...peer };
  return { referencedGroupInfo: { groupId: peer.referencedGroupId, userId: account } };
}

function groupXml(account: string, record: SecurityGroup, rules: readonly SecurityGroupRule[]): XmlValue {
  const { groupId, groupName, vpcId, tags } = record;
  const permissions = (isEgress: boolean) =>
    rules.filter((rule) => rule.isEgress === isEgress).map((rule) => permissionXml(account, rule));
  return {
    ownerId: account,
    groupId,
    groupName,
    groupDescription: groupName,
    vpcId,
    ipPermissions: permissions(false),
    ipPermissionsEgress: permissions(true),
    tagSet: tagSet(tags),
  };
}

/** AWS puts rules of the same ports into one permission; here every rule is one. */
function permissionXml(account: string, rule: SecurityGroupRule): XmlValue {
  const { ipProtocol, fromPort, toPort, peer, description } = rule;
  const ports = ipProtocol === '-1' ? {} : { fromPort, toPort };
  return {
    ipProtocol,
    ...ports,
    groups:
      'referencedGroupId' in peer ? [{ userId: account, groupId: peer.referencedGroupId, description }] : [],
    ipRanges: 'cidrIpv4' in peer ? [{ cidrIp: peer.cidrIpv4, description }] : [],
    ipv6Ranges: 'cidrIpv6' in peer ? [{ cidrIpv6: peer.cidrIpv6, description }] : [],
    prefixListIds: 'prefixListId' in peer ? [{ prefixListId: peer.prefixListId, description }] : [],
  };
}
