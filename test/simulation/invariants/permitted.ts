import type { Tags } from '../../../sandbox/world/records.ts';
import type { Call } from '../history.ts';
import { mayTouchEni, mayTouchInstance } from './authorization.ts';
import { evidenceFrom } from './detachment.ts';
import type { Invariant } from './invariant.ts';

/**
 * Every changing call, refused or not, is one that the deployed role allows: on the ENI as it was tagged at some moment of
 * the last 25 s (35 s for Force), and on the instance likewise. A call on what no longer exists is not judged: EC2 would
 * deny it, and that is how the function learns of it (facts 1.5). A terminated instance has lost its tags, and what it
 * still holds is denied to us too; EC2 lets go of it by itself, so this is excused as well.
 */
export const permitted: Invariant = {
  name: 'permitted',
  afterCall(call, history) {
    const { networkInterfaceId = '', instanceId, at, action } = call;
    if (call.before === undefined || isOfAnotherAttachment(call)) return [];
    const from = evidenceFrom(call);
    const enis = history.networkInterfaces.during(networkInterfaceId, from, at);
    const instances = instanceId === undefined ? [] : history.instances.during(instanceId, from, at);
    const denied = [
      ...(isTouchable(enis, (tags) => mayTouchEni(call, networkInterfaceId, tags))
        ? []
        : [networkInterfaceId]),
      ...(instanceId === undefined ||
      instances.some((instance) => instance === undefined || instance.state === 'terminated') ||
      isTouchable(instances, (tags) => mayTouchInstance(call, instanceId, tags))
        ? []
        : [instanceId]),
    ];
    return denied.length === 0 ? [] : [`the role denies ${action} on ${denied.join(' and ')}`];
  },
};

function isTouchable(
  versions: readonly ({ readonly tags: Tags } | undefined)[],
  mayTouch: (tags: Tags) => boolean,
): boolean {
  return versions.some((version) => version !== undefined && mayTouch(version.tags));
}

function isOfAnotherAttachment({ before, parameters }: Call): boolean {
  const attachmentId = parameters.AttachmentId ?? parameters['Attachment.AttachmentId'];
  return attachmentId !== undefined && before?.attachment?.attachmentId !== attachmentId;
}
