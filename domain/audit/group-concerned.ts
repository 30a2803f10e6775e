import type { AuditContext } from './audit-context.ts';
import type { FoundResource } from './audit-finding.ts';

/** Says which group resources are about: the one, if it is one, of its protected ENIs and of its members. */
export type GroupConcerned = (resources: readonly FoundResource[]) => { readonly group?: string };

export function groupConcerned(context: AuditContext): GroupConcerned {
  const groups = groupsOfInstances(context);
  return (resources) => {
    const names = new Set(
      resources.flatMap(({ id }) => context.groupOfEni.get(id) ?? [...(groups.get(id) ?? [])]),
    );
    const [group, ...others] = names;
    return group === undefined || others.length > 0 ? {} : { group };
  };
}

/** The groups that have protected ENIs, by the instances that are their members. */
export function groupsOfInstances({ groups }: AuditContext): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, members } of groups) {
    for (const { id } of members) found.set(id, (found.get(id) ?? new Set()).add(name));
  }
  return found;
}
