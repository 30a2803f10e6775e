import { type FailoverGroup, lastArrival } from './failover-group.ts';
import type { Instance } from './instance.ts';
import type { Attachment, NetworkInterface } from './network-interface.ts';
import { type Evidence, judge, type Verdict } from './verdict.ts';

/** How a protected ENI stands: whether it is where it can be reached, and if not, what is in the way. */
export type Standing =
  /** On an instance that can hold it, or is on its way there (`arriving`). */
  | { readonly kind: 'placed'; readonly at: Holding; readonly arriving: boolean; readonly suspicion?: string }
  /** On an instance that is down, or soon will be. */
  | { readonly kind: 'stranded'; readonly at: Holding; readonly verdict: Verdict }
  /** Attached to nothing. */
  | { readonly kind: 'homeless' }
  /** Between two states, or the evidence contradicts itself: we look again. */
  | { readonly kind: 'uncertain'; readonly because: string }
  /** On something that is not an instance we can see: not ours to move. */
  | { readonly kind: 'foreign'; readonly because: string };

export interface Holding {
  readonly attachment: Attachment;
  readonly instanceId: string;
  /** Absent where DescribeInstances does not show it. */
  readonly instance?: Instance;
}

export function standingOf(
  networkInterface: NetworkInterface,
  group: FailoverGroup,
  evidence: Evidence,
): Standing {
  const { attachment, status } = networkInterface;
  if (attachment === undefined) {
    if (status === 'available') return { kind: 'homeless' };
    if (status === 'associated')
      return { kind: 'foreign', because: 'it is associated with a trunk (branch)' };
    return { kind: 'uncertain', because: `its status is ${status}, without an attachment` };
  }
  if (attachment.instanceId === undefined) {
    return {
      kind: 'foreign',
      because: 'it is attached to something that is not an instance of this account',
    };
  }
  if (attachment.status === 'unknown') {
    return { kind: 'uncertain', because: 'its attachment has a status that this version does not know' };
  }
  return standingOn(attachment, attachment.instanceId, group, evidence);
}

function standingOn(
  attachment: Attachment,
  instanceId: string,
  group: FailoverGroup,
  evidence: Evidence,
): Standing {
  const instance = evidence.snapshot.instances.get(instanceId);
  const at: Holding = { attachment, instanceId, ...(instance && { instance }) };
  const verdict = judge(instanceId, evidence, lastArrival(group, instanceId));
  switch (verdict.kind) {
    case 'gone':
    case 'impaired':
    case 'warned':
      return { kind: 'stranded', at, verdict };
    case 'doubtful':
      return { kind: 'uncertain', because: verdict.because };
    case 'able':
    case 'suspected':
      if (attachment.status === 'detaching') {
        return {
          kind: 'uncertain',
          because: `it is being detached from ${instanceId}, which is able to hold it`,
        };
      }
      return {
        kind: 'placed',
        at,
        arriving: attachment.status === 'attaching',
        ...(verdict.kind === 'suspected' && { suspicion: verdict.because }),
      };
    default:
      return verdict.kind satisfies never;
  }
}
