import { overlap, parseRange } from '../cidr.ts';
import type { Manifest } from './manifest.ts';
import type { Present } from './restore.ts';
import { addressesAndPrefixesOf, type SweptEni } from './swept-eni.ts';

/** Why the ENI cannot be created as it was, in words, with what to do; empty where it can. */
export function obstaclesTo(manifest: Manifest, present: Present): readonly string[] {
  const { eniId, securityGroupIds, subnetId } = manifest;
  const original = present.enis.find(({ id }) => id === eniId);
  if (original !== undefined) {
    return [`${describeHolder(original)} still exists: it was not deleted, so there is nothing to restore`];
  }
  const lost = securityGroupIds.filter((id) => !present.securityGroupIds.has(id));
  return [
    ...(present.subnetId === subnetId
      ? []
      : [
          `the subnet ${subnetId} is gone (or was never in this account and region): an ENI lives in its subnet alone`,
        ]),
    // With no group at all EC2 would give it the default group of the VPC, which may let anything in.
    ...(lost.length > 0 && lost.length === securityGroupIds.length
      ? [`its security groups are gone: ${lost.join(', ')}`]
      : []),
    ...takenAddresses(manifest, present),
  ];
}

/** Every address and prefix of the manifest. */
export function wantedAddresses(manifest: Manifest): readonly string[] {
  return [
    ...[...manifest.privateIpv4Addresses, ...manifest.ipv6Addresses].map(({ address }) => address),
    ...manifest.ipv4Prefixes,
    ...manifest.ipv6Prefixes,
  ];
}

/** Whether the ENI holds the address or a part of the prefix. */
export function holds(eni: SweptEni, addressOrPrefix: string): boolean {
  return addressesAndPrefixesOf(eni).some((held) => meets(held, addressOrPrefix));
}

function takenAddresses(manifest: Manifest, present: Present): readonly string[] {
  return wantedAddresses(manifest).flatMap((address) => {
    const holder = present.enis.find((eni) => holds(eni, address));
    return holder === undefined
      ? []
      : [`${address} is held by ${describeHolder(holder)}: free it, or ask for another address by hand`];
  });
}

/** `eni-7 (in-use, "web server", attached to i-1)`. */
function describeHolder({ id, status, description, attachment }: SweptEni): string {
  const to = attachment?.instanceId ?? 'something that is no instance of this account';
  const facts = [
    status ?? 'status not told',
    ...(description === undefined || description === '' ? [] : [JSON.stringify(description)]),
    ...(attachment === undefined ? [] : [`${attachment.status ?? 'attached'} to ${to}`]),
  ];
  return `${id} (${facts.join(', ')})`;
}

function meets(a: string, b: string): boolean {
  const [one, other] = [parseRange(a), parseRange(b)];
  return a === b || (one !== undefined && other !== undefined && overlap(one, other));
}
