import type { Action } from './action.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Change } from './plan.ts';
import type { FailoverPolicy } from './policy.ts';
import type { Holding, Standing } from './standing.ts';

/** Where an ENI goes, and whom it has to wait for. */
export interface Destination {
  readonly instanceId: string;
  readonly deviceIndex: number;
  /** Absent for the leader itself, and where the leader is there already. */
  readonly leaderId?: string;
}

/** The steps that bring an ENI from where it stands to its destination. */
export function rehomingActions(
  standing: Standing & { readonly kind: 'placed' | 'stranded' | 'homeless' },
  destination: Destination,
  policy: FailoverPolicy,
): readonly Action[] {
  const leave = standing.kind === 'homeless' ? [] : leavingActions(standing, policy);
  const wait: Action[] =
    destination.leaderId === undefined ? [] : [{ kind: 'await-leader', leaderId: destination.leaderId }];
  const { instanceId, deviceIndex } = destination;
  return [...leave, ...wait, { kind: 'attach', instanceId, deviceIndex }];
}

/**
 * Force is for an impaired guest that does not let go; a gone, warned or able one lets go by itself. An ENI that would
 * be deleted with an instance on its way out is first made to outlive it.
 */
function leavingActions(
  standing: Standing & { readonly kind: 'placed' | 'stranded' },
  policy: FailoverPolicy,
): readonly Action[] {
  const { attachment, instanceId } = standing.at;
  const begun = attachment.status === 'detaching';
  const impaired = standing.kind === 'stranded' && standing.verdict.kind === 'impaired';
  const detach: Action = {
    kind: 'detach',
    attachmentId: attachment.id,
    instanceId,
    begun,
    ...(impaired && { forceAfterMs: policy.forceAfterMs }),
  };
  return attachment.deleteOnTermination && !begun ? [protect(standing.at), detach] : [detach];
}

/** A change that only makes an ENI outlive its instance; undefined where it does so already. */
export function protectionOf(eni: NetworkInterface, group: string, standing: Standing): Change | undefined {
  if (standing.kind !== 'placed' && standing.kind !== 'stranded') return undefined;
  const { attachment, instanceId } = standing.at;
  if (!attachment.deleteOnTermination || attachment.status === 'detaching') return undefined;
  return {
    kind: 'protection',
    eniId: eni.id,
    group,
    because: `DeleteOnTermination is true: it would be deleted, with its addresses, when ${instanceId} is terminated`,
    actions: [protect(standing.at)],
  };
}

function protect({ attachment }: Holding): Action {
  return { kind: 'set-delete-on-termination', attachmentId: attachment.id, value: false };
}
