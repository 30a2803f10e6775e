import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedSecurityGroupRule } from './audit-snapshot.ts';
import { inWords } from './finding-words.ts';
import { groupConcerned } from './group-concerned.ts';
import { nameOfEni, resourcesOf, sortedIds } from './resource-words.ts';

/** SSH, Telnet, RDP, VNC and WinRM. */
const adminPorts = [22, 23, 3389, 5900, 5985, 5986] as const;

/** Admin ports of protected ENIs that are open to the world. One finding for each security group: its rules are mended. */
export function adminPortFindings(context: AuditContext): readonly AuditFinding[] {
  const groupOf = groupConcerned(context);
  const open = Map.groupBy(
    context.snapshot.securityGroupRules.filter(isOpen),
    (rule) => rule.securityGroupId,
  );
  const enis = [...context.groupOfEni.keys()].flatMap((id) => context.enis.get(id) ?? []);
  const guarded = Map.groupBy(
    enis.flatMap((eni) => sortedIds(eni.securityGroupIds).map((id) => ({ id, eni }))),
    ({ id }) => id,
  );
  return [...open].flatMap(([securityGroupId, rules]) => {
    const exposed = guarded.get(securityGroupId)?.map(({ eni }) => eni) ?? [];
    if (exposed.length === 0) return [];
    const resources = resourcesOf(
      'network-interface',
      exposed.map(({ id }) => id),
    );
    return [
      {
        code: 'admin-port-open',
        severity: 'high',
        resources: [{ kind: 'security-group', id: securityGroupId }, ...resources],
        ...groupOf(resources),
        what: `Security group ${securityGroupId} lets all the world reach ${inWords(rules.map(inShort))} of the protected ${inWords(exposed.map(nameOfEni))}.`,
        why: 'Such ports are tried from all over the internet within minutes of becoming reachable, and they open the whole machine.',
        remedy: `Allow the addresses from which you administer instead, and then: aws ec2 revoke-security-group-ingress --group-id ${securityGroupId} --security-group-rule-ids ${sortedIds(rules.map(({ id }) => id)).join(' ')}`,
      } satisfies AuditFinding,
    ];
  });
}

function isOpen(rule: AuditedSecurityGroupRule): boolean {
  return (rule.cidr === '0.0.0.0/0' || rule.cidr === '::/0') && adminPortsOf(rule).length > 0;
}

function adminPortsOf(rule: AuditedSecurityGroupRule): readonly number[] {
  const { protocol, fromPort = -1, toPort = fromPort } = rule;
  if (protocol !== 'tcp' && protocol !== '6' && protocol !== '-1') return [];
  if (isForAllPorts(rule)) return adminPorts;
  return adminPorts.filter((port) => fromPort <= port && port <= toPort);
}

function isForAllPorts({ protocol, fromPort = -1 }: AuditedSecurityGroupRule): boolean {
  return protocol === '-1' || fromPort === -1;
}

function inShort(rule: AuditedSecurityGroupRule): string {
  return isForAllPorts(rule) ? 'all ports' : `port ${adminPortsOf(rule).join(', ')}`;
}
