import type { Invariant } from '../invariant.ts';
import { evidenceMs } from '../promises.ts';
import { mayCleanup } from './cleanup-authorization.ts';

/** The longest that a sweep lasts. */
const sweepMaxMs = 900_000;

/**
 * Every changing call of the cleanup, refused or not, is one that its deployed role allows, as the ENI was tagged at some
 * moment of the last 25 s; a mark is written by the look with which its sweep began, up to 15 min before. A call on what no
 * longer exists is not judged.
 */
export const cleanupPermitted: Invariant = {
  name: 'cleanup-permitted',
  afterCleanupCall(call, { networkInterfaces }) {
    const { before, at, action, networkInterfaceId = '' } = call;
    if (before === undefined) return [];
    const from = at - (action === 'CreateTags' ? sweepMaxMs : evidenceMs);
    const versions = [...networkInterfaces.during(networkInterfaceId, from, at - 1), before];
    const isAllowed = versions.some((eni) => eni !== undefined && mayCleanup(call, eni.tags));
    return isAllowed ? [] : [`the role of the cleanup denies ${action} on ${networkInterfaceId}`];
  },
};
