import type { NetworkInterface } from '../sandbox/world/records.ts';
import type { NetworkInterfaceToAdd } from '../sandbox/world/world-types.ts';

/** What is special about an ENI; the rest is the same for all. */
export type EniTraits = Omit<Partial<NetworkInterfaceToAdd>, 'subnetId' | 'groupIds' | 'attachTo'> & {
  /** So many private addresses beside the primary one. */
  readonly secondaryCount?: number;
  /** The attachment that is over goes on to be shown. */
  readonly showsFormerAttachment?: boolean;
};

/** Of 100 attached ENIs, so many are special; the others are plain. */
const attachedKinds: readonly (readonly [number, (n: number) => EniTraits])[] = [
  [10, (n) => ({ secondaryCount: 3 + (n % 8), description: `aws-K8S-i-${hex(n)}`, tags: kubernetesTags(n) })],
  [6, (n) => ({ secondaryCount: 2, sourceDestCheck: false, tags: { ...ownerTags(n), Name: `nat-${n}` } })],
  [1, (n) => ({ tags: { ...ownerTags(n), 'eni-warden:group': `group-${n % 40}` } })],
];

/** The same of 100 ENIs that are unattached. */
const unattachedKinds: readonly (readonly [number, (n: number) => EniTraits])[] = [
  [8, (n) => ({ secondaryCount: 1 + (n % 4), tags: ownerTags(n) })],
  [6, (n) => ({ secondaryCount: 5, description: `aws-K8S-i-${hex(n)}`, tags: kubernetesTags(n) })],
  [4, (n) => serviceEni(`AWS Lambda VPC ENI-reports-${n}-${hex(n)}`)],
  [2, (n) => serviceEni(`ELB app/shop-${n}/${hex(n)}`)],
  [1, (n) => serviceEni(`RDSNetworkInterface ${n}`)],
  [2, (n) => ({ interfaceType: ['branch', 'efa', 'trunk', 'evs'][n % 4] ?? 'efa', tags: ownerTags(n) })],
  [
    2,
    (n) => ({
      tags: { ...ownerTags(n), 'eni-warden:keep': n % 2 === 0 ? 'licence of the CAD' : '2199-12-31' },
    }),
  ],
  [2, (n) => ({ sourceDestCheck: false, tags: { ...ownerTags(n), Name: `firewall-${n}` } })],
  [1, (n) => ({ tags: { ...ownerTags(n), 'eni-warden:group': `former-group-${n % 7}` } })],
  [1, (n) => ({ tags: { ...ownerTags(n), 'eni-warden:hold': 'on-call: under investigation' } })],
  [1, (n) => ({ ownerId: '210987654321', tags: ownerTags(n) })],
  [1, (n) => ({ tags: { ...ownerTags(n), 'aws:cloudformation:stack-name': `shop-${n % 90}` } })],
  [1, (n) => ({ description: 'DO NOT DELETE: MAC is bound to a licence', tags: ownerTags(n) })],
  [2, (n) => ({ showsFormerAttachment: true, tags: ownerTags(n) })],
];

const descriptions = [
  '',
  'Primary network interface',
  'created by terraform',
  'packer builder, temporary',
  'batch worker of the nightly settlement run; see the runbook of the payments team before changing anything',
];

export function attachedEni(n: number): EniTraits {
  return { description: descriptions[n % 2] ?? '', tags: ownerTags(n), ...special(attachedKinds, n) };
}

/** Those that nothing spares are the plain ones, about two thirds. */
export function unattachedEni(n: number): EniTraits {
  return {
    description: descriptions[n % descriptions.length] ?? '',
    tags: ownerTags(n),
    ...special(unattachedKinds, n),
  };
}

/** The kinds come in turn, evenly spread. */
function special(kinds: readonly (readonly [number, (n: number) => EniTraits])[], n: number): EniTraits {
  let place = (n * 37) % 100;
  for (const [count, traits] of kinds) {
    if (place < count) return traits(n);
    place -= count;
  }
  return {};
}

function serviceEni(description: string): EniTraits {
  return { requesterManaged: true, status: 'available', description, tags: {} };
}

/** None to five tags, as owners write them. */
export function ownerTags(n: number): NetworkInterface['tags'] {
  const all = [
    ['Name', `worker-${n}.${['payments', 'search', 'ledger'][n % 3]}.internal.example.com`],
    ['team', ['payments', 'search', 'ledger', 'platform'][n % 4] ?? ''],
    ['environment', ['production', 'staging'][n % 2] ?? ''],
    ['cost-centre', `cc-${1000 + (n % 50)}`],
    ['terraform-module', 'git::https://git.example.com/network/eni.git?ref=v2.3.1'],
  ] as const;
  return Object.fromEntries(all.slice(0, n % 6));
}

export function kubernetesTags(n: number): NetworkInterface['tags'] {
  return {
    'node.k8s.amazonaws.com/instance_id': `i-${hex(n)}`,
    'node.k8s.amazonaws.com/createdAt': '2026-01-03T04:05:06Z',
    'cluster.k8s.amazonaws.com/name': `cluster-${n % 5}`,
  };
}

function hex(n: number): string {
  return n.toString(16).padStart(17, '0');
}
