import { auditTagKeys } from '../tags.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import { groupConcerned } from './group-concerned.ts';

const examples: Readonly<Record<string, string>> = {
  [auditTagKeys.address]: '10.0.0.10 vip 10.0.0.11',
  [auditTagKeys.accept]: 'vpc-overlap until 2027-01-31',
};

/** Tags by which an owner wanted to tell the audit something that it cannot read. */
export function unreadableDeclarations(context: AuditContext): readonly AuditFinding[] {
  const group = groupConcerned(context);
  return context.declarations.unreadable.map(({ resource, key, raw, problem }) => ({
    code: 'unreadable-declaration',
    severity: key === auditTagKeys.address ? 'high' : 'warning',
    resources: [resource],
    detail: key,
    ...group([resource]),
    what: `The tag ${key} of ${resource.id} (${JSON.stringify(raw)}) ${problem}.`,
    why:
      key === auditTagKeys.address
        ? 'Nobody watches over the addresses that it was to claim.'
        : 'What it was to accept is told as if nobody had accepted it.',
    remedy: `Write it anew, such as: aws ec2 create-tags --resources ${resource.id} --tags 'Key=${key},Value=${examples[key]}'.`,
  }));
}
