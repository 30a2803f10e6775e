import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History } from '../history.ts';
import { slotsOf } from '../truth.ts';
import type { Invariant } from './invariant.ts';

/** No instance ever has more ENIs than its type takes, in all and on network card 0, whoever attached them. */
export const slots: Invariant = {
  name: 'slots',
  afterChange({ before, after }, history) {
    const instanceId = after?.attachment?.instanceId;
    if (instanceId === undefined || after?.attachment?.attachmentId === before?.attachment?.attachmentId)
      return [];
    const type = history.instances.latest(instanceId)?.instanceType;
    if (type === undefined) return [];
    const { inAll, onCard0 } = slotsOf(type);
    const there = enisOn(instanceId, history);
    const there0 = there.filter(({ attachment }) => attachment?.networkCardIndex === 0);
    if (there.length <= inAll && there0.length <= onCard0) return [];
    return [
      `${instanceId} (${type}) has ${there.length} ENIs, ${there0.length} of them on card 0; it takes ${inAll} and ${onCard0}`,
    ];
  },
};

function enisOn(instanceId: string, { networkInterfaces }: History): readonly NetworkInterface[] {
  return networkInterfaces
    .ids()
    .flatMap((id) => networkInterfaces.latest(id) ?? [])
    .filter(({ attachment }) => attachment?.instanceId === instanceId);
}
