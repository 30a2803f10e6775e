import { compareText } from '../failover-group.ts';
import { nameIn } from '../tags.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditReport, Inventory, SubnetFill } from './audit-report.ts';
import type { AuditedSubnet, AuditSnapshot } from './audit-snapshot.ts';
import { inOrderOfLife, type LivingFinding } from './finding-life.ts';
import type { Readiness } from './readiness.ts';
import { registerOf } from './register-of.ts';
import { usableAddresses } from './subnet-space.ts';
import { vpcMapsOf } from './vpc-map-of.ts';

/** What a report adds to the audit that it tells of. */
export interface ReportMatter {
  readonly living: readonly LivingFinding[];
  readonly readiness: readonly Readiness[];
  readonly region: string;
}

/** Everything that people see of one run: the same whatever the order in which EC2 listed things. */
export function reportOf(context: AuditContext, { living, readiness, region }: ReportMatter): AuditReport {
  const { snapshot } = context;
  return {
    takenAt: snapshot.takenAt,
    accountId: snapshot.accountId,
    region,
    inventory: inventoryOf(snapshot),
    findings: living.toSorted(inOrderOfLife),
    readiness: readiness.toSorted((a, b) => compareText(a.group, b.group)),
    subnets: fillsOf(context, readiness),
    vpcs: vpcMapsOf(snapshot),
    addresses: registerOf(context),
  };
}

/** The same with these findings: what they have become may be known only when the rest of the audit is long forgotten. */
export function withFindings(report: AuditReport, living: readonly LivingFinding[]): AuditReport {
  return { ...report, findings: living.toSorted(inOrderOfLife) };
}

function inventoryOf(snapshot: AuditSnapshot): Inventory {
  return {
    vpcs: snapshot.vpcs.length,
    subnets: snapshot.subnets.length,
    enis: snapshot.enis.length,
    instances: snapshot.instances.length,
    routeTables: snapshot.routeTables.length,
    peerings: snapshot.peerings.length,
    elasticIps: snapshot.elasticIps.length,
  };
}

function fillsOf(context: AuditContext, readiness: readonly Readiness[]): readonly SubnetFill[] {
  const standbys = standbySubnets(context, readiness);
  return context.snapshot.subnets
    .flatMap((subnet) => fillOf(subnet, standbys.get(subnet.id) ?? new Set()))
    .sort((a, b) => freeShare(a) - freeShare(b) || compareText(a.subnetId, b.subnetId));
}

function fillOf(subnet: AuditedSubnet, standbyOf: ReadonlySet<string>): SubnetFill[] {
  if (subnet.ipv4Cidr === undefined) return [];
  return [
    {
      subnetId: subnet.id,
      vpcId: subnet.vpcId,
      availabilityZone: subnet.availabilityZone,
      name: nameIn(subnet.tags),
      cidr: subnet.ipv4Cidr,
      size: usableAddresses(subnet) ?? 0,
      available: subnet.availableIpAddressCount,
      standbyOf: [...standbyOf].sort(compareText),
    },
  ];
}

function freeShare({ available, size }: SubnetFill): number {
  return size === 0 ? 0 : available / size;
}

function standbySubnets(
  { instances }: AuditContext,
  readiness: readonly Readiness[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { group, standbys } of readiness) {
    for (const { instance } of standbys) {
      const subnetId = instances.get(instance.id)?.subnetId ?? '';
      groups.set(subnetId, (groups.get(subnetId) ?? new Set()).add(group));
    }
  }
  return groups;
}
