import { hasReadablePriority } from '../truth.ts';
import { evidenceFrom } from './detachment.ts';
import type { Invariant } from './invariant.ts';

/**
 * A member whose priority tag cannot be read is nobody's home: nothing is attached to one that for all of the last 25 s
 * had such a tag. Calls that EC2 refused are not judged.
 */
export const readablePriority: Invariant = {
  name: 'readable-priority',
  afterCall(call, { instances }) {
    const { action, errorCode, networkInterfaceId, instanceId = '', at } = call;
    if (action !== 'AttachNetworkInterface' || errorCode !== undefined) return [];
    const targets = instances.during(instanceId, evidenceFrom(call), at);
    if (targets.some((target) => target === undefined || hasReadablePriority(target))) return [];
    return [`${networkInterfaceId} was attached to ${instanceId}, whose priority cannot be read`];
  },
};
