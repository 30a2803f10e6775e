import { cleanupTagKeys, type Tags } from '../tags.ts';
import { overlap, parseRange } from './cidr.ts';
import { type Manifest, type ManifestElasticIp, type ManifestRoute, restoreToken } from './manifest.ts';
import { addressesAndPrefixesOf, type SweptEni } from './swept-eni.ts';

/** What the world looks like where the ENI is to come back: everything that the manifest names and that still exists. */
export interface Present {
  /** Absent where the subnet is gone. */
  readonly subnetId?: string;
  readonly securityGroupIds: ReadonlySet<string>;
  /** The ENIs of the subnet that hold any of the manifest's addresses or prefixes, and the one restored from it before. */
  readonly enis: readonly SweptEni[];
  readonly elasticIps: readonly PresentElasticIp[];
  readonly routeTableIds: ReadonlySet<string>;
  /** The routes of those tables to the manifest's destinations. */
  readonly routes: readonly PresentRoute[];
}

export interface PresentElasticIp {
  readonly allocationId: string;
  /** What it is associated with; absent where with nothing. */
  readonly eniId?: string;
  readonly privateIpAddress?: string;
}

export interface PresentRoute {
  readonly routeTableId: string;
  readonly destination: string;
  /** An ENI, a gateway, …: for people, and to see whether it is already right. */
  readonly target: string;
  readonly state: string;
}

/**
 * `impossible`: nothing is done. Otherwise `create` comes first, if it is still to be done, and its new ENI is what the
 * steps are about; where all is done already, there is neither. Never takes anything away from anybody.
 */
export type RestorePlan =
  | { readonly kind: 'impossible'; readonly problems: readonly string[] }
  | {
      readonly kind: 'restore';
      readonly create?: CreateStep;
      /** Restored before, perhaps not to the end. */
      readonly existingEniId?: string;
      readonly steps: readonly RestoreStep[];
      /** What cannot come back, in words. */
      readonly losses: readonly string[];
    };

export interface CreateStep {
  /** Of the manifest, so that repeating the call makes no second ENI. */
  readonly clientToken: string;
  readonly subnetId: string;
  readonly interfaceType: string;
  readonly description: string;
  readonly privateIpv4Addresses: Manifest['privateIpv4Addresses'];
  readonly ipv6Addresses: Manifest['ipv6Addresses'];
  readonly ipv4Prefixes: readonly string[];
  readonly ipv6Prefixes: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** The owner's, and one that names the manifest. */
  readonly tags: Tags;
}

export type RestoreStep =
  | { readonly kind: 'set-source-dest-check'; readonly value: boolean }
  | { readonly kind: 'associate-address'; readonly allocationId: string; readonly privateIpAddress?: string }
  | {
      readonly kind: 'create-route' | 'replace-route';
      readonly routeTableId: string;
      readonly destination: string;
    };

/** Decides how to bring the ENI of a manifest back, as far as that is possible. */
export function planRestore(manifest: Manifest, present: Present): RestorePlan {
  const token = restoreToken(manifest);
  const existing = present.enis.find(({ tags }) => tags[cleanupTagKeys.restoredFrom] === token);
  const problems = existing === undefined ? problemsOf(manifest, present) : [];
  if (problems.length > 0) return { kind: 'impossible', problems };
  const elasticIps = manifest.elasticIps.map((elasticIp) => planElasticIp(elasticIp, present, existing));
  const routes = manifest.routes.map((route) => planRoute(route, present, existing));
  const check: RestoreStep = { kind: 'set-source-dest-check', value: manifest.sourceDestCheck };
  return {
    kind: 'restore',
    ...(existing === undefined
      ? { create: createStep(manifest, present, token) }
      : { existingEniId: existing.id }),
    steps: [
      ...((existing?.sourceDestCheck ?? true) === manifest.sourceDestCheck ? [] : [check]),
      ...[...elasticIps, ...routes].flatMap(({ step }) => step ?? []),
    ],
    losses: [
      `its id ${manifest.eniId} and its MAC ${manifest.macAddress}: the new ENI has others`,
      ...lostGroups(manifest, present).map((id) => `the security group ${id}, which is gone`),
      ...[...elasticIps, ...routes].flatMap(({ loss }) => loss ?? []),
    ],
  };
}

