import type { Core } from '../world/core.ts';
import { existingVpc } from '../world/lookup.ts';
import {
  canJoin,
  checkTransition,
  createPeering,
  existingPeering,
  isAlive,
  isOwn,
  putStatus,
  putStatusLater,
} from '../world/peerings.ts';
import type { PeeringSide } from '../world/record-network.ts';
import { type Action, succeeded } from './action.ts';
import { peeringXml } from './describe-peerings.ts';
import { Ec2Error } from './errors.ts';
import { checkTags } from './mutate-tags.ts';

/**
 * The request is checked only after the answer: one between overlapping VPCs fails then (API reference). A VPC of
 * another account or region never answers, because the sandbox does not hold it.
 */
export const createVpcPeeringConnection: Action = (form) => {
  const vpcId = form.id('vpc', 'VpcId');
  const peerVpcId = form.id('vpc', 'PeerVpcId');
  const peerOwnerId = form.text('PeerOwnerId');
  const peerRegion = form.text('PeerRegion');
  const tags = form.tagSpecifications('vpc-peering-connection')['vpc-peering-connection'];
  checkTags(tags);
  return (core) => {
    const requester = sideOf(core, existingVpc(core, vpcId).vpcId, undefined, undefined);
    const accepter = sideOf(core, peerVpcId, peerOwnerId, peerRegion);
    checkNew(core, vpcId, peerVpcId);
    const made = createPeering(core, { requester, accepter, status: 'initiating-request', tags });
    const outcome = canJoin(core, requester, accepter) ? 'pending-acceptance' : 'failed';
    putStatusLater(core, made.vpcPeeringConnectionId, outcome);
    return { vpcPeeringConnection: peeringXml(core, core.tables, made) };
  };
};

export const acceptVpcPeeringConnection: Action = (form) => {
  const id = form.id('vpcPeeringConnection', 'VpcPeeringConnectionId');
  return (core) => {
    checkAccepter(core, id, 'accept');
    checkTransition(existingPeering(core, id), ['pending-acceptance'], 'provisioning');
    const provisioning = putStatus(core, id, 'provisioning');
    putStatusLater(core, id, 'active');
    return { vpcPeeringConnection: peeringXml(core, core.tables, provisioning) };
  };
};

export const rejectVpcPeeringConnection: Action = (form) => {
  const id = form.id('vpcPeeringConnection', 'VpcPeeringConnectionId');
  return (core) => {
    checkAccepter(core, id, 'reject');
    checkTransition(existingPeering(core, id), ['pending-acceptance'], 'rejected');
    putStatus(core, id, 'rejected');
    return succeeded;
  };
};

/** Routes to it stay, as blackholes. */
export const deleteVpcPeeringConnection: Action = (form) => {
  const id = form.id('vpcPeeringConnection', 'VpcPeeringConnectionId');
  return (core) => {
    checkTransition(existingPeering(core, id), ['pending-acceptance', 'provisioning', 'active'], 'deleting');
    putStatus(core, id, 'deleting');
    putStatusLater(core, id, 'deleted');
    return succeeded;
  };
};

function sideOf(
  core: Core,
  vpcId: string,
  ownerId: string | undefined,
  region: string | undefined,
): PeeringSide {
  return { vpcId, ownerId: ownerId ?? core.account, region: region ?? core.region, cidrs: [] };
}

function checkNew(core: Core, ...vpcIds: readonly [string, string]): void {
  for (const peering of core.tables.vpcPeeringConnections.values()) {
    const joined = [peering.requester.vpcId, peering.accepter.vpcId];
    if (!isAlive(peering) || !vpcIds.every((vpcId) => joined.includes(vpcId))) continue;
    const message = `A VPC peering connection already exists between ${vpcIds.join(' and ')}: ${peering.vpcPeeringConnectionId}`;
    throw new Ec2Error('VpcPeeringConnectionAlreadyExists', message);
  }
}

function checkAccepter(core: Core, id: string, verb: string): void {
  if (isOwn(core, existingPeering(core, id).accepter)) return;
  throw new Ec2Error('OperationNotPermitted', `User ${core.account} cannot ${verb} peering ${id}`);
}
