import { cleanupTagKeys, type Tags } from '../tags.ts';

/**
 * What the sweep knows of one ENI. Whatever EC2 did not say is absent, and whatever it said that we do not know is kept
 * as it is: the rules keep the ENI in both cases, so that nothing here may be filled in by a default.
 */
export interface SweptEni {
  readonly id: string;
  /** EC2's status: an open set (facts 1.1). */
  readonly status?: string;
  /** An open set: the model and its own documentation disagree (cleanup-and-conflicts 1.2). */
  readonly interfaceType?: string;
  readonly requesterManaged?: boolean;
  readonly requesterId?: string;
  readonly operator?: Operator;
  readonly ownerId?: string;
  /** An empty text where EC2 gives an empty one. */
  readonly description?: string;
  /** May linger while the status is `available` (cleanup-and-conflicts 1.1). */
  readonly attachment?: SweptAttachment;
  readonly availabilityZone?: string;
  readonly vpcId?: string;
  readonly subnetId?: string;
  readonly macAddress?: string;
  readonly privateIpv4Addresses: readonly PrivateIpv4Address[];
  readonly ipv6Addresses: readonly Ipv6Address[];
  readonly ipv4Prefixes: readonly string[];
  readonly ipv6Prefixes: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly sourceDestCheck?: boolean;
  readonly outpostArn?: string;
  readonly tags: Tags;
}

/** The AWS service that manages a resource (managed resource visibility, 2026). */
export interface Operator {
  readonly managed?: boolean;
  readonly hiddenByDefault?: boolean;
  readonly principal?: string;
}

export interface SweptAttachment {
  readonly id?: string;
  readonly instanceId?: string;
  readonly status?: string;
}

export interface PrivateIpv4Address {
  readonly address: string;
  readonly primary: boolean;
  /** Of the association of this address, be it an Elastic IP or one that EC2 lent. */
  readonly publicIp?: string;
  /** Of a Wavelength Zone. */
  readonly carrierIp?: string;
  readonly allocationId?: string;
}

export interface Ipv6Address {
  readonly address: string;
  readonly primary: boolean;
}

/** The tags that only the cleanup writes: they may come and go without the ENI having changed. */
const writtenByUs: ReadonlySet<string> = new Set([
  cleanupTagKeys.unattachedSince,
  cleanupTagKeys.unattachedSeen,
  cleanupTagKeys.deleteFailed,
]);

/** Whether it carries a mark or a part of one. */
export function isMarked({ tags }: Pick<SweptEni, 'tags'>): boolean {
  return Object.keys(tags).some((key) => writtenByUs.has(key));
}

/** Its tags without those of the cleanup. */
export function tagsOfOwner(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !writtenByUs.has(key)));
}

/**
 * Whether the sweep has to look at it: all but the ENIs that are firmly attached and carry no mark. A reader drops the
 * others page by page, so that memory grows with the unattached ENIs alone.
 */
export function concernsCleanup(eni: Pick<SweptEni, 'status' | 'attachment' | 'tags'>): boolean {
  return eni.status !== 'in-use' || eni.attachment?.status !== 'attached' || isMarked(eni);
}

/** Every single private address, IPv4 first, as EC2 lists them. */
export function privateAddressesOf(eni: SweptEni): readonly string[] {
  return [...eni.privateIpv4Addresses, ...eni.ipv6Addresses].map(({ address }) => address);
}

/** Every single private address and delegated prefix. */
export function addressesAndPrefixesOf(eni: SweptEni): readonly string[] {
  return [...privateAddressesOf(eni), ...eni.ipv4Prefixes, ...eni.ipv6Prefixes];
}

/** Its address, as the digest shows it behind its id. */
export function describeSwept(eni: SweptEni): string {
  const [first, ...more] = privateAddressesOf(eni);
  const address = first === undefined ? '' : ` (${first}${more.length === 0 ? '' : ` +${more.length}`})`;
  return `${eni.id}${address}`;
}
