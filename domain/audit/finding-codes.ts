import type { AuditPart } from './audit-part.ts';

/** A kind of finding. */
export interface FindingKind {
  /** The numbers of the taxonomy of conflicts that it covers. */
  readonly numbers: readonly number[];
  /** For the report and the documents: what it flags, in a few words. */
  readonly title: string;
  /** What must have been read for any of it to be known, or known to be over. */
  readonly reads: readonly AuditPart[];
}

const groupParts = ['enis', 'instances', 'instance-status', 'instance-types'] as const;

/** A claim may be of a private address, of an Elastic IP or of an overlay address, and looks like another while one is not known. */
const claimParts = ['enis', 'instances', 'vpcs', 'subnets', 'route-tables', 'elastic-ips'] as const;

/** Every kind of finding by its code, which is what `eni-warden:accept` names. */
export const findingKinds = {
  // Address space
  'vpc-overlap': {
    numbers: [1],
    title: 'VPCs with the same addresses',
    reads: ['vpcs', 'peerings', 'route-tables'],
  },
  'vpc-overlap-connected': {
    numbers: [2],
    title: 'VPCs with the same addresses that are, or were to be, connected',
    reads: ['vpcs', 'peerings', 'route-tables'],
  },
  'route-shadow': {
    numbers: [5],
    title: 'A route that takes addresses from a VPC or a peer',
    reads: ['vpcs', 'peerings', 'route-tables'],
  },
  'host-local-range': {
    numbers: [6],
    title: 'Addresses that hosts keep for themselves',
    reads: ['vpcs', 'subnets'],
  },
  'duplicate-address': {
    numbers: [7],
    title: 'One private address alive in two connected VPCs',
    reads: ['vpcs', 'enis', 'peerings', 'route-tables'],
  },
  // Claims
  'claim-unheld': { numbers: [9], title: 'A claimed address that no ENI holds', reads: claimParts },
  'claim-squatted': { numbers: [10], title: 'A claimed address that another ENI holds', reads: claimParts },
  'claim-conflict': { numbers: [11], title: 'One address claimed twice', reads: claimParts },
  'claim-misplaced': { numbers: [12], title: 'A claim that can never be met', reads: claimParts },
  'reservation-used': {
    numbers: [13],
    title: 'A reserved address in use without a claim',
    reads: ['reservations', 'enis', 'instances'],
  },
  'reservation-disagrees': {
    numbers: [13],
    title: 'A claim inside addresses reserved for prefixes',
    reads: ['reservations', 'enis', 'instances'],
  },
  'prefix-overlaps-claim': {
    numbers: [14],
    title: 'A claimed address inside a delegated prefix',
    reads: claimParts,
  },
  'prefix-fragmented': {
    numbers: [14],
    title: 'A subnet without room for another prefix',
    reads: ['subnets', 'enis', 'reservations'],
  },
  'unreadable-declaration': {
    numbers: [],
    title: 'A tag of ours that cannot be read',
    // With the part that lists what carries the tag: see finding-parts.ts.
    reads: [],
  },
  // Subnets
  'subnet-exhausted': {
    numbers: [15],
    title: 'A subnet that is nearly full',
    reads: ['subnets', ...groupParts],
  },
  'hidden-consumption': {
    numbers: [16],
    title: 'Addresses consumed that no visible ENI explains',
    reads: ['subnets', 'enis', 'reservations'],
  },
  // Elastic IPs
  'elastic-ip-idle': {
    numbers: [18],
    title: 'An Elastic IP that serves nobody',
    reads: ['elastic-ips', 'enis', 'instances'],
  },
  'elastic-ip-on-standby': {
    numbers: [18],
    title: 'An Elastic IP on a member that is not active',
    reads: ['elastic-ips', ...groupParts],
  },
  // Routes
  'route-blackhole': { numbers: [21], title: 'A route into nothing', reads: ['route-tables', 'enis'] },
  'route-to-idle': {
    numbers: [21],
    title: 'A route to an ENI that cannot answer',
    reads: ['route-tables', ...groupParts],
  },
  'overlay-in-vpc': {
    numbers: [22],
    title: 'An overlay address inside its VPC',
    reads: ['route-tables', 'vpcs'],
  },
  'overlay-split': {
    numbers: [22],
    title: 'An overlay address that differs between route tables',
    reads: ['route-tables', 'vpcs'],
  },
  'overlay-missing': {
    numbers: [22],
    title: 'A route table without an overlay address',
    reads: ['route-tables', 'vpcs', 'enis'],
  },
  'overlay-source-dest-check': {
    numbers: [22, 32],
    title: 'An ENI that drops what its routes bring it',
    reads: ['route-tables', 'vpcs', 'enis'],
  },
  // Groups
  'group-split': { numbers: [23], title: 'A group with more than one active member', reads: groupParts },
  'group-homeless': { numbers: [23], title: 'A group whose ENIs nobody holds', reads: groupParts },
  'standby-not-ready': { numbers: [24], title: 'No standby can take over', reads: groupParts },
  'single-zone': { numbers: [25], title: 'A group in one Availability Zone', reads: groupParts },
  'delete-on-termination': {
    numbers: [26],
    title: 'A protected ENI that dies with its instance',
    reads: ['enis'],
  },
  'outlives-instance': {
    numbers: [26],
    title: 'An ENI that an Auto Scaling instance leaves behind',
    reads: ['enis', 'instances'],
  },
  'same-subnet-twice': {
    numbers: [27],
    title: 'Two ENIs of one instance in one subnet',
    reads: ['enis', 'instances'],
  },
  'default-routes-differ': {
    numbers: [28],
    title: 'Two ways out of one instance',
    reads: ['enis', 'instances', 'route-tables', 'subnets'],
  },
  'security-groups-differ': {
    numbers: [30],
    title: 'Different security groups on members',
    reads: groupParts,
  },
  'public-address-unrouted': {
    numbers: [32],
    title: 'A public address in a subnet without a way to the internet',
    reads: ['enis', 'route-tables', 'subnets'],
  },
  'source-dest-check-off': {
    numbers: [32],
    title: 'Source/dest check off where nothing is forwarded',
    reads: ['enis', 'instances', 'route-tables'],
  },
  // Posture of protected ENIs
  'no-flow-log': { numbers: [], title: 'A protected ENI without a flow log', reads: ['enis', 'flow-logs'] },
  'admin-port-open': {
    numbers: [30],
    title: 'An admin port of a protected ENI open to the world',
    reads: ['enis', 'security-group-rules'],
  },
  'no-status-alarm': {
    numbers: [],
    title: 'A member without a status check alarm',
    reads: ['instances', 'alarms', 'enis'],
  },
  // The audit itself
  'partly-read': { numbers: [], title: 'What was looked at only in part', reads: [] },
  unread: { numbers: [], title: 'What could not be looked at', reads: [] },
} as const satisfies Readonly<Record<string, FindingKind>>;

export type FindingCode = keyof typeof findingKinds;

export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(findingKinds, text);
}

export function kindOfFinding(code: FindingCode): FindingKind {
  return findingKinds[code];
}
