import type { NetworkInterface } from '../../../../sandbox/world/records.ts';
import type { Invariant } from '../invariant.ts';
import { deletionIn, wrongThroughout } from './deletion.ts';

/**
 * Only plain ENIs are deleted: of type `interface`, of this account, of no service by any sign, and like no part of an
 * appliance (source/dest check off, several addresses, delegated prefixes, a name that says static), for all of the last 25 s.
 */
export const deletedOrdinary: Invariant = {
  name: 'deleted-ordinary',
  afterCleanupCall(call, history) {
    const deletion = deletionIn(call, history);
    const wrong = deletion && wrongThroughout(deletion, oddityOf);
    return wrong === undefined ? [] : [`${deletion?.eniId} was deleted although ${wrong}`];
  },
};

const account = '123456789012';

export function oddityOf(eni: NetworkInterface): string | undefined {
  if (eni.interfaceType !== 'interface') return `its type was ${eni.interfaceType}`;
  if (eni.ownerId !== account) return `it belonged to ${eni.ownerId}`;
  if (eni.requesterManaged || eni.operator !== undefined || eni.requesterId.startsWith('amazon'))
    return 'a service managed it';
  if (/^ELB |do not delete/i.test(eni.description)) return `it was described as ${eni.description}`;
  if (!eni.sourceDestCheck) return 'its source/dest check was off';
  if (eni.privateIpAddresses.length > 1 || eni.ipv4Prefixes.length + eni.ipv6Prefixes.length > 0)
    return 'it had several addresses';
  return /static|vip/.test(eni.tags.Name ?? '') ? `its name was ${eni.tags.Name}` : undefined;
}
