import { tagsReadWith } from './acceptances.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditPart } from './audit-part.ts';
import { kindOfFinding } from './finding-codes.ts';

/**
 * What must have been read for a finding to be known, or known to be over. A tag that cannot be read needs no more than
 * what carries it, so that it is told whatever else is denied.
 */
export function partsOf({ code, resources }: Pick<AuditFinding, 'code' | 'resources'>): readonly AuditPart[] {
  if (code !== 'unreadable-declaration') return kindOfFinding(code).reads;
  return resources.flatMap(({ kind }) => tagsReadWith[kind] ?? []);
}
