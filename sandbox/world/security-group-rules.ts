import { Ec2Error } from '../ec2/errors.ts';
import { newId } from '../ids.ts';
import type { Core } from './core.ts';
import type { RulePeer, SecurityGroupRule } from './record-network.ts';
import type { SecurityGroup, Tags } from './records.ts';

export interface NewSecurityGroupRule {
  readonly groupId: string;
  readonly isEgress: boolean;
  readonly ipProtocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: RulePeer;
  readonly description?: string | undefined;
  readonly tags?: Tags;
}

/** Throws when the group has this very rule. */
export function createSecurityGroupRule(core: Core, asked: NewSecurityGroupRule): SecurityGroupRule {
  const { description, tags = {}, ...rest } = asked;
  if (sameRule(core, asked) !== undefined) {
    const message = `the specified rule "peer: ${Object.values(asked.peer)[0]}, ${asked.ipProtocol}, from port: ${asked.fromPort}, to port: ${asked.toPort}, ALLOW" already exists`;
    throw new Ec2Error('InvalidPermission.Duplicate', message);
  }
  const random = core.random.stream(`securityGroupRule/${core.count('securityGroupRule')}`);
  const securityGroupRuleId = newId(random, 'securityGroupRule');
  return core.tables.securityGroupRules.put(securityGroupRuleId, {
    ...rest,
    ...(description !== undefined && { description }),
    securityGroupRuleId,
    tags,
    ordinal: core.nextOrdinal(),
  });
}

/** A description tells no rules apart. */
export function sameRule(core: Core, asked: NewSecurityGroupRule): SecurityGroupRule | undefined {
  const key = keyOf(asked);
  return rulesOf(core, asked.groupId).find((rule) => keyOf(rule) === key);
}

export function rulesOf(core: Core, groupId: string): SecurityGroupRule[] {
  return [...core.tables.securityGroupRules.values()].filter((rule) => rule.groupId === groupId);
}

function keyOf({ isEgress, ipProtocol, fromPort, toPort, peer }: NewSecurityGroupRule): string {
  return JSON.stringify([isEgress, ipProtocol, fromPort, toPort, peer]);
}

/**
 * A new group lets everything out; the default group of a VPC lets in what comes from its own members (VPC User
 * Guide, default security groups).
 */
export function createDefaultRules(core: Core, { groupId, groupName }: SecurityGroup): void {
  const all = { groupId, ipProtocol: '-1', fromPort: -1, toPort: -1 };
  if (groupName === 'default')
    createSecurityGroupRule(core, { ...all, isEgress: false, peer: { referencedGroupId: groupId } });
  createSecurityGroupRule(core, { ...all, isEgress: true, peer: { cidrIpv4: '0.0.0.0/0' } });
}
