import { instanceTypeLimits, maximumNetworkInterfaces } from '../../sandbox/world/instance-types.ts';
import type { Instance, NetworkInterface, Tags } from '../../sandbox/world/records.ts';

/**
 * What the world's records mean for the product: a second opinion, written from the rules of docs/behaviour.md and not from `domain/`,
 * so that a mistake in one of the two shows as a difference.
 */

const groupKey = 'eni-warden:group';
const holdKey = 'eni-warden:hold';
const priorityKey = 'eni-warden:priority';

/** Letters, digits and the signs that EC2 takes in a tag; a space ends a name. */
const namePattern = /^[\p{L}\p{N}+\-=._:/@]{1,128}$/u;

function namesIn(tags: Tags): readonly string[] {
  const names = (tags[groupKey] ?? '').split(/\s+/).filter((name) => name !== '');
  return names.every((name) => namePattern.test(name)) ? names : [];
}

/** The one group that an ENI is enrolled in; undefined where the tag is missing or cannot be read. */
export function groupOf({ tags }: NetworkInterface): string | undefined {
  const names = namesIn(tags);
  return names.length === 1 ? names[0] : undefined;
}

export function isMember({ tags }: Instance, group: string): boolean {
  return namesIn(tags).includes(group);
}

/** Any value holds, be it readable or not. */
export function isHeld({ tags }: { readonly tags: Tags }): boolean {
  return Object.hasOwn(tags, holdKey);
}

export function hasReadablePriority({ tags }: Instance): boolean {
  const priority = tags[priorityKey];
  return priority === undefined || /^\s*[+-]?\d{1,9}\s*$/.test(priority);
}

export function isPrimary({ attachment }: NetworkInterface): boolean {
  return attachment?.deviceIndex === 0 && attachment.networkCardIndex === 0;
}

/** Of a kind that can be moved at all: a plain ENI of the account's own that is nobody's primary one. */
export function isOrdinary(eni: NetworkInterface): boolean {
  return eni.interfaceType === 'interface' && !eni.requesterManaged && !isPrimary(eni);
}

/** When EC2 says that the impairment of its checks began, in ms; undefined where none is impaired. */
export function impairedSince({ checks }: Instance): number | undefined {
  const since = Object.values(checks).flatMap((check) =>
    check.status === 'impaired' ? [check.impairedSince ?? Number.POSITIVE_INFINITY] : [],
  );
  return since.length === 0 ? undefined : Math.min(...since);
}

export function isImpaired(instance: Instance): boolean {
  return impairedSince(instance) !== undefined;
}

/** Neither running nor on its way there; one that does not exist is gone too. */
export function isGone(instance: Instance | undefined): boolean {
  return instance === undefined || (instance.state !== 'running' && instance.state !== 'pending');
}

/** Terminated, or about to be: EC2 takes its tags off, so that their absence says nothing. */
export function isGoneForGood(instance: Instance | undefined): boolean {
  return instance === undefined || instance.state === 'terminated' || instance.state === 'shutting-down';
}

/** What it holds can be reached, as far as EC2 knows. */
export function isLive(instance: Instance | undefined): boolean {
  return instance !== undefined && !isGone(instance) && !isImpaired(instance);
}

/** Ids in code unit order, as the product elects. */
export function byId(a: NetworkInterface, b: NetworkInterface): number {
  return a.networkInterfaceId < b.networkInterfaceId ? -1 : 1;
}

/** The most ENIs that a type takes, in all and on network card 0. */
export function slotsOf(instanceType: string): { readonly inAll: number; readonly onCard0: number } {
  const limits = instanceTypeLimits(instanceType);
  if (limits === undefined) return { inAll: 0, onCard0: 0 };
  return { inAll: maximumNetworkInterfaces(limits), onCard0: limits.interfacesPerCard[0] ?? 0 };
}
