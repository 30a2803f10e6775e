import type { FailoverGroup } from '../failover-group.ts';
import type { FoundResource } from './audit-finding.ts';
import { resourcesOf } from './resource-words.ts';

/** The group and its protected ENIs, which change less often than its members do; on these an owner writes what is accepted. */
export function resourcesOfGroup({ name, networkInterfaces }: FailoverGroup): readonly FoundResource[] {
  return [
    { kind: 'group', id: name },
    ...resourcesOf(
      'network-interface',
      networkInterfaces.map(({ id }) => id),
    ),
  ];
}
