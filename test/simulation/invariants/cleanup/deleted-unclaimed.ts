import type { NetworkInterface } from '../../../../sandbox/world/records.ts';
import type { Invariant } from '../invariant.ts';
import { isKept } from './cleanup-tags.ts';
import { deletionIn, wrongThroughout } from './deletion.ts';

/**
 * Nobody's claim is passed over: an ENI is not deleted that, for all of the last 25 s, carried a group tag (readable or
 * not), a hold, a keep that was not over, a tag of another controller, or one that looks like ours and is none.
 */
export const deletedUnclaimed: Invariant = {
  name: 'deleted-unclaimed',
  afterCleanupCall(call, history) {
    const deletion = deletionIn(call, history);
    if (deletion === undefined) return [];
    const { eniId, at } = deletion;
    return Object.entries(claims).flatMap(([claim, isMade]) => {
      const wrong = wrongThroughout(deletion, (eni) => (isMade(eni, at) ? claim : undefined));
      return wrong === undefined ? [] : [`${eniId} was deleted although it ${wrong}`];
    });
  },
};

/** Whether anybody has a claim on it at that moment. */
export function isClaimed(eni: NetworkInterface, at: number): boolean {
  return Object.values(claims).some((isMade) => isMade(eni, at));
}

const claims: Readonly<Record<string, (eni: NetworkInterface, at: number) => boolean>> = {
  'was protected in a group': ({ tags }) => tags['eni-warden:group'] !== undefined,
  'was on hold': ({ tags }) => tags['eni-warden:hold'] !== undefined,
  'was kept by its owner': ({ tags }, at) => isKept(tags, at),
  'belonged to another controller': ({ tags }) =>
    Object.keys(tags).some((key) => /^(aws|eks|ecs):|kubernetes\.io|k8s\.|cilium/.test(key)),
  'carried a tag that looks like a protection': ({ tags }) =>
    Object.keys(tags).some((key) => key.startsWith('eni-warden:') && !knownKeys.has(key)),
};

const knownKeys: ReadonlySet<string> = new Set(
  [
    'unattached-since',
    'unattached-seen',
    'delete-failed',
    'keep',
    'hold',
    'group',
    'priority',
    'restored-from',
  ].map((name) => `eni-warden:${name}`),
);
