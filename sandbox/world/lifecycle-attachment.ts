import { newId } from '../ids.ts';
import { drawMs } from '../timings.ts';
import type { Core } from './core.ts';
import { deleteNetworkInterface } from './create-network-interface.ts';
import type { Attachment, Instance, NetworkInterface } from './records.ts';
import { interfacesOf } from './tables.ts';

export interface AttachmentPlace {
  readonly instanceId: string;
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
  readonly deleteOnTermination: boolean;
}

const pendingKey = (networkInterfaceId: string) => `network interface ${networkInterfaceId}`;

/** Begins an attachment with a new id; on an instance that does not run it is complete at once (facts 1.1). */
export function beginAttach(core: Core, networkInterfaceId: string, place: AttachmentPlace): Attachment {
  if (core.tables.instances.get(place.instanceId)?.state !== 'running') {
    return attachAtOnce(core, networkInterfaceId, place, core.clock.now());
  }
  const attachment = putAttachment(core, networkInterfaceId, place, 'attaching', core.clock.now());
  const stream = `attach/${networkInterfaceId}/${core.count(`attach/${networkInterfaceId}`)}`;
  const ms = drawMs(core.random, core.timings.attach, stream);
  core.pending.set(pendingKey(networkInterfaceId), ms, () => {
    changeInterface(core, networkInterfaceId, {
      attachment: { ...attachmentOf(core, networkInterfaceId), status: 'attached' },
    });
    core.log.recordTransition({
      at: core.clock.now(),
      kind: 'attach',
      id: networkInterfaceId,
      durationMs: ms,
    });
  });
  return attachment;
}

/** Attaches without any time passing: at launch, to a stopped instance, or to build a fleet. */
export function attachAtOnce(
  core: Core,
  networkInterfaceId: string,
  place: AttachmentPlace,
  at: number,
): Attachment {
  return putAttachment(core, networkInterfaceId, place, 'attached', at);
}

function putAttachment(
  core: Core,
  networkInterfaceId: string,
  place: AttachmentPlace,
  status: Attachment['status'],
  at: number,
): Attachment {
  const stream = `attachment/${networkInterfaceId}/${core.count(`attachment/${networkInterfaceId}`)}`;
  const attachment: Attachment = {
    ...place,
    attachmentId: newId(core.random.stream(stream), 'attachment'),
    instanceOwnerId: core.account,
    status,
    // EC2 reports whole seconds.
    attachTime: Math.floor(at / 1000) * 1000,
  };
  changeInterface(core, networkInterfaceId, { status: 'in-use', attachment, formerAttachment: undefined });
  return attachment;
}

/** Begins a detachment. One that needs a guest which hangs goes on for ever, unless it is forced (facts 1.5). */
export function beginDetach(core: Core, networkInterfaceId: string, force: boolean): void {
  const attachment = attachmentOf(core, networkInterfaceId);
  const instance = core.tables.instances.get(attachment.instanceId ?? '');
  const alreadyBegan = attachment.status === 'detaching';
  if (!alreadyBegan) {
    core.pending.cancel(pendingKey(networkInterfaceId));
    changeInterface(core, networkInterfaceId, { attachment: { ...attachment, status: 'detaching' } });
    core.detachBeganAt.set(networkInterfaceId, core.clock.now());
  }
  if (force) core.forcedDetachments.add(attachment.attachmentId);
  if (force && instance !== undefined) leaveGhost(core, instance, networkInterfaceId, attachment);
  if (force || !waitsForGuest(instance)) finishDetachLater(core, networkInterfaceId);
}

/** What waited for the guest of this instance need wait no longer: it answers again, or it is gone. */
export function resumeDetachments(core: Core, instanceId: string): void {
  for (const { networkInterfaceId, attachment } of interfacesOf(core.tables, instanceId)) {
    if (attachment?.status === 'detaching') finishDetachLater(core, networkInterfaceId);
  }
}

