import { compareText } from '../failover-group.ts';
import { hash64 } from '../hash.ts';
import type { FindingCode } from './finding-codes.ts';

/** One thing that the audit flags. It is never fixed by us: the remedy is for people. */
export interface AuditFinding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** Every resource that it is about, each of which the snapshot shows; at least one. */
  readonly resources: readonly FoundResource[];
  /** What tells it apart from others of the same code on the same resources: an address, a destination. */
  readonly detail?: string;
  /** The failover group that it is about. */
  readonly group?: string;
  /** One sentence: what is the case. */
  readonly what: string;
  /** One sentence: why it matters. */
  readonly why: string;
  /** The exact command or console step that would mend it. */
  readonly remedy: string;
}

/**
 * `critical`: traffic is lost now, or the next failover fails. `high`: it will go wrong when something else does.
 * `warning`: it may surprise somebody. `info`: worth knowing.
 */
export type FindingSeverity = (typeof findingSeverities)[number];

/** Worst first. */
export const findingSeverities = ['critical', 'high', 'warning', 'info'] as const;

export interface FoundResource {
  readonly kind: ResourceKind;
  /** The id that EC2 or CloudWatch gives it; the name of a group; the action of a part that could not be read. */
  readonly id: string;
}

export type ResourceKind =
  | 'vpc'
  | 'subnet'
  | 'network-interface'
  | 'instance'
  | 'route-table'
  | 'peering'
  | 'elastic-ip'
  | 'reservation'
  | 'security-group'
  | 'group'
  | 'part';

/** The same for the same thing in every run, whatever its words, its severity and the order of its resources. */
export function fingerprintOfFinding({ code, resources, detail = '' }: AuditFinding): string {
  const ids = resources.map(({ kind, id }) => `${kind} ${id}`).toSorted(compareText);
  return `${code}-${hash64(JSON.stringify([code, ids, detail]))}`;
}

/**
 * Worst first, then by code, resources and detail: the same order whatever the order of what was read. Thousands may differ
 * in the last alone, so that the fingerprint, which costs most, is asked when nothing else tells them apart.
 */
export function inOrderOfSeverity(a: AuditFinding, b: AuditFinding): number {
  return (
    findingSeverities.indexOf(a.severity) - findingSeverities.indexOf(b.severity) ||
    compareText(a.code, b.code) ||
    compareIds(a.resources, b.resources) ||
    compareText(a.detail ?? '', b.detail ?? '') ||
    compareText(fingerprintOfFinding(a), fingerprintOfFinding(b))
  );
}

function compareIds(a: readonly FoundResource[], b: readonly FoundResource[]): number {
  const at = a.findIndex(({ id }, index) => id !== b[index]?.id);
  return at < 0 ? a.length - b.length : compareText(a[at]?.id ?? '', b[at]?.id ?? '');
}
