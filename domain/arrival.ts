import { groupsOf, isMemberOf } from './failover-group.ts';
import type { Instant } from './instant.ts';
import { type Attachment, isPrimary, type NetworkInterface } from './network-interface.ts';
import type { Snapshot } from './snapshot.ts';
import type { Trigger } from './trigger.ts';

/** A protected ENI on the member that it has come to, whoever attached it. */
export interface Arrival {
  readonly eni: NetworkInterface;
  readonly group: string;
  readonly instanceId: string;
  readonly attachmentId: string;
  /** AttachTime, in whole seconds. */
  readonly since: Instant;
}

/**
 * Lambda waits 60 s before it tries an event again (facts 6): what an attempt that broke off has attached is at least so
 * old when the next one looks. The rest is for clocks that differ.
 */
const attemptsApartMs = 55_000;

/**
 * The ENIs that were attached to members since the event, if an earlier attempt at it may have attached one of them;
 * AttachTime tells. Without those that were told. The others come with it, so that many late events are no flood of alerts.
 */
export function arrivalsToTell(
  snapshot: Snapshot,
  trigger: Trigger,
  now: Instant,
  isTold: (attachmentId: string) => boolean,
): readonly Arrival[] {
  const untold = arrivalsSince(trigger.at, snapshot).filter(({ attachmentId }) => !isTold(attachmentId));
  return untold.some(({ since }) => since <= now - attemptsApartMs) ? untold : [];
}

function arrivalsSince(instant: Instant, snapshot: Snapshot): readonly Arrival[] {
  return groupsOf(snapshot).flatMap((group) =>
    group.networkInterfaces.flatMap((eni): Arrival[] => {
      const { attachment } = eni;
      const instanceId = attachment?.instanceId;
      if (attachment === undefined || instanceId === undefined || isPrimary(eni)) return [];
      if (!isMemberOf(group, snapshot.instances.get(instanceId))) return [];
      if (!isAttachedSince(attachment, instant)) return [];
      const { id: attachmentId, attachTime: since } = attachment;
      return [{ eni, group: group.name, instanceId, attachmentId, since }];
    }),
  );
}

/** Whether it was attached at that instant or later, as far as whole seconds can tell. */
export function isAttachedSince({ attachTime }: Attachment, instant: Instant): boolean {
  return attachTime >= Math.floor(instant / 1_000) * 1_000;
}