/** The instance stopped: what was on its way in or out has arrived. */
export function settleAttachments(core: Core, instanceId: string): void {
  for (const { networkInterfaceId, attachment } of interfacesOf(core.tables, instanceId)) {
    if (attachment?.status === 'detaching') finishDetach(core, networkInterfaceId);
    if (attachment?.status === 'attaching') {
      core.pending.cancel(pendingKey(networkInterfaceId));
      changeInterface(core, networkInterfaceId, { attachment: { ...attachment, status: 'attached' } });
    }
  }
}

/** The instance is terminated: EC2 deletes the interfaces so marked, and detaches the others in its own time (facts 1.7). */
export function releaseAttachments(core: Core, instanceId: string): void {
  for (const { networkInterfaceId, attachment } of interfacesOf(core.tables, instanceId)) {
    if (attachment === undefined) continue;
    const spared = attachment.status === 'detaching' && !core.unknowns.deletesDetachingOnTermination;
    if (attachment.deleteOnTermination && !spared) {
      core.pending.cancel(pendingKey(networkInterfaceId));
      deleteNetworkInterface(core, networkInterfaceId);
    } else {
      if (attachment.status !== 'detaching') core.detachBeganAt.set(networkInterfaceId, core.clock.now());
      finishDetachLater(core, networkInterfaceId);
    }
  }
}

/** Makes a detachment that is under way last until `ms` from now. */
export function prolongDetach(core: Core, networkInterfaceId: string, ms: number): void {
  core.pending.set(pendingKey(networkInterfaceId), ms, () => finishDetach(core, networkInterfaceId));
}

function finishDetachLater(core: Core, networkInterfaceId: string): void {
  const underWay = core.pending.has(pendingKey(networkInterfaceId));
  const attachment = attachmentOf(core, networkInterfaceId);
  if (underWay && attachment.status === 'detaching') return;
  const stream = `detach/${networkInterfaceId}/${core.count(`detach/${networkInterfaceId}`)}`;
  const stuckMs = core.stuckDetachMs.get(networkInterfaceId);
  core.stuckDetachMs.delete(networkInterfaceId);
  prolongDetach(core, networkInterfaceId, stuckMs ?? drawMs(core.random, core.timings.detach, stream));
}

function finishDetach(core: Core, networkInterfaceId: string): void {
  core.pending.cancel(pendingKey(networkInterfaceId));
  const { attachment: _gone, ...rest } = existing(core, networkInterfaceId);
  core.tables.networkInterfaces.put(networkInterfaceId, { ...rest, status: 'available' });
  const at = core.clock.now();
  const durationMs = at - (core.detachBeganAt.get(networkInterfaceId) ?? at);
  core.detachBeganAt.delete(networkInterfaceId);
  core.log.recordTransition({ at, kind: 'detach', id: networkInterfaceId, durationMs });
}

function leaveGhost(
  core: Core,
  instance: Instance,
  networkInterfaceId: string,
  attachment: Attachment,
): void {
  if (!core.unknowns.forcedDetachBlocksIndex || instance.state !== 'running') return;
  const { deviceIndex, networkCardIndex } = attachment;
  const others = instance.ghosts.filter((ghost) => ghost.networkInterfaceId !== networkInterfaceId);
  const ghosts = [...others, { deviceIndex, networkCardIndex, networkInterfaceId }];
  core.tables.instances.put(instance.instanceId, { ...instance, ghosts });
}

function waitsForGuest(instance: Instance | undefined): boolean {
  return instance?.hung === true && instance.state !== 'stopped' && instance.state !== 'terminated';
}

/** Puts the interface back with these members changed. */
export function changeInterface(
  core: Core,
  networkInterfaceId: string,
  changes: Partial<NetworkInterface>,
): void {
  const record = { ...existing(core, networkInterfaceId), ...changes };
  core.tables.networkInterfaces.put(networkInterfaceId, record);
}

function existing(core: Core, networkInterfaceId: string): NetworkInterface {
  const found = core.tables.networkInterfaces.get(networkInterfaceId);
  if (found === undefined) throw new Error(`There is no network interface ${networkInterfaceId}.`);
  return found;
}

function attachmentOf(core: Core, networkInterfaceId: string): Attachment {
  const { attachment } = existing(core, networkInterfaceId);
  if (attachment === undefined) throw new Error(`${networkInterfaceId} is not attached.`);
  return attachment;
}
