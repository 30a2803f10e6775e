import { newServiceAttachmentId } from '../ids.ts';
import type { Core } from './core.ts';
import { changeInterface } from './lifecycle-attachment.ts';
import { existingInterface } from './lookup.ts';
import type { Attachment } from './records.ts';

/** Gives the interface to a service of AWS, which alone may detach it (facts 1.4). */
export function attachToService(core: Core, networkInterfaceId: string): void {
  const attachment: Attachment = {
    attachmentId: newServiceAttachmentId(core.random),
    instanceOwnerId: 'amazon-aws',
    deviceIndex: 1,
    networkCardIndex: 0,
    status: 'attached',
    attachTime: Math.floor(core.clock.now() / 1000) * 1000,
    deleteOnTermination: false,
  };
  changeInterface(core, networkInterfaceId, { status: 'in-use', attachment });
}

/** Ends the attachment at once, and lets Describe go on to show it as `detached`. */
export function detachAndShow(core: Core, networkInterfaceId: string): void {
  const { attachment, ...rest } = existingInterface(core, networkInterfaceId);
  core.tables.networkInterfaces.put(networkInterfaceId, {
    ...rest,
    status: 'available',
    formerAttachment: attachment,
  });
}
