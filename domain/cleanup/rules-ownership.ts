import { formatInstant } from '../instant.ts';
import { auditTagKeys, cleanupTagKeys, tagKeys, tagPrefix } from '../tags.ts';
import { readKeep } from './keep.ts';
import type { KeepRule } from './rule.ts';
import type { SweptEni } from './swept-eni.ts';

/** Who else looks after the ENI: another controller, or its owner, who says so by a tag. */
export const ownershipRules: readonly KeepRule[] = [
  {
    name: 'other-controller',
    number: 10,
    text: 'A tag says that AWS, Kubernetes, Cilium or the like owns it: let that cleaner own it.',
    keeps: ({ tags }) => {
      const key = Object.keys(tags).find((each) => controllerKey.test(each));
      return key === undefined ? undefined : `its tag ${key} says that another controller owns it`;
    },
  },
  {
    name: 'keep-tag',
    number: 11,
    text: `It carries ${cleanupTagKeys.keep} with a reason, with a date that is not over, or with nothing readable.`,
    keeps: ({ tags }, { earliest }) => {
      const keep = readKeep(tags);
      if (keep.kind === 'absent') return undefined;
      if (keep.kind === 'unreadable') return `its tag ${cleanupTagKeys.keep} ${keep.problem}, and keeps it`;
      if (keep.value.kind === 'reason') return `its owner keeps it: ${keep.value.reason}`;
      const { until } = keep.value;
      return earliest > until ? undefined : `its owner keeps it until ${formatInstant(until)}`;
    },
  },
  {
    name: 'unknown-tag',
    number: 11,
    text: `It carries a tag that looks like one of ours (${tagPrefix}…) and is none: perhaps a slip of the pen for a protection.`,
    keeps: ({ tags }) => {
      const key = Object.keys(tags).find((each) => looksLikeOurs.test(each) && !knownKeys.has(each));
      return key === undefined ? undefined : `it carries the tag ${key}, which nobody knows`;
    },
  },
  {
    name: 'not-opted-in',
    number: 12,
    text: 'The policy names what the cleanup may look at, and it is not among that.',
    keeps: (eni, { policy: { optIn } }) => {
      if (optIn === undefined || optIn.vpcIds.has(eni.vpcId ?? '')) return undefined;
      if (optIn.tagKey !== undefined && Object.hasOwn(eni.tags, optIn.tagKey)) return undefined;
      return 'it is not opted in to the cleanup';
    },
  },
  {
    name: 'not-restorable',
    number: 31,
    text: 'What EC2 says of it is not enough to create it again.',
    keeps: (eni) => {
      const missing = missingForRestore(eni);
      return missing.length === 0
        ? undefined
        : `EC2 does not tell its ${missing.join(', ')}, so it could not be restored`;
    },
  },
];

/** What a manifest of the ENI would lack. */
export function missingForRestore(eni: SweptEni): readonly string[] {
  const { subnetId, vpcId, macAddress, interfaceType, sourceDestCheck } = eni;
  const needed = { subnetId, vpcId, macAddress, interfaceType, sourceDestCheck };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
  const hasAddress = eni.privateIpv4Addresses.length + eni.ipv6Addresses.length > 0;
  const needsPrimary = eni.privateIpv4Addresses.length > 0;
  const primaries = eni.privateIpv4Addresses.filter(({ primary }) => primary).length;
  if (!hasAddress && interfaceType !== 'efa-only') return [...missing, 'addresses'];
  return needsPrimary && primaries !== 1 ? [...missing, 'primary address'] : missing;
}

/** Prefixes of keys; also in the form in which somebody else's tool may write them. */
const controllerKey =
  /^(aws|eks|ecs):|^(.*[./])?(k8s|kubernetes)\.io([/:]|$)|^(.*\.)?k8s\.amazonaws\.com\/|^([\w-]+\.)*(cilium\.io|karpenter\.sh|karpenter\.k8s\.aws|openshift\.io)\/|^io\.cilium\/|^(k8s|kubernetes|elasticbeanstalk|elasticmapreduce)[:/]|^aws-controllers?-/i;

const looksLikeOurs = /^\s*eni[\s_-]?warden/i;
const knownKeys: ReadonlySet<string> = new Set(
  [tagKeys, cleanupTagKeys, auditTagKeys].flatMap((keys) => Object.values(keys)),
);
