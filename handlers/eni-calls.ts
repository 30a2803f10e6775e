import { removeTags, writeTags } from '../aws/cleanup/change-eni.ts';
import { findEni } from '../aws/cleanup/find-eni.ts';
import type { GentleEc2 } from '../aws/gentle/gentle-ec2.ts';
import { afterAttach, afterDetach, type TagChange } from '../domain/cleanup/call-of-eni.ts';
import type { CleanupPolicy } from '../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../domain/cleanup/cleanup-snapshot.ts';
import type { SweptEni } from '../domain/cleanup/swept-eni.ts';
import type { EniCall } from '../events/cloudtrail-call.ts';

export interface EniCallContext {
  readonly ec2: GentleEc2;
  readonly accountId: string;
  readonly deadline: number;
  readonly runtime: { readonly config: { readonly policy: CleanupPolicy } };
}

/**
 * An attach ends what was known of the ENI's being unattached; a detach begins its grace. A detach names the attachment
 * alone, and EC2 says whose it was only until it has ended: later, the next sweep's first sight counts.
 */
export async function noteCall(call: EniCall, context: EniCallContext): Promise<void> {
  const { ec2, deadline } = context;
  const asked = call.kind === 'attach' ? { eniId: call.eniId } : { attachmentId: call.attachmentId };
  const eni = await findEni(ec2, asked, deadline);
  if (eni === undefined) return;
  const { write, remove } = changeFor(call, eni, context);
  if (remove.length > 0) await removeTags(ec2, eni.id, remove, deadline);
  if (Object.keys(write).length > 0) await writeTags(ec2, eni.id, write, deadline);
}

function changeFor(call: EniCall, eni: SweptEni, { ec2, accountId, runtime }: EniCallContext): TagChange {
  const { policy } = runtime.config;
  if (call.kind === 'attach') return afterAttach(eni, policy);
  const now = ec2.clock.now();
  return afterDetach(eni, call.at, ofOne(eni, accountId, now), policy, now);
}

/** References do not matter here: whether it may be deleted is asked much later. */
function ofOne(eni: SweptEni, accountId: string, takenAt: number): CleanupSnapshot {
  return {
    takenAt,
    unread: [],
    accountId,
    eniCount: 1,
    eniCountByVpc: new Map(),
    enis: [eni],
    references: { elasticIps: [], routes: [], permissions: [], reservations: [], claims: [] },
    groupNames: new Set(),
  };
}
