import type { AuditFinding } from '../../../domain/audit/audit-finding.ts';
import type { AuditedPeering, AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { declarationsOf } from '../../../domain/audit/declarations-of.ts';
import { findConflicts } from '../../../domain/audit/find-conflicts.ts';
import type { FindingCode } from '../../../domain/audit/finding-codes.ts';
import { auditSnapshot, noon } from '../../support/audit-fleet.ts';

/** What the whole audit flags of some kinds, where there is nothing but what is given. */
export function flagged(
  parts: Partial<AuditSnapshot>,
  ...codes: readonly FindingCode[]
): readonly AuditFinding[] {
  const snapshot = auditSnapshot(parts);
  return findConflicts(snapshot, declarationsOf(snapshot), noon).filter(({ code }) => codes.includes(code));
}

/** The ids of a finding's resources, in order. */
export function idsOf(finding: AuditFinding | undefined): readonly string[] {
  return (finding?.resources ?? []).map(({ id }) => id).toSorted();
}

export function auditedPeering(
  id: string,
  requester: string,
  accepter: string,
  status = 'active',
): AuditedPeering {
  return {
    id,
    status,
    requester: { vpcId: requester, cidrs: [] },
    accepter: { vpcId: accepter, cidrs: [] },
    tags: {},
  };
}
