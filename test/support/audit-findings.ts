import type { AuditFinding } from '../../domain/audit/audit-finding.ts';
import { liveOn } from '../../domain/audit/live-on.ts';
import { noon } from './audit-fleet.ts';

/** A finding as a rule makes it, on a route table and an ENI. */
export function auditFinding(more: Partial<AuditFinding> = {}): AuditFinding {
  return {
    code: 'route-blackhole',
    severity: 'warning',
    resources: [
      { kind: 'route-table', id: 'rtb-1' },
      { kind: 'network-interface', id: 'eni-1' },
    ],
    what: 'The route to 10.9.0.0/16 leads nowhere.',
    why: 'What is sent there is lost.',
    remedy: 'aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 10.9.0.0/16',
    ...more,
  };
}

/** What `liveOn` is given of a run that read everything. */
export function auditLook(
  findings: readonly AuditFinding[],
  now = noon,
  more: Partial<Parameters<typeof liveOn>[1]> = {},
): Parameters<typeof liveOn>[1] {
  return { findings, acceptances: [], unreadParts: new Set(), groupsUnderWay: new Map(), now, ...more };
}

/** The state and the news of a first look. */
export function firstLife(findings: readonly AuditFinding[]): ReturnType<typeof liveOn> {
  return liveOn(undefined, auditLook(findings));
}
