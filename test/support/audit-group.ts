import type { AuditFinding } from '../../domain/audit/audit-finding.ts';
import type { AuditedEni, AuditedInstance, AuditSnapshot } from '../../domain/audit/audit-snapshot.ts';
import type { Declarations } from '../../domain/audit/declarations.ts';
import { findConflicts } from '../../domain/audit/find-conflicts.ts';
import type { FindingCode } from '../../domain/audit/finding-codes.ts';
import {
  auditedEni,
  auditedInstance,
  auditedRoute,
  auditedRouteTable,
  auditedSubnet,
  auditedVpc,
  auditSnapshot,
  noon,
} from './audit-fleet.ts';

/** Of the healthy group: where the members have their primary ENIs, where the protected ENI is, and the other zone. */
export const management = auditedSubnet('subnet-mgmt', 'vpc-1', '10.0.0.0/24', {
  availableIpAddressCount: 249,
});
export const data = auditedSubnet('subnet-data', 'vpc-1', '10.0.1.0/24', { availableIpAddressCount: 250 });
export const otherZone = auditedSubnet('subnet-other', 'vpc-1', '10.0.2.0/24', {
  availabilityZone: 'eu-west-1b',
  availableIpAddressCount: 250,
});

/** Attached at device index 0 and deleted with its instance, as what an instance is launched with. */
export function primaryEni(
  id: string,
  subnet: typeof management,
  address: string,
  instanceId: string,
  more: Partial<AuditedEni> = {},
): AuditedEni {
  const eni = auditedEni(id, subnet, address, instanceId);
  return { ...eni, attachment: { ...eni.attachment, deviceIndex: 0, deleteOnTermination: true }, ...more };
}

/** A secondary ENI that is not protected, at device index 2. */
export function secondaryEni(
  id: string,
  subnet: typeof management,
  address: string,
  instanceId: string,
  more: Partial<AuditedEni> = {},
): AuditedEni {
  const eni = auditedEni(id, subnet, address, instanceId);
  return { ...eni, attachment: { ...eni.attachment, deviceIndex: 2 }, ...more };
}

/**
 * Group db: eni-1 on fw-a (i-a), with the standby fw-b (i-b) in its zone and fw-c (i-c) in another; flow log, alarms, a NAT
 * gateway for all. Nothing is to be flagged in it.
 */
export function healthyGroup(): AuditSnapshot {
  const tags = (Name: string) => ({ tags: { Name, 'eni-warden:group': 'db' } });
  return auditSnapshot({
    vpcs: [auditedVpc('vpc-1', '10.0.0.0/16')],
    subnets: [management, data, otherZone],
    instances: [
      auditedInstance('i-a', management, tags('fw-a')),
      auditedInstance('i-b', management, tags('fw-b')),
      auditedInstance('i-c', otherZone, tags('fw-c')),
    ],
    enis: [
      primaryEni('eni-pa', management, '10.0.0.10', 'i-a'),
      primaryEni('eni-pb', management, '10.0.0.11', 'i-b'),
      primaryEni('eni-pc', otherZone, '10.0.2.10', 'i-c'),
      auditedEni('eni-1', data, '10.0.1.10', 'i-a', { tags: { 'eni-warden:group': 'db' } }),
    ],
    routeTables: [
      auditedRouteTable(
        'rtb-main',
        'vpc-1',
        [auditedRoute('10.0.0.0/16', 'local'), auditedRoute('0.0.0.0/0', 'nat-1')],
        { isMain: true },
      ),
    ],
    flowLogs: [{ id: 'fl-1', resourceId: 'vpc-1' }],
    alarms: [{ name: 'status', metric: 'StatusCheckFailed', instanceIds: ['i-a', 'i-b', 'i-c'] }],
  });
}

/** The same snapshot with one ENI changed. */
export function withEni(snapshot: AuditSnapshot, id: string, change: Partial<AuditedEni>): AuditSnapshot {
  return { ...snapshot, enis: snapshot.enis.map((eni) => (eni.id === id ? { ...eni, ...change } : eni)) };
}

/** The same with an ENI attached to nothing. */
export function withoutAttachment(snapshot: AuditSnapshot, id: string): AuditSnapshot {
  const detached = ({ attachment: _, ...eni }: AuditedEni): AuditedEni => ({ ...eni, status: 'available' });
  return { ...snapshot, enis: snapshot.enis.map((eni) => (eni.id === id ? detached(eni) : eni)) };
}

/** The same with the attachment of one ENI changed. */
export function withAttachment(
  snapshot: AuditSnapshot,
  id: string,
  change: NonNullable<AuditedEni['attachment']>,
): AuditSnapshot {
  const before = snapshot.enis.find((eni) => eni.id === id)?.attachment;
  return withEni(snapshot, id, { attachment: { ...before, ...change } });
}

/** The same with one instance changed, and its tags added to. */
export function withInstance(
  snapshot: AuditSnapshot,
  id: string,
  { tags, ...change }: Partial<AuditedInstance>,
): AuditSnapshot {
  return {
    ...snapshot,
    instances: snapshot.instances.map((each) =>
      each.id === id ? { ...each, ...change, tags: { ...each.tags, ...tags } } : each,
    ),
  };
}

/** The same and these things too. */
export function plus(
  snapshot: AuditSnapshot,
  parts: Partial<
    Pick<
      AuditSnapshot,
      | 'vpcs'
      | 'subnets'
      | 'enis'
      | 'instances'
      | 'routeTables'
      | 'elasticIps'
      | 'securityGroupRules'
      | 'flowLogs'
      | 'alarms'
    >
  >,
): AuditSnapshot {
  return {
    ...snapshot,
    vpcs: [...snapshot.vpcs, ...(parts.vpcs ?? [])],
    subnets: [...snapshot.subnets, ...(parts.subnets ?? [])],
    enis: [...snapshot.enis, ...(parts.enis ?? [])],
    instances: [...snapshot.instances, ...(parts.instances ?? [])],
    routeTables: [...snapshot.routeTables, ...(parts.routeTables ?? [])],
    elasticIps: [...snapshot.elasticIps, ...(parts.elasticIps ?? [])],
    securityGroupRules: [...snapshot.securityGroupRules, ...(parts.securityGroupRules ?? [])],
    flowLogs: [...snapshot.flowLogs, ...(parts.flowLogs ?? [])],
    alarms: [...snapshot.alarms, ...(parts.alarms ?? [])],
  };
}

const nothingDeclared: Declarations = { claims: [], acceptances: [], unreadable: [] };

/** What is flagged of these codes, in the order in which it is told. */
export function found(
  snapshot: AuditSnapshot,
  codes: readonly FindingCode[],
  declarations: Declarations = nothingDeclared,
): readonly AuditFinding[] {
  return findConflicts(snapshot, declarations, noon).filter(({ code }) => codes.includes(code));
}

/** Of one finding: the ids of its resources, in order. */
export function idsOf(finding: AuditFinding | undefined): readonly string[] {
  return (finding?.resources ?? []).map(({ id }) => id).toSorted();
}
