import { hash64 } from '../hash.ts';
import { formatInstant, type Instant } from '../instant.ts';
import type { Tags } from '../tags.ts';
import type { References } from './references.ts';
import { missingForRestore } from './rules-ownership.ts';
import { type Ipv6Address, type SweptEni, tagsOfOwner } from './swept-eni.ts';

/** What is needed to create a deleted ENI again, and for the record what cannot come back. Plain JSON. */
export interface Manifest {
  readonly version: 1;
  /** When it was written, as an ISO time. */
  readonly writtenAt: string;
  /** For the record: a new ENI has another id and MAC. */
  readonly eniId: string;
  readonly macAddress: string;
  readonly accountId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly interfaceType: string;
  readonly description: string;
  readonly sourceDestCheck: boolean;
  readonly privateIpv4Addresses: readonly ManifestIpv4Address[];
  readonly ipv6Addresses: readonly Ipv6Address[];
  readonly ipv4Prefixes: readonly string[];
  readonly ipv6Prefixes: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Without the tags of the cleanup. */
  readonly tags: Tags;
  readonly elasticIps: readonly ManifestElasticIp[];
  readonly routes: readonly ManifestRoute[];
}

export interface ManifestIpv4Address {
  readonly address: string;
  readonly primary: boolean;
}

export interface ManifestElasticIp {
  readonly allocationId: string;
  readonly publicIp: string;
  /** Absent where EC2 did not say; it then goes to the primary address. */
  readonly privateIpAddress?: string;
}

export interface ManifestRoute {
  readonly routeTableId: string;
  readonly destination: string;
}

/** A manifest, or why there is none: then the ENI must not be deleted. */
export type ManifestReading =
  | { readonly kind: 'read'; readonly manifest: Manifest }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** The manifest of an ENI as it is now. */
export function manifestOf(eni: SweptEni, references: References, now: Instant): ManifestReading {
  const { macAddress, vpcId, subnetId, availabilityZone, interfaceType, description, ownerId } = eni;
  const { sourceDestCheck } = eni;
  const missing = missingForRestore(eni);
  if (
    missing.length > 0 ||
    macAddress === undefined ||
    vpcId === undefined ||
    subnetId === undefined ||
    interfaceType === undefined ||
    sourceDestCheck === undefined
  ) {
    return { kind: 'problems', problems: missing.map((name) => `EC2 does not tell its ${name}`) };
  }
  return {
    kind: 'read',
    manifest: {
      version: 1,
      writtenAt: formatInstant(now),
      eniId: eni.id,
      macAddress,
      accountId: ownerId ?? '',
      vpcId,
      subnetId,
      availabilityZone: availabilityZone ?? '',
      interfaceType,
      description: description ?? '',
      sourceDestCheck,
      privateIpv4Addresses: eni.privateIpv4Addresses.map(({ address, primary }) => ({ address, primary })),
      ipv6Addresses: eni.ipv6Addresses.map(({ address, primary }) => ({ address, primary })),
      ipv4Prefixes: eni.ipv4Prefixes,
      ipv6Prefixes: eni.ipv6Prefixes,
      securityGroupIds: eni.securityGroupIds,
      tags: tagsOfOwner(eni.tags),
      elasticIps: elasticIpsOf(eni, references),
      routes: references.routes
        .filter(({ eniId }) => eniId === eni.id)
        .map(({ routeTableId, destination }) => ({ routeTableId, destination })),
    },
  };
}

/** As the list of addresses has it, and as the ENI itself does: either may know more. */
function elasticIpsOf(eni: SweptEni, references: References): readonly ManifestElasticIp[] {
  const listed = references.elasticIps.filter(({ eniId }) => eniId === eni.id);
  const known = new Set(listed.map(({ allocationId }) => allocationId));
  const own = eni.privateIpv4Addresses.flatMap(({ address, allocationId, publicIp }) =>
    allocationId === undefined || known.has(allocationId)
      ? []
      : [{ allocationId, publicIp: publicIp ?? '', privateIpAddress: address }],
  );
  return [
    ...listed.map(({ allocationId, publicIp, privateIpAddress }) => ({
      allocationId,
      publicIp,
      ...(privateIpAddress !== undefined && { privateIpAddress }),
    })),
    ...own,
  ];
}

/** Where a manifest is stored: the manifests of one ENI side by side, the oldest first. */
export function manifestKey({ eniId, writtenAt }: Manifest): string {
  return `manifests/${eniId}/${writtenAt}.json`;
}

/** The same for the same manifest: the client token of CreateNetworkInterface, at most 64 characters of ASCII. */
export function restoreToken(manifest: Manifest): string {
  return `restore-${hash64(`${manifest.eniId} ${manifest.writtenAt}`)}`;
}
