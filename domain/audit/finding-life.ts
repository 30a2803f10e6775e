import type { Instant } from '../instant.ts';
import { type AuditFinding, type FindingSeverity, inOrderOfSeverity } from './audit-finding.ts';

/** A finding with its life so far, as it is kept between runs. */
export interface LivingFinding {
  readonly fingerprint: string;
  readonly finding: AuditFinding;
  readonly stage: 'open' | 'accepted';
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  /** Of one that is accepted: until when, and by the tag of which resource. */
  readonly acceptedUntil?: Instant;
  readonly acceptedBy?: string;
  /** What people know of it; null where they have not heard of it. */
  readonly told: ToldFinding | null;
}

/** What people were last told of a finding, or have said of it themselves by accepting it. */
export interface ToldFinding {
  readonly severity: FindingSeverity;
  readonly accepted: boolean;
}

export function inOrderOfLife(a: LivingFinding, b: LivingFinding): number {
  return inOrderOfSeverity(a.finding, b.finding);
}
