import { cleanupTagKeys, type Tags } from '../tags.ts';
import { type Manifest, restoreToken } from './manifest.ts';
import { obstaclesTo } from './restore-obstacles.ts';
import { type Part, planElasticIp, planOwnSettings, planRoute } from './restore-parts.ts';
import { differencesOf } from './restored-eni.ts';
import type { SweptEni } from './swept-eni.ts';

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
      /** What is as it was, in words. */
      readonly already: readonly string[];
      /** How the ENI that was restored before is not as the manifest says, and is left, in words. */
      readonly differences: readonly string[];
      /** What cannot come back, in words. */
      readonly losses: readonly string[];
    };

/**
 * The prefixes come later, in steps of their own: CreateNetworkInterface takes no prefixes beside addresses (API
 * reference), and with tags it has been seen to fail on them.
 */
export interface CreateStep {
  /** Of the manifest, so that repeating the call makes no second ENI. */
  readonly clientToken: string;
  readonly subnetId: string;
  readonly interfaceType: string;
  readonly description: string;
  readonly privateIpv4Addresses: Manifest['privateIpv4Addresses'];
  readonly ipv6Addresses: Manifest['ipv6Addresses'];
  readonly securityGroupIds: readonly string[];
  /** The owner's, and one that names the manifest. */
  readonly tags: Tags;
}

export type RestoreStep =
  | { readonly kind: 'set-source-dest-check'; readonly value: boolean }
  | { readonly kind: 'assign-ipv4-prefixes' | 'assign-ipv6-prefixes'; readonly prefixes: readonly string[] }
  | { readonly kind: 'associate-address'; readonly allocationId: string; readonly privateIpAddress?: string }
  | {
      readonly kind: 'create-route' | 'replace-route';
      readonly routeTableId: string;
      readonly destination: string;
    };

/** Decides how to bring the ENI of a manifest back, as far as that is possible. */
export function planRestore(manifest: Manifest, present: Present): RestorePlan {
  const token = restoreToken(manifest);
  const existing = restoredEni(manifest, present);
  const problems = existing === undefined ? obstaclesTo(manifest, present) : [];
  if (problems.length > 0) return { kind: 'impossible', problems };
  const securityGroupIds = manifest.securityGroupIds.filter((id) => present.securityGroupIds.has(id));
  const parts: readonly Part[] = [
    ...planOwnSettings(manifest, existing),
    ...manifest.elasticIps.map((elasticIp) => planElasticIp(elasticIp, present, existing)),
    ...manifest.routes.map((route) => planRoute(route, manifest, present, existing)),
  ];
  return {
    kind: 'restore',
    ...(existing === undefined
      ? { create: createStep({ ...manifest, securityGroupIds }, token) }
      : { existingEniId: existing.id }),
    steps: parts.flatMap(({ step }) => step ?? []),
    already: [
      ...(existing === undefined ? [] : [`${existing.id} was created from this manifest`]),
      ...parts.flatMap(({ already }) => already ?? []),
    ],
    differences: existing === undefined ? [] : differencesOf({ ...manifest, securityGroupIds }, existing),
    losses: [
      `its id ${manifest.eniId} and its MAC ${manifest.macAddress}: the new ENI has others`,
      ...lostGroups(manifest, present).map((id) => `the security group ${id}, which is gone`),
      ...lostTags(manifest),
      ...parts.flatMap(({ loss }) => loss ?? []),
    ],
  };
}

/** The ENI that was restored from this manifest before. */
export function restoredEni(manifest: Manifest, { enis }: Present): SweptEni | undefined {
  const token = restoreToken(manifest);
  return enis.find(({ tags }) => tags[cleanupTagKeys.restoredFrom] === token);
}

function createStep(manifest: Manifest, clientToken: string): CreateStep {
  const { subnetId, interfaceType, description, securityGroupIds } = manifest;
  const { privateIpv4Addresses, ipv6Addresses } = manifest;
  const tags = Object.entries(manifest.tags).filter(([key]) => !isOfAws(key));
  return {
    clientToken,
    subnetId,
    interfaceType,
    description,
    privateIpv4Addresses,
    ipv6Addresses,
    securityGroupIds,
    tags: { ...Object.fromEntries(tags), [cleanupTagKeys.restoredFrom]: clientToken },
  };
}

function lostGroups({ securityGroupIds }: Manifest, present: Present): readonly string[] {
  return securityGroupIds.filter((id) => !present.securityGroupIds.has(id));
}

function lostTags({ tags }: Manifest): readonly string[] {
  return Object.keys(tags)
    .filter(isOfAws)
    .map((key) => `its tag ${key}, which only AWS can write`);
}

/** EC2 refuses a tag whose key begins so. */
function isOfAws(key: string): boolean {
  return /^aws:/i.test(key);
}