function createStep(manifest: Manifest, present: Present, clientToken: string): CreateStep {
  const { subnetId, interfaceType, description, tags } = manifest;
  const { privateIpv4Addresses, ipv6Addresses, ipv4Prefixes, ipv6Prefixes } = manifest;
  return {
    clientToken,
    subnetId,
    interfaceType,
    description,
    privateIpv4Addresses,
    ipv6Addresses,
    ipv4Prefixes,
    ipv6Prefixes,
    securityGroupIds: manifest.securityGroupIds.filter((id) => present.securityGroupIds.has(id)),
    tags: { ...tags, [cleanupTagKeys.restoredFrom]: clientToken },
  };
}

function problemsOf(manifest: Manifest, present: Present): readonly string[] {
  const { securityGroupIds, subnetId } = manifest;
  const lost = lostGroups(manifest, present);
  return [
    ...(present.subnetId === subnetId ? [] : [`the subnet ${subnetId} is gone`]),
    // With no group at all EC2 would give it the default group of the VPC, which may let anything in.
    ...(lost.length > 0 && lost.length === securityGroupIds.length
      ? [`its security groups are gone: ${lost.join(', ')}`]
      : []),
    ...takenAddresses(manifest, present),
  ];
}

function lostGroups({ securityGroupIds }: Manifest, present: Present): readonly string[] {
  return securityGroupIds.filter((id) => !present.securityGroupIds.has(id));
}

function takenAddresses(manifest: Manifest, present: Present): readonly string[] {
  const wanted = [
    ...[...manifest.privateIpv4Addresses, ...manifest.ipv6Addresses].map(({ address }) => address),
    ...manifest.ipv4Prefixes,
    ...manifest.ipv6Prefixes,
  ];
  return wanted.flatMap((address) => {
    const holder = present.enis.find((eni) =>
      addressesAndPrefixesOf(eni).some((held) => meets(held, address)),
    );
    return holder === undefined
      ? []
      : [
          `${address} is held by ${holder.id} (${holder.status ?? 'status not told'}): free it, or ask for another address by hand`,
        ];
  });
}

function meets(a: string, b: string): boolean {
  const [one, other] = [parseRange(a), parseRange(b)];
  return a === b || (one !== undefined && other !== undefined && overlap(one, other));
}

interface Part {
  readonly step?: RestoreStep;
  readonly loss?: string;
}

function planElasticIp(wanted: ManifestElasticIp, present: Present, existing: SweptEni | undefined): Part {
  const { allocationId, publicIp, privateIpAddress } = wanted;
  const found = present.elasticIps.find((each) => each.allocationId === allocationId);
  if (found === undefined)
    return { loss: `the Elastic IP ${publicIp} (${allocationId}), which was released` };
  if (found.eniId !== undefined && found.eniId === existing?.id) return {};
  if (found.eniId !== undefined || found.privateIpAddress !== undefined) {
    return {
      loss: `the Elastic IP ${publicIp} (${allocationId}), which ${found.eniId ?? found.privateIpAddress} has now`,
    };
  }
  return {
    step: {
      kind: 'associate-address',
      allocationId,
      ...(privateIpAddress !== undefined && { privateIpAddress }),
    },
  };
}

function planRoute(wanted: ManifestRoute, present: Present, existing: SweptEni | undefined): Part {
  const { routeTableId, destination } = wanted;
  const words = `the route to ${destination} in ${routeTableId}`;
  if (!present.routeTableIds.has(routeTableId)) return { loss: `${words}, whose table is gone` };
  const found = present.routes.find(
    (route) => route.routeTableId === routeTableId && route.destination === destination,
  );
  if (found === undefined) return { step: { kind: 'create-route', routeTableId, destination } };
  if (found.target === existing?.id) return {};
  if (found.state === 'blackhole') return { step: { kind: 'replace-route', routeTableId, destination } };
  return { loss: `${words}, which goes to ${found.target} now` };
}
