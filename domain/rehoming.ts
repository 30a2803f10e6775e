import type { Action } from './action.ts';
import type { Home, Scene } from './home.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Change, Spared } from './plan.ts';
import type { FailoverPolicy } from './policy.ts';
import type { Holding, Standing } from './standing.ts';

export type Placed = Standing & { readonly kind: 'placed' };
export type Wanting = Standing & { readonly kind: 'homeless' | 'stranded' };

/** The change that brings an ENI to its group's home; its place there is reserved. */
export function moveOf(
  eni: NetworkInterface,
  standing: Placed | Wanting,
  home: Home & { readonly kind: 'here' | 'moving' },
  { group, leader, evidence, occupancy }: Scene,
): Change {
  const instanceId = home.instance.id;
  const leave = standing.kind === 'homeless' ? [] : leavingActions(standing, evidence.policy);
  const followsOnItsWay = home.kind === 'moving' && eni.id !== leader.id;
  const wait: Action[] = followsOnItsWay ? [awaitLeader(leader)] : [];
  const deviceIndex = occupancy.reserve(eni, instanceId);
  const where = home.kind === 'moving' ? home.because : `its leader ${leader.id} is on ${instanceId}`;
  return {
    kind: kindOf(standing, home),
    eniId: eni.id,
    group: group.name,
    because: `${reasonToMove(standing, home)}; ${where}`,
    ...(standing.kind !== 'homeless' && { from: standing.at.instanceId }),
    to: instanceId,
    actions: [...leave, ...wait, { kind: 'attach', instanceId, deviceIndex }],
  };
}

function awaitLeader({ id, attachment }: NetworkInterface): Action {
  const leaving = attachment?.instanceId;
  return { kind: 'await-leader', leaderId: id, ...(leaving !== undefined && { leaving }) };
}

function kindOf(standing: Placed | Wanting, home: Home): Change['kind'] {
  if (standing.kind === 'homeless') return 'placement';
  if (standing.kind === 'stranded') return 'failover';
  return home.kind === 'moving' ? 'switchover' : 'follow';
}

function reasonToMove(standing: Placed | Wanting, home: Home): string {
  if (standing.kind === 'homeless') return 'it is attached to nothing';
  if (standing.kind === 'stranded') return standing.verdict.because;
  return home.kind === 'moving' ? 'a switchover was asked for' : 'its leader moved after it was attached';
}

/**
 * Force is for an impaired guest that does not let go; a gone, warned or able one lets go by itself. An ENI that would
 * be deleted with an instance on its way out is first made to outlive it.
 */
function leavingActions(
  standing: Placed | (Standing & { kind: 'stranded' }),
  policy: FailoverPolicy,
): Action[] {
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
export function protectionOf(
  eni: NetworkInterface,
  group: string,
  standing: Standing,
  stays: Spared,
): Change | undefined {
  if (standing.kind !== 'placed' && standing.kind !== 'stranded') return undefined;
  const { attachment, instanceId } = standing.at;
  if (!attachment.deleteOnTermination || attachment.status === 'detaching') return undefined;
  return {
    kind: 'protection',
    eniId: eni.id,
    group,
    because: `DeleteOnTermination is true: it would be deleted, with its addresses, when ${instanceId} is terminated`,
    stays,
    actions: [protect(standing.at)],
  };
}

function protect({ attachment }: Holding): Action {
  return { kind: 'set-delete-on-termination', attachmentId: attachment.id, value: false };
}
