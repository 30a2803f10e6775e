import type { NetworkInterface } from '../../../../sandbox/world/records.ts';
import type { History } from '../../history.ts';
import type { Invariant } from '../invariant.ts';
import { seenKey, seenOf, sinceOf, tagsOfOthers } from './cleanup-tags.ts';
import { type Deletion, deletionIn, wrongThroughout } from './deletion.ts';

const dayMs = 86_400_000;
const graceMs = 7 * dayMs;
/** Times in tags are whole seconds. */
const roundingMs = 1_000;

/**
 * An ENI is deleted no earlier than 7 days after the time that its mark gives, and a day after the sighting in it, and only
 * as it was when it was marked. A mark that is no mark, is of the future or contradicts itself makes it no older. What came
 * within the last 25 s may have been missed.
 */
export const deletedAfterGrace: Invariant = {
  name: 'deleted-after-grace',
  afterCleanupCall(call, history) {
    const deletion = deletionIn(call, history);
    if (deletion === undefined) return [];
    const { eniId, at } = deletion;
    const early = wrongThroughout(deletion, (eni) => tooEarly(eni, at));
    const changed = changedSinceMark(deletion, history);
    return [early, changed].flatMap((wrong) =>
      wrong === undefined ? [] : [`${eniId} was deleted although ${wrong}`],
    );
  },
};

export function tooEarly({ tags }: NetworkInterface, at: number): string | undefined {
  const [since, seen] = [sinceOf(tags), seenOf(tags)];
  if (since === undefined || seen === undefined) return 'its mark could not be read';
  if (since > seen || seen - since > dayMs + roundingMs) return 'its mark contradicted itself';
  if (at - since < graceMs) return `it was unattached since ${new Date(since).toISOString()} only`;
  return at - seen < dayMs ? `it was first seen so at ${new Date(seen).toISOString()}` : undefined;
}

/** The sighting is the moment at which a sweep, or the set-up of the fleet, looked at the ENI. */
export function changedSinceMark(
  { before, eniId, versions }: Pick<Deletion, 'before' | 'eniId' | 'versions'>,
  { networkInterfaces }: History,
): string | undefined {
  const sighting = before.tags[seenKey];
  const marked = networkInterfaces
    .versions(eniId)
    .find(({ record }) => record !== undefined && record.tags[seenKey] === sighting)?.record;
  if (marked === undefined) return undefined;
  const then = factsOf(marked);
  return versions.every((version) => factsOf(version) !== then)
    ? 'it had been changed since it was marked'
    : undefined;
}

function factsOf(eni: NetworkInterface): string {
  const { macAddress, subnetId, description, sourceDestCheck, groups, ipv6Addresses } = eni;
  const addresses = eni.privateIpAddresses.map(({ privateIpAddress }) => privateIpAddress);
  const tags = Object.entries(tagsOfOthers(eni.tags)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({
    macAddress,
    subnetId,
    description,
    sourceDestCheck,
    groups,
    ipv6Addresses,
    addresses,
    tags,
  });
}
