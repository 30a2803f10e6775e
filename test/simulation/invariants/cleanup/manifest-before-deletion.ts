import type { NetworkInterface } from '../../../../sandbox/world/records.ts';
import type { Invariant } from '../invariant.ts';
import { tagsOfOthers } from './cleanup-tags.ts';
import { deletionIn } from './deletion.ts';

/**
 * Before an ENI is deleted, the bucket has a manifest of exactly that ENI, as it was at some moment of the last 25 s,
 * from which it could be made again: subnet, addresses, security groups, tags, description, source/dest check.
 */
export const manifestBeforeDeletion: Invariant = {
  name: 'manifest-before-deletion',
  afterCleanupCall(call, history) {
    const deletion = deletionIn(call, history);
    if (deletion === undefined) return [];
    const { eniId, at, versions } = deletion;
    const kept = history.cleanup.manifests.filter(
      (manifest) => manifest.at <= at && manifest.key.startsWith(`manifests/${eniId}/`),
    );
    const wanted = versions.map(essenceOfEni);
    if (kept.some(({ body }) => wanted.includes(essenceOfManifest(body)))) return [];
    return [
      `${eniId} was deleted, and ${kept.length === 0 ? 'no manifest of it was' : `none of ${kept.length} manifests with all of it was`} in the bucket`,
    ];
  },
};

function essenceOfEni(eni: NetworkInterface): string {
  return essence({
    id: eni.networkInterfaceId,
    subnetId: eni.subnetId,
    description: eni.description,
    sourceDestCheck: eni.sourceDestCheck,
    addresses: [
      ...eni.privateIpAddresses.map(({ privateIpAddress }) => privateIpAddress),
      ...eni.ipv6Addresses.map(({ ipv6Address }) => ipv6Address),
    ],
    groups: eni.groups.map(({ groupId }) => groupId),
    tags: tagsOfOthers(eni.tags),
  });
}

/** Empty for what nobody could read. */
function essenceOfManifest(body: string): string {
  try {
    const manifest = JSON.parse(body);
    return essence({
      id: manifest.eniId,
      subnetId: manifest.subnetId,
      description: manifest.description,
      sourceDestCheck: manifest.sourceDestCheck,
      addresses: [...manifest.privateIpv4Addresses, ...manifest.ipv6Addresses].map(({ address }) => address),
      groups: manifest.securityGroupIds,
      tags: manifest.tags,
    });
  } catch {
    return '';
  }
}

interface Essence {
  readonly id: unknown;
  readonly subnetId: unknown;
  readonly description: unknown;
  readonly sourceDestCheck: unknown;
  readonly addresses: readonly unknown[];
  readonly groups: readonly unknown[];
  readonly tags: Readonly<Record<string, unknown>>;
}

function essence({ addresses, groups, tags, ...rest }: Essence): string {
  return JSON.stringify([rest, [...addresses].sort(), [...groups].sort(), Object.entries(tags).sort()]);
}
