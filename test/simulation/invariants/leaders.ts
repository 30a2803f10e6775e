import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { History } from '../history.ts';
import { groupOf, isOrdinary } from '../truth.ts';
import { groupDuring } from './detachment.ts';

/** Every version of every ENI that a look of that time may have taken for the group's leader. */
export function leadersDuring(
  group: string,
  from: number,
  to: number,
  history: History,
): readonly NetworkInterface[] {
  const leaders: NetworkInterface[] = [];
  for (const versions of groupDuring(history, group, from, to)) {
    const leading = versions.filter(
      (eni): eni is NetworkInterface => eni !== undefined && groupOf(eni) === group && isOrdinary(eni),
    );
    leaders.push(...leading);
    // One that was fit to lead all the time is followed by nobody further down.
    if (leading.length === versions.length) break;
  }
  return leaders;
}
