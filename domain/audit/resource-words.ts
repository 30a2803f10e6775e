import { compareText } from '../failover-group.ts';
import { nameIn } from '../tags.ts';
import type { FoundResource, ResourceKind } from './audit-finding.ts';
import type { AuditedEni, AuditedInstance } from './audit-snapshot.ts';

/** Its id, and behind it the first of its private addresses. */
export function nameOfEni({ id, privateIpv4Addresses, ipv6Addresses }: AuditedEni): string {
  const address =
    privateIpv4Addresses.find(({ primary }) => primary)?.address ??
    privateIpv4Addresses[0]?.address ??
    ipv6Addresses[0]?.address;
  return address === undefined ? id : `${id} (${address})`;
}

/** Its name and id; the id alone where it has no name, or is not shown. */
export function nameOfInstance(instance: Pick<AuditedInstance, 'tags'> | undefined, id: string): string {
  const name = nameIn(instance?.tags ?? {});
  return name === '' ? id : `${name} (${id})`;
}

/** Each once, in code unit order: the same words whatever the order of what was read. */
export function sortedIds(ids: Iterable<string>): readonly string[] {
  return [...new Set(ids)].sort(compareText);
}

export function resourcesOf(kind: ResourceKind, ids: Iterable<string>): readonly FoundResource[] {
  return sortedIds(ids).map((id) => ({ kind, id }));
}
