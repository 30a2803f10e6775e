import type { Instant } from '../instant.ts';
import { type AuditContext, prepareAudit } from './audit-context.ts';
import { type AuditFinding, inOrderOfSeverity } from './audit-finding.ts';
import { auditParts } from './audit-part.ts';
import type { AuditSnapshot } from './audit-snapshot.ts';
import type { Declarations } from './declarations.ts';
import { kindOfFinding } from './finding-codes.ts';

/** A rule looks at everything and flags what it is about; in any order, each thing once. */
type AuditRule = (context: AuditContext) => readonly AuditFinding[];

/** Every rule of the audit. A reader finds what is flagged here, and how in the file of each. */
const auditRules: readonly AuditRule[] = [];

/**
 * Everything that is flagged, worst first, whatever the order in which EC2 listed things. What could not be read is a
 * finding of its own, and nothing is said of what depends on it.
 */
export function findConflicts(
  snapshot: AuditSnapshot,
  declarations: Declarations,
  now: Instant,
): readonly AuditFinding[] {
  const context = prepareAudit(snapshot, declarations, now);
  const unread = new Set(snapshot.unread.map(({ part }) => part));
  const found = auditRules
    .flatMap((rule) => rule(context))
    .filter(({ code }) => !kindOfFinding(code).reads.some((part) => unread.has(part)));
  return [...found, ...snapshot.unread.map(unreadFinding)].sort(inOrderOfSeverity);
}

function unreadFinding({ part, because }: AuditSnapshot['unread'][number]): AuditFinding {
  const action = auditParts[part];
  return {
    code: 'unread',
    severity: 'high',
    resources: [{ kind: 'part', id: action }],
    what: `${action} could not be read: ${because}.`,
    why: 'What depends on it has not been looked at, so that nothing is known to be in order there.',
    remedy: `Allow ${action} to the role of the audit if it was denied; otherwise wait for the next run, which reads it again.`,
  };
}
