import type { Instant } from '../instant.ts';
import type { AuditFinding } from './audit-finding.ts';

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
}
