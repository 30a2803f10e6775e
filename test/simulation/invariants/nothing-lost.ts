import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History } from '../history.ts';
import { groupOf } from '../truth.ts';
import type { Invariant } from './invariant.ts';
import { namedIn } from './told.ts';
import { unprotectedDuring } from './unprotected.ts';

/**
 * No enrolled ENI loses anything by our doing.
 *
 * An ENI with a group tag, readable or not, that still exists loses a private address or an Elastic IP only where people's
 * hands have been on it (an incident before or at that moment is about it). One that ceases to exist either was deleted by
 * such hands, or died with its instance by DeleteOnTermination. The latter is ours to prevent: it is a violation where
 * some tick began while the ENI had needed protection for 25 s already, and ended with success while it still did. Such an
 * invocation has looked at the fleet and found nothing left to do. It needed protection while it was attached, ordinary,
 * not held, in a readable group and in the zone and VPC of the group's leader, marked DeleteOnTermination, on a running
 * member that was not held. Where EC2 refused the protection and people were told of the failure, it is excused.
 */
export const nothingLost: Invariant = {
  name: 'nothing-lost',
  afterChange({ id, before, after }, history) {
    if (before?.tags['eni-warden:group'] === undefined) return [];
    if (after === undefined) return lostWhole(id, before, history);
    return wasTouched(id, history)
      ? []
      : lostParts(before, after).map((part) => `${id} lost ${part}, and nobody touched it`);
  },
};

function wasTouched(id: string, { incidents }: History): boolean {
  return incidents.some(({ about }) => about.includes(id));
}

function lostParts(before: NetworkInterface, after: NetworkInterface): readonly string[] {
  return before.privateIpAddresses.flatMap(({ privateIpAddress, association }) => {
    const kept = after.privateIpAddresses.find((address) => address.privateIpAddress === privateIpAddress);
    if (kept === undefined) return [`its private address ${privateIpAddress}`];
    if (association === undefined || kept.association?.allocationId === association.allocationId) return [];
    return [`its Elastic IP ${association.publicIp}`];
  });
}

function lostWhole(id: string, before: NetworkInterface, history: History): readonly string[] {
  const diedWithInstance = before.attachment?.deleteOnTermination === true;
  if (!diedWithInstance) return wasTouched(id, history) ? [] : [`${id} was deleted, and nobody touched it`];
  if (groupOf(before) === undefined) return [];
  const missed = unprotectedDuring(before, history);
  if (missed === undefined || wasToldInVain(id, history)) return [];
  return [
    `${id} died with ${before.attachment?.instanceId}, though invocation ${missed.requestId} saw that it would`,
  ];
}

function wasToldInVain(id: string, { told }: History): boolean {
  return told.some((alert) => alert.kind === 'failover-failed' && namedIn(alert, id));
}
