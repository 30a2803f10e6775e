import { canonicalCidr } from '../world/blocks.ts';
import type { Core } from '../world/core.ts';
import { existingGroup } from '../world/lookup.ts';
import type { RulePeer } from '../world/record-network.ts';
import {
  createSecurityGroupRule,
  type NewSecurityGroupRule,
  sameRule,
} from '../world/security-group-rules.ts';
import { type Action, succeeded } from './action.ts';
import { ruleXml } from './describe-security-groups.ts';
import { Ec2Error, invalidParameterValue, notFound } from './errors.ts';
import type { Form } from './form.ts';
import { checkTags } from './mutate-tags.ts';

type AskedRule = Omit<NewSecurityGroupRule, 'groupId' | 'isEgress'>;

/** All of the rules or none. */
export const authorizeSecurityGroupIngress: Action = (form) => {
  const groupId = form.id('securityGroup', 'GroupId');
  const asked = readRules(form);
  const tags = form.tagSpecifications('security-group-rule')['security-group-rule'];
  checkTags(tags);
  if (asked.length === 0) throw missingPermissions();
  return (core) => {
    const { vpcId } = existingGroup(core, groupId);
    const rules = asked.map((rule) => ({ ...rule, groupId, isEgress: false, tags }));
    for (const { peer } of rules) {
      if ('referencedGroupId' in peer) existingGroup(core, peer.referencedGroupId, vpcId);
    }
    const isNew = rules.map((rule) => sameRule(core, rule) === undefined);
    if (!isNew.every(Boolean)) throw duplicate();
    const keys = rules.map((rule) => JSON.stringify({ ...rule, description: '' }));
    if (new Set(keys).size < keys.length) throw duplicate();
    const made = rules.map((rule) => createSecurityGroupRule(core, rule));
    const securityGroupRuleSet = made.map((rule) => ruleXml(core.account, core.region, rule));
    return { ...succeeded, securityGroupRuleSet };
  };
};

/** By the ids of the rules, or by what they say. */
export const revokeSecurityGroupIngress: Action = (form) => {
  const groupId = form.id('securityGroup', 'GroupId');
  const ids = form.ids('securityGroupRule', 'SecurityGroupRuleId');
  const asked = readRules(form);
  if (asked.length === 0 && ids.length === 0) throw missingPermissions();
  return (core) => {
    existingGroup(core, groupId);
    const found = [
      ...ids.map((id) => inboundRule(core, groupId, id)),
      ...asked.map((rule) => ruleLike(core, { ...rule, groupId, isEgress: false })),
    ];
    for (const id of found) core.tables.securityGroupRules.delete(id);
    return { ...succeeded, unknownIpPermissionSet: [] };
  };
};

function inboundRule(core: Core, groupId: string, id: string): string {
  const rule = core.tables.securityGroupRules.get(id);
  if (rule?.groupId !== groupId || rule.isEgress) throw notFound('securityGroupRule', id);
  return id;
}

function ruleLike(core: Core, asked: NewSecurityGroupRule): string {
  const found = sameRule(core, asked);
  if (found !== undefined) return found.securityGroupRuleId;
  const message = 'The specified rule does not exist in this security group.';
  throw new Ec2Error('InvalidPermission.NotFound', message);
}

/** One rule for each source of each permission; or the one rule that the parameters of the request itself say. */
function readRules(form: Form): AskedRule[] {
  const permissions = form.members('IpPermissions');
  const cidr = form.text('CidrIp');
  const direct = readPorts(form);
  if (permissions.length > 0 && (cidr !== undefined || direct !== undefined))
    throw new Ec2Error('InvalidParameterCombination', 'Specify either IpPermissions or a single permission');
  if (cidr !== undefined) {
    if (direct === undefined) throw missingPermissions();
    return [{ ...direct, peer: cidrPeer(cidr) }];
  }
  return permissions.flatMap(readPermission);
}

function readPermission(permission: Form): AskedRule[] {
  const ports = readPorts(permission);
  if (ports === undefined) throw missingPermissions();
  const rule = (peer: RulePeer, source: Form) => ({
    ...ports,
    peer,
    description: source.text('Description'),
  });
  return [
    ...permission.members('IpRanges').map((source) => rule(cidrPeer(source.required('CidrIp')), source)),
    ...permission.members('Ipv6Ranges').map((source) => rule(cidrPeer(source.required('CidrIpv6')), source)),
    ...permission
      .members('PrefixListIds')
      .map((source) => rule({ prefixListId: source.required('PrefixListId') }, source)),
    ...permission
      .members('Groups')
      .map((source) => rule({ referencedGroupId: source.id('securityGroup', 'GroupId') }, source)),
  ];
}

/** Of TCP and UDP the ports are needed; for all protocols they mean nothing (API reference). */
function readPorts(form: Form): Pick<AskedRule, 'ipProtocol' | 'fromPort' | 'toPort'> | undefined {
  const asked = form.text('IpProtocol');
  const [from, to] = [form.integer('FromPort'), form.integer('ToPort')];
  if (asked === undefined) return undefined;
  const ipProtocol = namesByNumber[asked] ?? asked;
  if (!/^(tcp|udp|icmp|icmpv6|-1|\d{1,3})$/.test(ipProtocol))
    throw invalidParameterValue(`Invalid value '${asked}' for IP protocol. Unknown protocol.`);
  if (ipProtocol === '-1' || /^\d/.test(ipProtocol)) return { ipProtocol, fromPort: -1, toPort: -1 };
  const isPort = ipProtocol === 'tcp' || ipProtocol === 'udp';
  if (isPort && (from === undefined || to === undefined || from < 0 || to > 65_535 || from > to))
    throw invalidParameterValue(`Invalid value '${from} to ${to}' for the ports of ${ipProtocol}`);
  return { ipProtocol, fromPort: from ?? -1, toPort: to ?? -1 };
}

const namesByNumber: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
};

function cidrPeer(text: string): RulePeer {
  const block = canonicalCidr(text);
  if (block === undefined) throw invalidParameterValue(`CIDR block ${text} is malformed`);
  return block.includes(':') ? { cidrIpv6: block } : { cidrIpv4: block };
}

function missingPermissions(): Ec2Error {
  return new Ec2Error('MissingParameter', 'The request must contain the parameter ipPermissions');
}

function duplicate(): Ec2Error {
  return new Ec2Error('InvalidPermission.Duplicate', 'The specified rule already exists.');
}
