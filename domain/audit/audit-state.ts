import type { Instant } from '../instant.ts';
import type { LivingFinding } from './finding-life.ts';

/** What one run of the audit leaves to the next. Losing it loses no finding: it only repeats the news. */
export interface AuditState {
  /** Of this form of the state; one of another number is not read. */
  readonly version: 1;
  /** When the run that wrote it began to read. */
  readonly takenAt: Instant;
  /** Worst first. */
  readonly findings: readonly LivingFinding[];
  /** What is over, of which people have not yet been told that it is. */
  readonly resolved: readonly LivingFinding[];
  /** The groups under way, and since when every look has seen them so. */
  readonly underWay: readonly GroupUnderWay[];
  /** When the weekly digest was last told. */
  readonly digestAt: Instant;
}

export interface GroupUnderWay {
  readonly group: string;
  readonly since: Instant;
}
