import { checkAttach, checkDetach } from '../world/attachment-rules.ts';
import { beginAttach, beginDetach } from '../world/lifecycle-attachment.ts';
import { existingAttachment, existingInstance, existingInterface } from '../world/lookup.ts';
import { type Action, succeeded } from './action.ts';

/** It never steals: the interface has to be `available` (facts 1.4). An interface attached so is kept on termination. */
export const attachNetworkInterface: Action = (form) => {
  const networkInterfaceId = form.id('networkInterface', 'NetworkInterfaceId');
  const instanceId = form.id('instance', 'InstanceId');
  const deviceIndex = form.requiredInteger('DeviceIndex');
  const networkCardIndex = form.integer('NetworkCardIndex');
  return (core) => {
    const networkInterface = existingInterface(core, networkInterfaceId);
    const instance = existingInstance(core, instanceId);
    checkAttach(core, networkInterface, instance, { deviceIndex, networkCardIndex });
    const place = {
      instanceId,
      deviceIndex,
      networkCardIndex: networkCardIndex ?? 0,
      deleteOnTermination: false,
    };
    const attachment = beginAttach(core, networkInterfaceId, place);
    return { attachmentId: attachment.attachmentId, networkCardIndex: attachment.networkCardIndex };
  };
};

/** Answers at once; the interface is `available` again only later (facts 1.5). */
export const detachNetworkInterface: Action = (form) => {
  const attachmentId = form.id('attachment', 'AttachmentId');
  const force = form.flag('Force') ?? false;
  return (core) => {
    const [networkInterface, attachment] = existingAttachment(core, attachmentId);
    if (checkDetach(core, networkInterface, attachment, force) === 'to do') {
      beginDetach(core, networkInterface.networkInterfaceId, force);
    }
    return succeeded;
  };
};
