import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History } from '../history.ts';
import { isOrdinary } from '../truth.ts';
import type { Invariant } from './invariant.ts';
import { type Group, holderOf, isAtHome, presentOf } from './present.ts';
import { reminderMs } from './promises.ts';
import { namedIn } from './told.ts';
import { remembered } from './trouble.ts';

/**
 * An ENI in a readable group that in the end is not attached to a live instance has been named by an alert of one of the
 * kinds below, since its group's trouble began or, by an environment that still remembers it, in the hour before. No
 * reason, a hold included, makes it exempt. For one that can never move, a finding at any time is enough.
 */
export const noHomeIsTold: Invariant = {
  name: 'no-home-is-told',
  atEnd(history) {
    const present = presentOf(history);
    return [...present.groups.values()].flatMap((group) =>
      group.enrolled
        .filter((eni) => !isAtHome(eni, holderOf(eni, present)))
        .filter((eni) => !isTold(eni, group, history))
        .map(
          (eni) => `${eni.networkInterfaceId} of ${group.name} is on no live instance, and nobody was told`,
        ),
    );
  },
};

const kinds = ['no-standby', 'held', 'blocked', 'failover-failed', 'finding'];

function isTold(eni: NetworkInterface, group: Group, history: History): boolean {
  const { networkInterfaceId: id } = eni;
  if (!isOrdinary(eni) && history.told.some((alert) => alert.kind === 'finding' && namedIn(alert, id)))
    return true;
  return remembered(id, group, { kinds, reminderMs }, history).length > 0;
}
