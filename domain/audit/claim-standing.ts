import type { AuditContext } from './audit-context.ts';
import type { AuditedEni } from './audit-snapshot.ts';
import { type Claim, type Claimant, sharedRoles } from './declarations.ts';
import { groupsOfInstances } from './group-concerned.ts';

/** Whether what the ENI holds is held for the claimant. */
export type HeldFor = (claimant: Claimant, eni: AuditedEni) => boolean;

/**
 * An ENI claims for itself. An instance claims for all its ENIs, and for the protected ENIs of a group that it is a
 * member of: their addresses move with them from member to member, and are where they should be with each.
 */
export function heldFor(context: AuditContext): HeldFor {
  const groups = groupsOfInstances(context);
  return (claimant, eni) => {
    if (claimant.kind === 'network-interface') return claimant.id === eni.id;
    if (eni.attachment?.instanceId === claimant.id) return true;
    return groups.get(claimant.id)?.has(context.groupOfEni.get(eni.id) ?? '') === true;
  };
}

/**
 * Whether claims of one address contradict each other: several parties claim it, and do not all name the same shared
 * role. An ENI and the instance that it is attached to are one party, and so are all for whom the same ENI holds it.
 */
export function contradict(
  context: AuditContext,
  claims: readonly Claim[],
  holders: readonly AuditedEni[],
  isFor: HeldFor,
): boolean {
  const partyOf = ({ by }: Claim): string => {
    const holder = holders.find((eni) => isFor(by, eni));
    return holder?.id ?? context.enis.get(by.id)?.attachment?.instanceId ?? by.id;
  };
  if (new Set(claims.map(partyOf)).size < 2) return false;
  const roles = new Set(claims.map(({ role }) => role));
  const [role] = roles;
  return roles.size > 1 || role === undefined || !sharedRoles.has(role);
}
