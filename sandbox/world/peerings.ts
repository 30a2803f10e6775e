import { Ec2Error, notFound } from '../ec2/errors.ts';
import { newId } from '../ids.ts';
import { drawMs } from '../timings.ts';
import { cidrsOverlap } from './blocks.ts';
import type { Core } from './core.ts';
import { blackholeRoutesTo } from './create-route-table.ts';
import type { PeeringSide, PeeringStatus, VpcPeeringConnection } from './record-network.ts';
import type { Tags } from './records.ts';
import type { View } from './tables.ts';
import { blocksOf } from './vpc-cidrs.ts';

/** How long EC2 keeps a request open, and shows one that has come to nothing (VPC Peering Guide, lifecycle). */
const expiresAfterMs = 7 * 24 * 60 * 60_000;
const staysVisibleMs = 2 * 60 * 60_000;

export interface NewPeering {
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
  readonly status: PeeringStatus;
  readonly tags: Tags;
}

export function createPeering(core: Core, { requester, accepter, status, tags }: NewPeering) {
  const random = core.random.stream(`vpcPeeringConnection/${core.count('vpcPeeringConnection')}`);
  const vpcPeeringConnectionId = newId(random, 'vpcPeeringConnection');
  return core.tables.vpcPeeringConnections.put(vpcPeeringConnectionId, {
    vpcPeeringConnectionId,
    requester,
    accepter,
    status,
    statusMessage: messageOf(status, requester, accepter),
    expiresAt: core.clock.now() + expiresAfterMs,
    tags,
    ordinal: core.nextOrdinal(),
  });
}

/** Throws when there is none of this id. */
export function existingPeering(core: Core, id: string): VpcPeeringConnection {
  const found = core.tables.vpcPeeringConnections.get(id);
  if (found === undefined) throw notFound('vpcPeeringConnection', id);
  return found;
}

/** Throws unless the peering has one of these statuses. */
export function checkTransition(
  { vpcPeeringConnectionId: id, status }: VpcPeeringConnection,
  from: readonly PeeringStatus[],
  to: PeeringStatus,
): void {
  if (from.includes(status)) return;
  const message = `Invalid state transition for ${id}, attempted to transition from ${status} to ${to}`;
  throw new Ec2Error('InvalidStateTransition', message);
}

/** Puts the peering into a status at once; what came to nothing is forgotten after some time. */
export function putStatus(core: Core, id: string, status: PeeringStatus): VpcPeeringConnection {
  const former = existingPeering(core, id);
  const statusMessage = messageOf(status, former.requester, former.accepter);
  const record = core.tables.vpcPeeringConnections.put(id, { ...former, status, statusMessage });
  core.pending.cancel(keyOf(id));
  if (hasEnded(status)) {
    blackholeRoutesTo(core, id);
    core.pending.set(keyOf(id), staysVisibleMs, () => core.tables.vpcPeeringConnections.delete(id));
  }
  if (status === 'pending-acceptance')
    core.pending.set(keyOf(id), former.expiresAt - core.clock.now(), () => putStatus(core, id, 'expired'));
  return record;
}

/** How long AWS takes is not known: as long as to make an interface. */
export function putStatusLater(core: Core, id: string, status: PeeringStatus): void {
  const stream = `peering/${id}/${core.count(`peering/${id}`)}`;
  core.pending.set(keyOf(id), drawMs(core.random, core.timings.create, stream), () =>
    putStatus(core, id, status),
  );
}

/** EC2 refuses to join VPCs whose blocks overlap, and what it cannot find (VPC Peering Guide, limitations). */
export function canJoin(core: Core, requester: PeeringSide, accepter: PeeringSide): boolean {
  const isMissing = isOwn(core, accepter) && !core.tables.vpcs.has(accepter.vpcId);
  const others = cidrsOf(core, core.tables, accepter);
  return (
    !isMissing &&
    !cidrsOf(core, core.tables, requester).some((one) => others.some((other) => cidrsOverlap(one, other)))
  );
}

/** Every block of the VPC, as far as the sandbox knows them. */
export function cidrsOf(core: Core, view: View, side: PeeringSide): readonly string[] {
  const vpc = isOwn(core, side) ? view.vpcs.get(side.vpcId) : undefined;
  return vpc === undefined ? side.cidrs : blocksOf(vpc);
}

export function isOwn(core: Core, { ownerId, region }: PeeringSide): boolean {
  return ownerId === core.account && region === core.region;
}

/** Whether it joins the two VPCs or may still come to do so. */
export function isAlive({ status }: VpcPeeringConnection): boolean {
  return !hasEnded(status) && status !== 'deleting';
}

function hasEnded(status: PeeringStatus): boolean {
  return status === 'failed' || status === 'rejected' || status === 'expired' || status === 'deleted';
}

const keyOf = (id: string) => `peering ${id}`;

function messageOf(status: PeeringStatus, requester: PeeringSide, accepter: PeeringSide): string {
  switch (status) {
    case 'initiating-request':
      return `Initiating Request to ${accepter.ownerId}`;
    case 'pending-acceptance':
      return `Pending Acceptance by ${accepter.ownerId}`;
    case 'provisioning':
      return 'Provisioning';
    case 'active':
      return 'Active';
    case 'failed':
      return 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range';
    case 'rejected':
      return `Rejected by ${accepter.ownerId}`;
    case 'expired':
      return 'Expired';
    case 'deleting':
      return `Deleting by ${requester.ownerId}`;
    case 'deleted':
      return `Deleted by ${requester.ownerId}`;
  }
}
