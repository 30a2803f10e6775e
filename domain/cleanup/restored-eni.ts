import { cleanupTagKeys } from '../tags.ts';
import type { Manifest } from './manifest.ts';
import { type SweptEni, tagsOfOwner } from './swept-eni.ts';

/** Whether somebody has it: anything but a firm `available`, and `pending`, as which EC2 shows a new one. */
export function isInUse({ status, attachment }: SweptEni): boolean {
  if (attachment !== undefined && attachment.status !== 'detached') return true;
  return status !== 'available' && status !== 'pending';
}

/** How an ENI that was restored is not, or not any more, what its manifest says; in words, for people to judge. */
export function differencesOf(manifest: Manifest, eni: SweptEni): readonly string[] {
  const { id, attachment } = eni;
  const inUse = isInUse(eni);
  const prefixes = (of: { ipv4Prefixes: readonly string[]; ipv6Prefixes: readonly string[] }) =>
    inUse ? [...of.ipv4Prefixes, ...of.ipv6Prefixes] : [];
  const addressesOf = (of: Manifest | SweptEni) => [
    ...[...of.privateIpv4Addresses, ...of.ipv6Addresses].map(({ address }) => address),
    ...prefixes(of),
  ];
  return [
    ...(inUse ? [`${id} is in use (${useOf(eni)}), so its own settings are left as they are`] : []),
    ...(inUse && eni.sourceDestCheck !== manifest.sourceDestCheck
      ? [`its source/dest check is ${eni.sourceDestCheck ?? 'not told'}, and was ${manifest.sourceDestCheck}`]
      : []),
    ...setDifference('address', addressesOf(manifest), addressesOf(eni)),
    ...setDifference('security group', manifest.securityGroupIds, eni.securityGroupIds),
    ...(eni.description === manifest.description
      ? []
      : [
          `its description is ${JSON.stringify(eni.description ?? '')}, and was ${JSON.stringify(manifest.description)}`,
        ]),
    ...tagDifference(manifest, eni),
    ...(attachment?.status === 'detached' ? [`${id} shows an attachment that has ended`] : []),
  ];
}

function useOf({ status, attachment }: SweptEni): string {
  const at = attachment?.instanceId === undefined ? '' : `, with ${attachment.instanceId}`;
  return `${status ?? 'status not told'}${at}`;
}

function setDifference(noun: string, was: readonly string[], is: readonly string[]): readonly string[] {
  const [before, now] = [new Set(was), new Set(is)];
  return [
    ...was.filter((name) => !now.has(name)).map((name) => `it lacks the ${noun} ${name}`),
    ...is.filter((name) => !before.has(name)).map((name) => `it has the ${noun} ${name} besides`),
  ];
}

function tagDifference(manifest: Manifest, eni: SweptEni): readonly string[] {
  const { [cleanupTagKeys.restoredFrom]: _ofOld, ...was } = manifest.tags;
  const { [cleanupTagKeys.restoredFrom]: _ofNew, ...is } = tagsOfOwner(eni.tags);
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].toSorted();
  const differing = keys.filter((key) => was[key] !== is[key] && !/^aws:/i.test(key));
  return differing.length === 0 ? [] : [`its tags differ: ${differing.join(', ')}`];
}
