import type { CleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import { cleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import { judgeEni } from '../../../domain/cleanup/eni-verdict.ts';
import { markFor } from '../../../domain/cleanup/mark.ts';
import { prepareSweep } from '../../../domain/cleanup/plan-cleanup.ts';
import type { References } from '../../../domain/cleanup/references.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import type { Tags } from '../../../domain/tags.ts';

/** When every sweep of these tests looks, unless one says otherwise. */
export const noon = Date.UTC(2026, 10, 23, 12, 0, 0);
export const hours = (count: number): number => count * 3_600_000;
export const days = (count: number): number => count * hours(24);

export const accountId = '123456789012';

/** Differences of an ENI; `undefined` takes a field away, as if EC2 had not told it. */
export type Differences = { readonly [K in keyof SweptEni]?: SweptEni[K] | undefined };

/** An ENI that nobody needs and no rule keeps, without a mark. */
export function orphan(id = 'eni-1', differences: Differences = {}): SweptEni {
  const all: Differences = {
    id,
    status: 'available',
    interfaceType: 'interface',
    requesterManaged: false,
    ownerId: accountId,
    description: 'build agent',
    availabilityZone: 'eu-west-1a',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    macAddress: '02:81:60:cb:27:37',
    privateIpv4Addresses: [{ address: '10.0.0.9', primary: true }],
    ipv6Addresses: [],
    ipv4Prefixes: [],
    ipv6Prefixes: [],
    securityGroupIds: ['sg-1'],
    sourceDestCheck: true,
    tags: { Name: 'build-agent-7' },
    ...differences,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as unknown as SweptEni;
}

/** The ENI with a mark made at an instant, as a sweep would have written it. */
export function marked(eni: SweptEni, at: number = noon - days(8), detachedAt?: number): SweptEni {
  return tagged(eni, markFor(eni, at, detachedAt));
}

export function tagged(eni: SweptEni, tags: Tags): SweptEni {
  return { ...eni, tags: { ...eni.tags, ...tags } };
}

export const noReferences: References = {
  elasticIps: [],
  routes: [],
  permissions: [],
  reservations: [],
  claims: [],
};

/** A complete snapshot of an account with a thousand ENIs. */
export function snapshotOf(
  enis: readonly SweptEni[],
  differences: Partial<CleanupSnapshot> = {},
): CleanupSnapshot {
  return {
    takenAt: noon,
    unread: [],
    accountId,
    eniCount: 1_000,
    eniCountByVpc: new Map([['vpc-1', 1_000]]),
    enis,
    references: noReferences,
    groupNames: new Set(['db']),
    ...differences,
  };
}

export function deleting(differences: Partial<CleanupPolicy> = {}): CleanupPolicy {
  return cleanupPolicy({ mode: 'delete', ...differences });
}

/** The names of the rules that keep the ENI, alone in its account. */
export function keptBy(
  eni: SweptEni,
  snapshot: Partial<CleanupSnapshot> = {},
  policy: Partial<CleanupPolicy> = {},
): readonly string[] {
  const sweep = prepareSweep(snapshotOf([eni], snapshot), deleting(policy), noon);
  const verdict = judgeEni(eni, sweep);
  return verdict.kind === 'kept' ? verdict.reasons.map(({ rule }) => rule) : [];
}
