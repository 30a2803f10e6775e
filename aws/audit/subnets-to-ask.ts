import type { AuditedEni, AuditedInstance, AuditedSubnet } from '../../domain/audit/audit-snapshot.ts';
import { addressesTaken, usableAddresses } from '../../domain/audit/subnet-space.ts';
import { auditTagKeys, type Tags, tagKeys } from '../../domain/tags.ts';

/**
 * EC2 takes one subnet a call, and in the audit's share of the bucket so many take 70 seconds (facts 3,
 * cleanup-and-conflicts 1.3).
 */
export const subnetsToAskMax = 300;

export interface Whereabouts {
  readonly subnets: readonly AuditedSubnet[];
  readonly enis: readonly AuditedEni[];
  readonly instances: readonly AuditedInstance[];
}

/**
 * The subnets whose reservations are asked for. Up to 300 subnets with an ENI: all of them, and nothing is lost. Beyond,
 * those come first in which a finding could say most: with protected ENIs or members, claims, delegated prefixes, or
 * addresses that no ENI explains. Of the others the last in id order are not asked, and counted: there, an address that is
 * reserved and taken by somebody who neither claims nor enrols anything is not flagged, and the audit says so.
 */
export function subnetsToAsk(whereabouts: Whereabouts): {
  readonly asked: readonly string[];
  readonly left: number;
} {
  const { enis } = whereabouts;
  const telling = new Set([...declared(whereabouts), ...unexplained(whereabouts)]);
  const others = new Set(enis.flatMap(({ subnetId }) => subnetId ?? []));
  const all = [...new Set([...sorted(telling), ...sorted(others)])];
  const asked = all.slice(0, subnetsToAskMax);
  return { asked, left: all.length - asked.length };
}

function sorted(ids: ReadonlySet<string>): readonly string[] {
  return [...ids].sort();
}

/** An instance counts for the subnets of all its ENIs. */
function declared({ enis, instances }: Whereabouts): readonly string[] {
  const own = instances.filter(({ tags }) => declares(tags));
  const ids = new Set(own.map(({ id }) => id));
  const telling = enis.filter(
    ({ tags, ipv4Prefixes, ipv6Prefixes, attachment }) =>
      declares(tags) ||
      ipv4Prefixes.length + ipv6Prefixes.length > 0 ||
      ids.has(attachment?.instanceId ?? ''),
  );
  return [...own, ...telling].flatMap(({ subnetId }) => subnetId ?? []);
}

function declares(tags: Tags): boolean {
  return Object.hasOwn(tags, tagKeys.group) || Object.hasOwn(tags, auditTagKeys.address);
}

/** A reservation may be what consumes them. */
function unexplained({ subnets, enis }: Whereabouts): readonly string[] {
  const explained = addressesTaken(enis);
  const consumed = (subnet: AuditedSubnet) => (usableAddresses(subnet) ?? 0) - subnet.availableIpAddressCount;
  return subnets.filter((subnet) => consumed(subnet) > (explained.get(subnet.id) ?? 0)).map(({ id }) => id);
}
